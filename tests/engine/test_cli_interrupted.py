"""Ctrl-C while a command of ours has `pulumi` run: it ends, and the plugins that `pulumi` has started end with it."""

from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.command_line import COMMAND
from tests.support.engine_cli import Project
from tests.support.engine_programs import ACME
from tests.support.engine_running import Running

PROGRAM = f"""
from pulumi_junction import TeamDataPullPreferences

TeamDataPullPreferences("research", team_ids=["{ACME}"], providers={{"oura": 120}})
"""


@pytest.fixture
def project(emulator: ThreadedEmulator, tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.pulumi("stack", "init", "dev")
    made.program(PROGRAM)
    made.pulumi("up", "--yes", "--skip-preview")
    return made


@pytest.mark.parametrize("fault", ["503 retry-after=45", "hang"], ids=["it waits to ask again", "nobody answers"])
def test_ctrl_c_in_drift_ends_its_preview_and_leaves_no_process(
    fault: str, project: Project, emulator: ThreadedEmulator
) -> None:
    emulator.clear_requests()
    emulator.fail(f"GET {fault}")

    with Running([COMMAND, "drift"], project.folder, project.env) as run:
        run.until(lambda: emulator.requests, "the preview asked")
        run.interrupt(heard="")
        ended = run.end()
        left = run.abandon()

    assert (ended.code, ended.text, left) == (130, "", [])


def test_the_end_of_a_ci_job_ends_drift_as_ctrl_c_does(project: Project, emulator: ThreadedEmulator) -> None:
    emulator.clear_requests()
    emulator.fail("GET 503 retry-after=45")

    with Running([COMMAND, "drift"], project.folder, project.env) as run:
        run.until(lambda: emulator.requests, "the preview asked")
        run.terminate()
        ended = run.end()
        left = run.abandon()

    assert (ended.code, ended.text, left) == (143, "", [])
