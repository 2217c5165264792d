"""What `pulumi-junction export` writes, on the real engine: taking it over sends nothing, and changes nothing."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from pulumi_junction.cli.export.text import READER
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support import command_line
from tests.support.engine_cli import Project
from tests.support.engine_programs import ACME, BETA, CURA
from tests.support.markdown import Page
from tests.support.repository import ROOT


@pytest.fixture
def project(emulator: ThreadedEmulator, tmp_path: Path) -> Project:
    """A stack named for the place, and settings of three teams that somebody has made by hand."""
    for team in (ACME, BETA):
        emulator.set("production", "us", team, "oura", 120, {"sleep": 180, "workouts": 30})
        emulator.set("production", "us", team, "garmin", 90)  # as documented: no setting
    emulator.set("production", "us", CURA, "omron", 30)
    emulator.set("production", "us", CURA, "fitbit", 90, {"activity": 60})  # has no effect, says a warning
    emulator.set("production", "us", CURA, "polar", 60)  # cannot be declared
    emulator.set("production", "us", CURA, "strava", 400)  # beyond Junction's limit
    project = Project(tmp_path)
    project.pulumi("stack", "init", "production-us")
    return project


def exported(*options: str) -> str:
    ended = command_line.run("export", *options, env=os.environ)
    assert ended.code == 0, ended.stderr
    return ended.stdout


def take_over(project: Project, emulator: ThreadedEmulator) -> None:
    """Apply; nothing may be sent, and nothing is left to do."""
    before = {team: emulator.get("production", "us", team) for team in (ACME, BETA, CURA)}
    emulator.clear_requests()

    created = project.pulumi("up", "--yes", "--skip-preview").stdout
    assert "3 created" in created  # two groups of teams, and the stack itself
    again = project.pulumi("preview", "--refresh", "--run-program", "--expect-no-changes", "--json").stdout

    assert emulator.writes == []
    assert {team: emulator.get("production", "us", team) for team in (ACME, BETA, CURA)} == before
    assert json.loads(again)["changeSummary"] == {"same": 3}


def test_the_program_takes_over_what_is_set_and_exports_as_the_same_text(
    project: Project, emulator: ThreadedEmulator
) -> None:
    text = exported()
    project.program(text)

    take_over(project, emulator)

    assert exported() == text
    assert "# - polar: 60 days" in text
    assert "# - strava: 400 days" in text


def test_configuration_and_the_programs_few_lines_take_over_the_same(
    project: Project, emulator: ThreadedEmulator
) -> None:
    file = project.folder / "Pulumi.production-us.yaml"
    salt = file.read_text(encoding="utf-8")
    file.write_text(salt + exported("--format", "config"), encoding="utf-8")
    project.program(READER)
    for name in ("JUNCTION_ORG_ID", "JUNCTION_ENV", "JUNCTION_REGION"):
        del project.env[name]

    take_over(project, emulator)

    declared = {
        name: (list(one["inputs"]["teams"]), sorted(one["inputs"]["providers"])) for name, one in resources(project)
    }
    assert declared == {
        "preferences-3aac0000": ([ACME, BETA], ["oura"]),
        "preferences-9d2f0000": ([CURA], ["fitbit", "omron"]),
    }


def resources(project: Project) -> list[tuple[str, dict[str, Any]]]:
    text = (project.backend / ".pulumi" / "stacks" / "demo" / "production-us.json").read_text(encoding="utf-8")
    found = json.loads(text)["checkpoint"]["latest"]["resources"]
    return [(one["urn"].rpartition("::")[2], one) for one in found if not one["type"].startswith("pulumi:")]


def test_a_stack_of_another_place_refuses_the_program(project: Project, emulator: ThreadedEmulator) -> None:
    project.program(exported())
    project.pulumi("stack", "init", "sandbox-us")

    failed = project.pulumi("preview", "--stack", "sandbox-us", fails=True)

    assert "the stack sandbox-us declares preferences for production-us" in failed.stdout
    assert emulator.writes == []


def test_settings_come_from_a_stack_and_pulumi_decrypts_its_key(project: Project, emulator: ThreadedEmulator) -> None:
    project.pulumi("config", "set", "--secret", "junction:managementKey", emulator.management_key)
    project.pulumi("config", "set", "junction:orgId", emulator.org_id)
    project.pulumi("config", "set", "junction:managementUrl", emulator.url)
    text = exported()
    env = {name: value for name, value in project.env.items() if not name.startswith("JUNCTION_")}

    by_stack = command_line.run("export", "--stack", "production-us", env=env, cwd=project.folder)
    doctor = command_line.run("doctor", "--stack", "production-us", env=env, cwd=project.folder)

    assert (by_stack.code, by_stack.stdout) == (0, text)
    assert doctor.code == 0, doctor.text
    assert ["management", "key", "(set)", "junction:managementKey"] in [
        line.split()[:4] for line in doctor.stdout.splitlines()
    ]
    assert emulator.management_key not in doctor.text


def test_the_page_shows_the_program_that_reads_the_configuration() -> None:
    page = Page(ROOT / "docs" / "cli.md").section("export")

    assert READER in [fence.text for fence in page.fences() if fence.language == "python"]
