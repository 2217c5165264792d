from typing import Any

import pytest

from pulumi_junction.emulator.state import Emulator
from tests.unit.emulator.talk import ACME, BETA, Talk, short

OURA = {"default": 120, "resource_overrides": {"sleep": 180}}
GARMIN = {"default": 50}
BOTH = {"oura": OURA, "garmin": GARMIN}


@pytest.fixture(autouse=True)
def _before(junction: Emulator) -> None:
    for team in (ACME, BETA):
        junction.set("production", "us", team, "oura", 120, {"sleep": 180})
        junction.set("production", "us", team, "garmin", 50)


@pytest.mark.parametrize(
    ("query", "acme", "beta"),
    [
        ({"team_id": ACME, "provider": "oura"}, {"garmin": GARMIN}, BOTH),
        ({"team_id": ACME, "provider": ["oura", "garmin"]}, {}, BOTH),
        ({"team_id": [ACME, BETA], "provider": "garmin"}, {"oura": OURA}, {"oura": OURA}),
        ({"team_id": ACME}, {}, BOTH),
        ({"provider": "oura"}, {"garmin": GARMIN}, {"garmin": GARMIN}),
        ({"team_id": ACME, "provider": "strava"}, BOTH, BOTH),
        ({"team_id": ACME.replace("1", "9")}, BOTH, BOTH),
    ],
)
def test_a_filter_narrows_what_is_reset(
    query: dict[str, Any], acme: dict[str, Any], beta: dict[str, Any], talk: Talk, junction: Emulator
) -> None:
    talk.delete(**query)

    assert junction.get("production", "us", ACME) == acme
    assert junction.get("production", "us", BETA) == beta


@pytest.mark.parametrize("query", [{}, {"teamid": ACME}], ids=["none", "misspelt"])
def test_without_a_filter_every_team_is_reset(query: dict[str, Any], talk: Talk, junction: Emulator) -> None:
    talk.delete(**query)

    assert junction.get("production", "us", ACME) == {}
    assert junction.get("production", "us", BETA) == {}


def test_a_reset_provider_is_back_at_its_default_without_overrides(talk: Talk) -> None:
    talk.delete(team_id=ACME, provider="oura")

    assert short(talk.get(team_id=ACME, provider=["oura", "garmin"])[ACME]) == {"oura": 180, "garmin": 50}


def test_a_second_reset_is_as_good_as_the_first(talk: Talk, junction: Emulator) -> None:
    talk.delete(team_id=ACME, provider="oura")
    talk.delete(team_id=ACME, provider="oura")

    assert junction.get("production", "us", ACME) == {"garmin": GARMIN}
