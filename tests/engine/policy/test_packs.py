"""How the real engine runs a pack: its Python, its settings, its mistakes, and what an event log holds of it."""

import sys
from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.engine.policy.conftest import MakePack
from tests.support.engine import EngineStack
from tests.support.engine_cli import Project
from tests.support.engine_policies import PROTECTED, Pack
from tests.support.engine_programs import ACME, CURA, preferences


def test_the_example_pack_lets_a_careful_program_pass(stack: EngineStack, tmp_path: Path) -> None:
    options = Pack.example(tmp_path / "pack").options
    careful = preferences(team_ids={"Acme Care": ACME, "Cura": CURA}, opts=PROTECTED)

    stack.up(careful, **options)

    assert stack.preview(careful, **options).violations == ()


def test_a_pack_that_is_written_wrongly_ends_the_preview_with_one_line(stack: EngineStack, pack: MakePack) -> None:
    wrong = stack.preview(preferences(), fails=True, **pack('longest_days({"prod": 90})').options)

    assert "pulumi_junction.policy: longest_days: 'prod' is not an environment; use production or sandbox" in wrong.text
    assert "Traceback" not in wrong.text


@pytest.fixture
def project(emulator: ThreadedEmulator, tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.pulumi("stack", "init", "dev")
    project.program(
        "from pulumi_junction import TeamDataPullPreferences\n"
        f'TeamDataPullPreferences("acme", team_ids=["{ACME}"], providers={{"oura": 120}})\n'
    )
    return project


def test_the_event_log_of_a_typed_preview_holds_the_violation(project: Project, tmp_path: Path, pack: MakePack) -> None:
    log = tmp_path / "events.jsonl"
    command = (
        "preview",
        "--policy-pack",
        str(pack("require_labels()", level="ADVISORY").folder),
        "--event-log",
        str(log),
    )

    printed = project.pulumi(*command, env={"PULUMI_DEBUG_COMMANDS": "true"})

    (event,) = [one["policyEvent"] for one in project.events(log) if "policyEvent" in one]
    assert (event["policyName"], event["enforcementLevel"]) == ("junction-require-labels", "advisory")
    assert event["message"].startswith("Every team has a label.\nteam_ids: no label for ")
    assert "[advisory]  junction-require-labels" in printed.stdout


def test_the_packs_python_is_the_one_that_its_settings_name(project: Project, tmp_path: Path, pack: MakePack) -> None:
    """Neither what is active nor PULUMI_PYTHON_CMD: without `virtualenv` Pulumi looks for `venv` in the pack."""
    folder = pack("require_labels()", level="ADVISORY").folder
    (folder / "PulumiPolicy.yaml").write_text("runtime: python\n", encoding="utf-8")

    ended = project.pulumi("preview", "--policy-pack", str(folder), fails=True)
    (folder / "venv").symlink_to(sys.prefix)

    assert f"{folder}/venv/bin/python" in ended.text
    assert "[advisory]  junction-require-labels" in project.pulumi("preview", "--policy-pack", str(folder)).text


@pytest.mark.parametrize(
    ("command", "takes"), [("preview", True), ("up", True), ("refresh", False), ("destroy", False)]
)
def test_only_preview_and_up_take_a_pack(project: Project, command: str, takes: bool) -> None:
    assert ("--policy-pack " in project.pulumi(command, "--help").text) is takes
