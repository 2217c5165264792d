"""What leaves a program, as the recommended preview sees it: nobody has looked what is set there."""

from pathlib import Path

import pulumi
import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from pulumi_junction.report.building import stack as built
from pulumi_junction.report.model import Touched
from pulumi_junction.report.reading import read
from tests.support.engine import EngineStack
from tests.support.engine_cli import Project
from tests.support.engine_programs import ACME, preferences

PROGRAM = "import pulumi_junction as j\nj.TeamDataPullPreferences('w', team_ids=['{team}'], providers={{'oura': 90}})"


@pytest.fixture
def project(emulator: ThreadedEmulator, tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.pulumi("stack", "init", "dev")
    project.program(PROGRAM.format(team=ACME))
    project.pulumi("up", "--yes", "--skip-preview")
    emulator.set("production", "us", ACME, "oura", 365)
    project.program("")
    return project


@pytest.mark.parametrize("run_program", [True, False], ids=["with --run-program", "without"])
def test_drift_of_what_is_removed_is_shown_or_said_to_be_unseen(project: Project, run_program: bool) -> None:
    log = project.folder / "events.jsonl"
    how = ["--refresh", *(["--run-program"] if run_program else [])]
    project.pulumi("preview", *how, "--event-log", str(log), env={"PULUMI_DEBUG_COMMANDS": "true"})
    made = built("dev", read(log.read_text(encoding="utf-8"), "log"))

    (change,) = made.changes
    assert (change.op, change.after) == ("reset", 180)
    if run_program:
        assert (change.now, made.looked) == (None, False)
        assert made.gaps == [
            "drift of w: with --run-program Pulumi does not refresh what the program no longer declares"
        ]
    else:
        assert (change.now, change.lowered, made.looked, made.gaps) == (365, True, True, [])


@pytest.mark.parametrize("run_program", [True, False], ids=["with --run-program", "without"])
def test_a_guard_that_is_taken_off_is_named(stack: EngineStack, run_program: bool) -> None:
    stack.up(preferences(opts=pulumi.ResourceOptions(protect=True, retain_on_delete=True)))
    log = stack.log(preferences(), refresh=True, run_program=run_program)
    made = built("dev", read(log, "log"))
    assert made.without_days == [
        Touched("acme", "protect is taken off"),
        Touched("acme", "retain_on_delete is taken off"),
    ]
