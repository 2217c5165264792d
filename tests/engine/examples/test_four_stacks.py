"""`examples/four-stacks` as its README says: every stack lives its life, and bad configuration is one line."""

import json
import runpy
from typing import Any

import pulumi
import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine_programs import days
from tests.support.examples import UP, Example
from tests.support.repository import ROOT

EXAMPLE = ROOT / "examples" / "four-stacks"
CLINIC = days(oura={"default": 180, "resource_overrides": {"sleep": 365}}, garmin=120, strava=30)
RESEARCH = days(oura=365, garmin=365, strava=180, withings=365)

ACME = "3aac8dd1-6c37-4f2b-9d0e-5b1f0a7e2c41"
BETA = "7c1e52b9-0d84-4a6f-8f13-c2e9d46ab705"
NORDKAP = "b20f6a3e-41c8-4d57-9a96-08e5c7d1f234"
PLAYGROUND = "e94d17c0-5b2a-4f68-8c3d-1a7f60b2d985"

STACKS: dict[str, dict[str, Any]] = {
    "production-us": {
        ACME: CLINIC,
        BETA: RESEARCH | days(garmin=180, oura={"default": 365, "resource_overrides": {"sleep": 90}}),
    },
    "production-eu": {NORDKAP: CLINIC},
    "sandbox-us": {ACME: CLINIC, BETA: RESEARCH, PLAYGROUND: days(oura=14, garmin=14, strava=7)},
    "sandbox-eu": {NORDKAP: CLINIC | days(strava=90)},
}
"""What each stack's file and the presets come to."""


def settings(junction: ThreadedEmulator, stack: str) -> dict[str, Any]:
    """What Junction has of the stack's teams."""
    env, region = stack.split("-")
    return {team: junction.get(env, region, team) for team in STACKS[stack]}


def test_there_is_a_file_for_each_stack_and_no_other() -> None:
    assert {file.name for file in EXAMPLE.glob("Pulumi.*.yaml")} == {f"Pulumi.{stack}.yaml" for stack in STACKS}


def test_no_committed_file_holds_a_secret_or_the_salt_of_somebodys_backend() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in EXAMPLE.glob("Pulumi*.yaml"))

    assert "encryptionsalt" not in text
    assert "secure:" not in text


@pytest.mark.parametrize("stack", ["production-us", "sandbox-eu"])
def test_a_stack_is_previewed_applied_found_in_sync_and_destroyed(
    stack: str, four_stacks: Example, junction: ThreadedEmulator
) -> None:
    four_stacks.pulumi(stack, "stack", "init")

    preview = four_stacks.pulumi(stack, "preview", "--diff")
    assert f"+ {len(STACKS[stack]) + 1} to create" in preview.stdout
    assert junction.writes == []

    four_stacks.pulumi(stack, *UP)
    assert settings(junction, stack) == STACKS[stack]

    junction.clear_requests()
    four_stacks.pulumi(stack, "preview", "--expect-no-changes")
    four_stacks.pulumi(stack, "destroy", "--yes", "--skip-preview")
    assert settings(junction, stack) == {team: {} for team in STACKS[stack]}
    assert {request.method for request in junction.writes} == {"DELETE"}


def test_a_checkout_without_the_salt_that_init_wrote_works_with_the_stack_all_the_same(
    four_stacks: Example, junction: ThreadedEmulator
) -> None:
    file = four_stacks.folder / "Pulumi.sandbox-eu.yaml"
    committed = file.read_text(encoding="utf-8")
    four_stacks.pulumi("sandbox-eu", "stack", "init")
    assert "encryptionsalt" in file.read_text(encoding="utf-8")
    four_stacks.pulumi("sandbox-eu", *UP)

    file.write_text(committed, encoding="utf-8")

    junction.clear_requests()
    assert "2 unchanged" in four_stacks.pulumi("sandbox-eu", *UP).stdout
    assert junction.writes == []


def test_an_unknown_preset_ends_in_one_line_and_sends_nothing(four_stacks: Example, junction: ThreadedEmulator) -> None:
    four_stacks.edit("Pulumi.production-eu.yaml", "preset: clinic", "preset: clinc")
    four_stacks.pulumi("production-eu", "stack", "init")

    ended = four_stacks.pulumi("production-eu", *UP, fails=True)

    readme = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    shown = "four-stacks:teams.nordkap-health.preset 'clinc' is not a preset; there are short, clinic, research\n"
    assert f"error: Pulumi.production-eu.yaml: {shown}" in ended.stdout
    assert f"error: Pulumi.production-us.yaml: {shown.replace('nordkap-health', 'acme-care')}" in readme
    assert "Traceback" not in ended.text
    assert junction.requests == []


@pytest.mark.parametrize(
    ("teams", "says"),
    [
        (None, "four-stacks:teams needs at least one team"),
        ("", "four-stacks:teams needs at least one team"),
        ({}, "four-stacks:teams needs at least one team"),
        ([{"id": ACME, "preset": "clinic"}], "four-stacks:teams needs at least one team"),
        ({"acme": "clinic"}, "four-stacks:teams.acme must be a map"),
        ({"acme": {"id": ACME, "perset": "clinic"}}, "four-stacks:teams.acme.perset is no key of a team"),
        ({"acme": {"preset": "clinic"}}, "four-stacks:teams.acme.id is missing"),
        ({"acme": {"id": ACME}}, "four-stacks:teams.acme.preset is missing"),
        ({"acme": {"id": ACME, "preset": "Clinic"}}, "four-stacks:teams.acme.preset 'Clinic' is not a preset"),
        ({"acme": {"id": ACME, "preset": "clinic", "days": 90}}, "four-stacks:teams.acme.days must be a map"),
    ],
)
def test_what_is_wrong_with_a_stack_is_said_in_one_line_that_names_the_file_and_the_place(
    teams: object, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured = {} if teams is None else {"four-stacks:teams": teams if teams == "" else json.dumps(teams)}
    monkeypatch.setenv("PULUMI_CONFIG", json.dumps(configured))
    for where in ("pulumi.get_project", "pulumi.config.get_project"):
        monkeypatch.setattr(where, lambda: "four-stacks")
    monkeypatch.setattr("pulumi.get_stack", lambda: "sandbox-us")
    presets = runpy.run_path(str(EXAMPLE / "presets.py"))

    with pytest.raises(pulumi.RunError) as said:
        presets["teams_of_the_stack"]()

    assert str(said.value).startswith(f"Pulumi.sandbox-us.yaml: {says}")
    assert "\n" not in str(said.value)
