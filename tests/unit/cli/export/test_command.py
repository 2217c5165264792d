"""`pulumi-junction export`: what is set, as a program that declares it."""

import json

import yaml  # type: ignore[import-untyped, unused-ignore]

from pulumi_junction.emulator.state import Emulator
from tests.unit.cli.conftest import Answering, Run, provider
from tests.unit.cli.export.shown import ACME, BETA


def test_teams_and_providers_can_be_chosen(junction: Emulator, run: Run) -> None:
    for team in (ACME, BETA):
        junction.set("sandbox", "us", team, "oura", 7)
        junction.set("sandbox", "us", team, "garmin", 8)

    (one,) = json.loads(run("export", "--team", BETA, "--provider", "garmin", "--json").stdout)["resources"]

    assert (one["teams"], one["providers"]) == ([BETA], {"garmin": {"default": 8}})


def test_what_is_left_out_is_said_on_stderr_as_well(answering: Answering, run: Run) -> None:
    asked = answering({ACME: {"whoop": provider(30), "oura": provider(7, 365)}})

    ended = run("export")

    assert ended.stderr == "pulumi-junction: 1 setting is left out; comments at the end say why.\n"
    assert "# - whoop: 30 days" in ended.stdout
    assert {request.method for request in asked} == {"GET"}


def test_an_empty_organisation_is_a_program_without_a_resource(junction: Emulator, run: Run) -> None:
    text = run("export").stdout

    assert "import" not in text
    assert "# Nothing differs from Junction's documented defaults." in text
    assert yaml.safe_load(run("export", "--format", "config").stdout)["config"]["junction:preferences"] == {}


def test_the_json_says_its_version_first(junction: Emulator, run: Run) -> None:
    plain = json.loads(run("export", "--json").stdout)

    assert list(plain) == ["version", "org_id", "env", "region", "resources", "left_out"]
    assert plain["version"] == 1
