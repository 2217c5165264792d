"""`pulumi-junction export`: what is set, as a program that declares it."""

import ast
import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped, unused-ignore]

from pulumi_junction.cli import writing
from pulumi_junction.cli.exporting import Export, document, export
from pulumi_junction.core.catalogue import load
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.values import Days, LiveProvider
from pulumi_junction.emulator.state import Emulator
from tests.unit.cli.conftest import Answering, Run, provider

SCOPE = Scope("0a1b2c3d-0000-4000-8000-000000000001", "sandbox", "us")
ACME = "3aac0000-0000-4000-8000-00000000000a"
BETA = "7c1e0000-0000-4000-8000-00000000000b"
CURA = "9d2f0000-0000-4000-8000-00000000000c"


def live(days: int, limit: int | None = 365, **overrides: int) -> LiveProvider:
    return LiveProvider(Days(days, limit), {name: Days(one, limit) for name, one in overrides.items()})


def exported(teams: Mapping[str, Mapping[str, LiveProvider]]) -> Export:
    return export(SCOPE, teams, load())


def declared(teams: Mapping[str, Mapping[str, LiveProvider]]) -> list[tuple[str, list[str], Any]]:
    return [(group.name, list(group.teams), group.short()) for group in exported(teams).groups]


def test_what_is_documented_as_default_is_left_to_junction() -> None:
    assert declared({ACME: {"oura": live(180), "garmin": live(60)}}) == [
        ("preferences-3aac0000", [ACME], {"garmin": 60})
    ]


def test_an_override_makes_a_default_worth_declaring() -> None:
    assert declared({ACME: {"oura": live(180, sleep=90)}}) == [
        ("preferences-3aac0000", [ACME], {"oura": {"default": 180, "resource_overrides": {"sleep": 90}}})
    ]


def test_what_has_no_documented_default_is_always_in_it() -> None:
    assert declared({ACME: {"omron": live(30)}}) == [("preferences-3aac0000", [ACME], {"omron": 30})]


def test_teams_with_the_same_settings_are_one_resource() -> None:
    same, other = {"oura": live(7), "garmin": live(90)}, {"oura": live(8)}

    assert declared({CURA: {"oura": live(7)}, BETA: other, ACME: same}) == [
        ("preferences-3aac0000", [ACME, CURA], {"oura": 7}),
        ("preferences-7c1e0000", [BETA], {"oura": 8}),
    ]


def test_two_resources_never_have_the_same_name() -> None:
    teams = ["3aac0000-0000-4000-8000-00000000000a", "3aac0000-0000-4000-8000-00000000000b", CURA]

    names = [name for name, *_ in declared({team: {"oura": live(index)} for index, team in enumerate(teams, 1)})]

    assert names == [f"preferences-{teams[0]}", f"preferences-{teams[1]}", "preferences-9d2f0000"]


def test_the_order_of_answers_changes_nothing() -> None:
    one = {ACME: {"oura": live(7), "garmin": live(8)}, BETA: {"oura": live(9)}, CURA: {"polar": live(3)}}
    other = {team: dict(reversed(list(one[team].items()))) for team in reversed(one)}

    assert writing.program(exported(one)) == writing.program(exported(other))
    assert writing.config(exported(one)) == writing.config(exported(other))
    assert document(exported(one)) == document(exported(other))


@pytest.mark.parametrize(
    ("slug", "one", "reason"),
    [
        ("whoop", live(30), "whoop is retired; declare whoop_v2 instead"),
        ("polar", live(60), "Polar cannot be configured; it always pulls 28 days; leave it out"),
        ("manual", live(30), "the API takes no preferences for manual; leave it out"),
        ("oura", live(400, None), "400 days is more than the 365 that Junction pulls at most; lower it"),
        ("oura", live(90, 60), f"is above the 60 days that Junction allows team {ACME}; lower it to 60"),
        ("oura", live(0), "must be a whole number of days, at least 1, not 0"),
        ("oura", live(7, slep=9), "is not a resource of the API; did you mean sleep? (if it is newer than this"),
        ("novel", live(7), "is not a data provider that Junction lists; `pulumi-junction catalogue` lists them (if"),
    ],
)
def test_what_a_preview_would_refuse_is_left_out_with_the_reason(slug: str, one: LiveProvider, reason: str) -> None:
    found = exported({ACME: {slug: one, "garmin": live(7)}})

    assert [group.short() for group in found.groups] == [{"garmin": 7}]
    (left_out,) = found.left_out
    assert (left_out.provider, left_out.teams) == (slug, (ACME,))
    assert left_out.reason.startswith(reason)


