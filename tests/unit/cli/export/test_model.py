"""What of the live settings is declared, as which resources, and what is left out."""

from collections.abc import Mapping
from typing import Any

import pytest

from pulumi_junction.cli.export.model import document
from pulumi_junction.core.values import LiveProvider
from tests.unit.cli.export.shown import ACME, BETA, CURA, SCOPE, exported, live


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
