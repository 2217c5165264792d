"""`pulumi-junction drift` in a project: it previews with the real engine, and changes nothing."""

import json
import sys
from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support import processes
from tests.support.engine_cli import Project
from tests.support.engine_programs import ACME
from tests.support.processes import Finished

PROGRAM = """
from pulumi_junction import TeamDataPullPreferences

TeamDataPullPreferences("w", team_ids={{"Acme Care": "{team}"}}, providers={{"oura": {days}}})
"""
COMMAND = [str(Path(sys.executable).with_name("pulumi-junction")), "drift", "--json"]


@pytest.fixture
def project(emulator: ThreadedEmulator, tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.pulumi("stack", "init", "dev")
    made.program(PROGRAM.format(team=ACME, days=90))
    made.pulumi("up", "--yes", "--skip-preview")
    return made


def drift(project: Project, *arguments: str) -> Finished:
    return processes.run([*COMMAND, *arguments], project.folder, project.env)


def test_drift_is_found_stack_by_stack_and_nothing_is_changed(project: Project, emulator: ThreadedEmulator) -> None:
    in_sync = drift(project)
    assert (in_sync.code, json.loads(in_sync.stdout)["in_sync"]) == (0, True)

    before = project.state()
    emulator.set("production", "us", ACME, "oura", 7)
    emulator.clear_requests()
    project.program(PROGRAM.format(team=ACME, days=120))
    found = drift(project, "--stack", "dev")

    (stack,) = json.loads(found.stdout)["stacks"]
    (one,) = stack["differences"]
    assert found.code == 3
    assert (one["label"], one["declared"], one["applied"], one["live"], one["who"]) == (
        "Acme Care",
        120,
        90,
        7,
        "changed in both",
    )
    assert emulator.writes == []
    assert project.state() == before


def test_a_stack_that_there_is_not_is_one_line(project: Project) -> None:
    ended = drift(project, "--stack", "nope")
    assert ended.code == 1
    assert ended.stderr == "pulumi-junction: `pulumi preview` of nope failed: error: no stack named 'nope' found\n"