def test_what_cannot_be_set_and_is_as_documented_is_not_worth_a_word() -> None:
    assert exported({ACME: {"polar": live(28), "health_connect": live(30)}}).left_out == ()


def test_comments_say_what_is_left_out_and_of_whom() -> None:
    text = writing.program(exported({ACME: {"polar": live(60)}, BETA: {"polar": live(60)}, CURA: {"whoop": live(9)}}))

    comment = " ".join(line[2:].strip() for line in text.splitlines() if line.startswith("# "))
    assert f"polar: 60 days of team {ACME} and 1 more: Polar cannot be configured" in comment
    assert f"whoop: 9 days of team {CURA}: whoop is retired" in comment


@pytest.mark.parametrize("write", [writing.program, writing.config])
def test_a_name_of_the_service_cannot_leave_its_comment(write: Any) -> None:
    nasty = 'a\nimport os\n"""\u2028os.system("x")\r# '

    text = write(exported({ACME: {nasty: live(7), "oura": live(7, **{nasty: 8})}}))

    outside = [line for line in text.splitlines() if not line.startswith("#")]
    assert "import os" not in "\n".join(outside)
    assert "os.system" in text
    assert [line for line in text.split("\n") if not line.isprintable()] == []


EXPORTS = [
    exported({}),
    exported({ACME: {"oura": live(7)}}),
    exported({ACME: {"oura": live(7, sleep=8, workouts=9), "garmin": live(60)}, BETA: {"omron": live(1)}}),
    exported({ACME: {"polar": live(60), "whoop": live(9), "x" * 200: live(9)}}),
    exported({f"{index:08x}-0000-4000-8000-000000000000": {"oura": live(7)} for index in range(300)}),
]


@pytest.mark.parametrize("found", EXPORTS, ids=["nothing", "one", "two", "left-out", "many"])
@pytest.mark.parametrize("columns", [88, 120])
def test_the_program_is_as_ruff_format_leaves_it(found: Export, columns: int) -> None:
    text = writing.program(found)

    formatted = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", str(columns), "-"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert formatted == text
    ast.parse(text)


@pytest.mark.parametrize("found", EXPORTS, ids=["nothing", "one", "two", "left-out", "many"])
def test_configuration_says_the_same_as_the_json(found: Export) -> None:
    config = yaml.safe_load(writing.config(found))["config"]
    plain = document(found)

    assert (config["junction:orgId"], config["junction:env"], config["junction:region"]) == (
        plain["org_id"],
        plain["env"],
        plain["region"],
    )
    assert config["junction:preferences"] == {
        group.name: {"teams": list(group.teams), "providers": group.short()} for group in found.groups
    }
    assert list(config["junction:preferences"]) == [one["name"] for one in plain["resources"]]


def test_the_json_keeps_its_shape() -> None:
    """Programs read this: add members, never rename, retype or remove one."""
    assert document(exported({ACME: {"oura": live(120, sleep=180), "garmin": live(60), "polar": live(60)}})) == {
        "org_id": SCOPE.org_id,
        "env": "sandbox",
        "region": "us",
        "resources": [
            {
                "name": "preferences-3aac0000",
                "teams": [ACME],
                "providers": {
                    "garmin": {"default": 60},
                    "oura": {"default": 120, "resource_overrides": {"sleep": 180}},
                },
            }
        ],
        "left_out": [
            {
                "provider": "polar",
                "preference": {"default": 60},
                "reason": "Polar cannot be configured; it always pulls 28 days; leave it out",
                "teams": [ACME],
            }
        ],
    }


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
