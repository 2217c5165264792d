"""What `check` makes of inputs: one form for everything that means the same."""

from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.programs import declared, new_team, stored
from tests.support.plugin import Plugin

NORMAL = {"oura": {"default": 120, "resource_overrides": {"sleep": 180}}}

SPELLINGS: dict[str, Any] = {
    "short": {"oura": {"default": 120, "resource_overrides": {"sleep": 180}}},
    "floats": {"oura": {"default": 120.0, "resource_overrides": {"sleep": 180.0}}},
    "the API's own": {
        "oura": {
            "default": {"historical_days_to_pull": 120},
            "resource_overrides": {"sleep": {"historical_days_to_pull": 180}},
        }
    },
    "mixed": {"oura": {"default": {"historical_days_to_pull": 120}, "resource_overrides": {"sleep": 180}}},
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_becomes_the_same(spelling: str, plugin: Plugin, junction: ThreadedEmulator) -> None:
    team = new_team()

    checked = plugin.check({}, declared(junction, [team], SPELLINGS[spelling]))

    assert checked.failures == []
    assert checked.inputs["providers"] == NORMAL
    assert checked.inputs["teams"] == {team: ""}


@pytest.mark.parametrize("nothing", [None, {}], ids=["null", "empty"])
def test_no_overrides_are_no_key(nothing: Any, plugin: Plugin, junction: ThreadedEmulator) -> None:
    providers = {"oura": {"default": 120, "resource_overrides": nothing}, "strava": 30}

    checked = plugin.check({}, declared(junction, [new_team()], providers))

    assert checked.inputs["providers"] == {"oura": {"default": 120}, "strava": {"default": 30}}


def test_what_was_checked_checks_to_itself(plugin: Plugin, junction: ThreadedEmulator) -> None:
    teams = {"Acme Care": new_team().upper(), "Beta Labs": new_team()}
    once = plugin.check({}, declared(junction, teams, SPELLINGS["mixed"], lenient=True)).inputs

    twice = plugin.check(once, once)

    assert (twice.inputs, twice.failures) == (once, [])
    assert once["teams"] == {teams["Acme Care"].lower(): "Acme Care", teams["Beta Labs"]: "Beta Labs"}


def test_the_order_of_teams_and_providers_does_not_matter(plugin: Plugin, junction: ThreadedEmulator) -> None:
    one, other = new_team(), new_team()

    forth = plugin.check({}, declared(junction, [one, other], {"oura": 120, "strava": 30}))
    back = plugin.check({}, declared(junction, [other, one], {"strava": 30, "oura": 120}))

    assert forth == back


def test_whole_numbers_reach_the_service_and_the_outputs(plugin: Plugin, junction: ThreadedEmulator) -> None:
    """The wire has floats only; the service refuses 120.0."""
    team = new_team()
    inputs = plugin.check({}, declared(junction, [team], SPELLINGS["floats"])).inputs

    _, outputs = plugin.create(inputs)

    assert stored(junction, team) == NORMAL
    assert outputs["providers"] == NORMAL
    assert outputs["effective"] == {
        "oura": {
            "default": {"historical_days_to_pull": 120, "historical_days_to_pull_limit": 365},
            "resource_overrides": {
                "sleep": {"historical_days_to_pull": 180, "historical_days_to_pull_limit": 365},
            },
        }
    }


@pytest.mark.parametrize("days", [120.5, True, "120", 0, -1, [120], 1e300])
def test_what_is_no_whole_number_of_days_is_refused(days: Any, plugin: Plugin, junction: ThreadedEmulator) -> None:
    checked = plugin.check({}, declared(junction, [new_team()], {"oura": days}))

    (reason,) = checked.reasons
    assert reason.startswith("providers.oura: must be a whole number of days, at least 1, not ")
