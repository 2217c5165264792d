"""Values that the engine does not know yet: anywhere in the inputs of a preview, and never the end of a check."""

from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.programs import declared, new_team
from tests.support.bags import UNKNOWN
from tests.support.plugin import Plugin

TEAM = new_team()

UNKNOWNS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "the teams": ({"teams": UNKNOWN}, {"teams": UNKNOWN}),
    "one team of a list": ({"teams": [TEAM, UNKNOWN]}, {"teams": UNKNOWN}),
    "one team of a map": ({"teams": {"Acme Care": UNKNOWN, "Beta Labs": TEAM}}, {"teams": UNKNOWN}),
    "the providers": ({"providers": UNKNOWN}, {"providers": UNKNOWN}),
    "a provider": (
        {"providers": {"oura": UNKNOWN, "strava": 30}},
        {"providers": {"oura": UNKNOWN, "strava": {"default": 30}}},
    ),
    "a default": (
        {"providers": {"oura": {"default": UNKNOWN}}},
        {"providers": {"oura": {"default": UNKNOWN}}},
    ),
    "the API's days": (
        {"providers": {"oura": {"default": {"historical_days_to_pull": UNKNOWN}}}},
        {"providers": {"oura": {"default": UNKNOWN}}},
    ),
    "all overrides": (
        {"providers": {"oura": {"default": 120, "resource_overrides": UNKNOWN}}},
        {"providers": {"oura": {"default": 120, "resource_overrides": UNKNOWN}}},
    ),
    "an override": (
        {"providers": {"oura": {"default": 120, "resource_overrides": {"sleep": UNKNOWN, "activity": 90}}}},
        {"providers": {"oura": {"default": 120, "resource_overrides": {"activity": 90, "sleep": UNKNOWN}}}},
    ),
    "the API's days of an override": (
        {"providers": {"oura": {"default": 1, "resource_overrides": {"sleep": {"historical_days_to_pull": UNKNOWN}}}}},
        {"providers": {"oura": {"default": 1, "resource_overrides": {"sleep": UNKNOWN}}}},
    ),
    "the organisation": ({"org_id": UNKNOWN}, {"org_id": UNKNOWN}),
    "the environment": ({"env": UNKNOWN}, {"env": UNKNOWN}),
    "the region": ({"region": UNKNOWN}, {"region": UNKNOWN}),
    "whether it is lenient": ({"lenient": UNKNOWN}, {"lenient": UNKNOWN}),
    "all of it": (
        dict.fromkeys(("teams", "providers", "org_id", "env", "region"), UNKNOWN),
        dict.fromkeys(("teams", "providers", "org_id", "env", "region"), UNKNOWN),
    ),
}


def program(junction: ThreadedEmulator, **changes: Any) -> dict[str, Any]:
    return declared(junction, [TEAM], {"garmin": {"default": 90}}) | changes


@pytest.mark.parametrize("what", UNKNOWNS)
def test_what_is_unknown_stays_unknown_where_it_stands(what: str, plugin: Plugin, junction: ThreadedEmulator) -> None:
    given, expected = UNKNOWNS[what]

    checked = plugin.check({}, program(junction, **given))

    assert checked.failures == []
    after = checked.inputs.pop("after_delete")
    assert checked.inputs == program(junction, teams={TEAM: ""}) | expected
    assert (
        after == UNKNOWN
        if checked.inputs["providers"] == UNKNOWN
        else after.keys() == checked.inputs["providers"].keys()
    )


@pytest.mark.parametrize("what", [what for what in UNKNOWNS if what != "all of it"])
def test_the_rest_is_judged_all_the_same(what: str, plugin: Plugin, junction: ThreadedEmulator) -> None:
    """A misspelt key stands next to what is unknown, and is found."""
    given, _ = UNKNOWNS[what]

    checked = plugin.check({}, program(junction, **given, provider={"oura": 1}))

    assert checked.reasons == ["provider: is not known; did you mean providers?"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"teams": [UNKNOWN, "acme"]}, "team_ids[1]: must be the UUID of a team, not a string of 4 characters"),
        ({"teams": {"Beta": UNKNOWN, "Acme": "acme"}}, "team_ids.Acme: must be the UUID of a team, not a string"),
        ({"providers": {"oura": UNKNOWN, "strava": 0}}, "providers.strava: must be a whole number of days"),
        ({"providers": {"oura": {"default": UNKNOWN, "resource_overrides": {"sleep": 400}}}}, "400 days is more than"),
        ({"providers": {"oura": {"default": 400, "resource_overrides": UNKNOWN}}}, "400 days is more than"),
        ({"providers": {"oura": {"resource_overrides": UNKNOWN}}}, "providers.oura.default: is required by the API"),
        ({"providers": {"aura": UNKNOWN}}, "did you mean oura?"),
        ({"env": UNKNOWN, "region": "asia"}, "region: must be us or eu"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_problems_beside_an_unknown_are_found(
    given: dict[str, Any], reason: str, plugin: Plugin, junction: ThreadedEmulator
) -> None:
    checked = plugin.check({}, program(junction, **given))

    assert len(checked.reasons) == 1
    assert reason in checked.reasons[0]


def test_nothing_is_asked_of_the_service_while_something_is_unknown(plugin: Plugin, junction: ThreadedEmulator) -> None:
    plugin.check({}, program(junction, teams=UNKNOWN))

    assert junction.requests == []


@pytest.mark.parametrize("key", ["org_id", "env", "region"])
def test_a_place_that_is_not_known_yet_may_be_another(key: str, plugin: Plugin, junction: ThreadedEmulator) -> None:
    before = program(junction, teams={TEAM: ""})

    compared = plugin.diff("sandbox/us/1", before, before | {key: UNKNOWN}, before)

    assert (compared.replaces, compared.engine_decides) == ([key], True)


@pytest.mark.parametrize("key", ["teams", "providers"])
def test_anything_else_unknown_is_left_to_the_engine(key: str, plugin: Plugin, junction: ThreadedEmulator) -> None:
    before = program(junction, teams={TEAM: ""})

    compared = plugin.diff("sandbox/us/1", before, before | {key: UNKNOWN}, before)

    assert (compared.replaces, compared.engine_decides) == ([], True)
