"""What a user types, with a project folder and the real CLI."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine_cli import Project
from tests.support.engine_programs import ACME, days

PROGRAM = """
from pulumi_junction import TeamDataPullPreferences

TeamDataPullPreferences("research", team_ids={{"Acme Care": "{team}"}}, providers={providers})
"""


@pytest.fixture
def project(emulator: ThreadedEmulator, tmp_path: Path) -> Project:
    """A project with a stack named `dev`."""
    project = Project(tmp_path)
    project.pulumi("stack", "init", "dev")
    return project


@pytest.fixture
def declare(project: Project) -> Callable[..., None]:
    """Write the program of the project."""

    def write(**providers: Any) -> None:
        project.program(PROGRAM.format(team=ACME, providers=providers))

    return write


Declare = Callable[..., None]


def test_the_life_of_a_preference(
    project: Project, declare: Declare, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key comes by `pulumi config set --secret`, as in the README."""
    del project.env["JUNCTION_MANAGEMENT_KEY"]
    project.pulumi("config", "set", "--secret", "junction:managementKey", emulator.management_key)
    declare(oura={"default": 120, "resource_overrides": {"sleep": 180}})

    assert "create" in project.pulumi("preview").stdout
    assert emulator.writes == []
    assert "2 created" in project.pulumi("up", "--yes", "--skip-preview").stdout  # the stack itself counts
    assert "2 unchanged" in project.pulumi("up", "--yes").stdout
    assert len(emulator.writes) == 1

    declare(oura={"default": 120, "resource_overrides": {"sleep": 365}})
    assert re.search(r"sleep: 180 => 365", project.pulumi("preview", "--diff").stdout)
    project.pulumi("up", "--yes", "--skip-preview")
    assert emulator.get("production", "us", ACME)["oura"]["resource_overrides"] == {"sleep": 365}

    emulator.set("production", "us", ACME, "oura", 90)
    assert re.search(r"default *: 120 => 90", project.pulumi("preview", "--refresh", "--diff").stdout)
    project.pulumi("up", "--refresh", "--yes", "--skip-preview")
    assert emulator.get("production", "us", ACME)["oura"]["default"] == 120

    project.pulumi("destroy", "--yes", "--skip-preview")
    assert emulator.get("production", "us", ACME) == {}
    assert emulator.management_key not in project.written()


def test_one_run_gives_text_events_and_a_plan_that_can_be_applied(
    project: Project, declare: Declare, emulator: ThreadedEmulator, tmp_path: Path
) -> None:
    declare(oura=120)
    project.pulumi("up", "--yes", "--skip-preview")
    declare(oura=365)
    plan, log = tmp_path / "plan.json", tmp_path / "events.json"

    review = ["preview", "--refresh", "--run-program", "--diff", "--event-log", str(log), "--save-plan", str(plan)]
    preview = project.pulumi(*review, env={"PULUMI_DEBUG_COMMANDS": "true"})
    assert "120 => 365" in preview.stdout
    events = project.events(log)
    changes = [event["resourcePreEvent"]["metadata"] for event in events if "resourcePreEvent" in event]
    (update,) = (change for change in changes if change["op"] == "update")
    assert update["detailedDiff"] == {"providers.oura.default": {"diffKind": "update", "inputDiff": True}}

    project.pulumi("up", "--plan", str(plan), "--refresh", "--run-program", "--yes", "--skip-preview")
    assert emulator.get("production", "us", ACME) == days(oura=365)


def test_a_warning_stands_under_the_resource_and_in_the_event_log(
    project: Project, declare: Declare, tmp_path: Path
) -> None:
    declare(fitbit={"default": 60, "resource_overrides": {"activity": 90}})
    log = tmp_path / "events.json"

    preview = project.pulumi("preview", "--event-log", str(log), env={"PULUMI_DEBUG_COMMANDS": "true"})

    text = "warning: research: providers.fitbit.resource_overrides.activity: Fitbit always pulls 14 days"
    header = re.escape("TeamDataPullPreferences (research):")
    assert re.search(rf"Diagnostics:\n.*{header}\n +{re.escape(text)}", preview.stdout)
    said = [event["diagnosticEvent"] for event in project.events(log) if "diagnosticEvent" in event]
    (warning,) = (one for one in said if one["severity"] == "warning")
    assert warning["urn"].endswith("::research")
    assert warning["message"].startswith(text.removeprefix("warning: "))


def test_a_failure_of_the_provider_is_one_line(project: Project, declare: Declare) -> None:
    declare(oura=120)
    key = "a-key-that-nobody-may-see"

    failed = project.pulumi("preview", fails=True, env={"JUNCTION_MANAGEMENT_KEY": key})

    assert failed.text.count("refused the management key (401)") >= 1
    _, _, diagnostics = failed.stdout.partition("Diagnostics:\n")
    assert diagnostics.count("error: ") == 1 + diagnostics.count("error: preview failed")
    assert "Traceback" not in failed.text
    assert key not in failed.text
    assert key not in project.written()


def test_a_refusal_of_the_constructor_is_one_line(project: Project, declare: Declare) -> None:
    declare(oura=120)
    del project.env["JUNCTION_ORG_ID"]

    failed = project.pulumi("preview", fails=True)

    _, _, diagnostics = failed.stdout.partition("Diagnostics:\n")
    ours, engines = (line.strip() for line in diagnostics.splitlines() if "error: " in line)
    assert ours.startswith("error: research: No organisation: ")
    assert engines == "error: an unhandled error occurred: program exited with non-zero exit code: 1"
    assert "Traceback" not in failed.text


def test_the_json_of_a_preview_holds_every_path_that_changes(project: Project, declare: Declare) -> None:
    declare(oura=120, garmin=60)
    project.pulumi("up", "--yes", "--skip-preview")
    declare(oura=365, strava=30)

    digest = json.loads(project.pulumi("preview", "--json").stdout)

    (step,) = (step for step in digest["steps"] if step["op"] == "update")
    assert {path: one["kind"] for path, one in step["detailedDiff"].items()} == {
        "providers.oura.default": "update",
        "providers.garmin": "delete",
        "providers.strava": "add",
        "after_delete.garmin": "delete",
        "after_delete.strava": "add",
    }
