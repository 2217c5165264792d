"""`delete`, and removals within an `update`: reset what was declared, and not a pair more."""

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.conftest import Start
from tests.protocol.faults import refusing
from tests.protocol.programs import applied, declared, in_state, new_team, sent, shown, stored
from tests.support.engine_log import EngineLog
from tests.support.plugin import CallFailedError, urn_of

ID = "sandbox/us/1"


def test_every_declared_pair_is_reset_and_nothing_else(start: Start, junction: ThreadedEmulator) -> None:
    one, other, foreign = new_team(), new_team(), new_team()
    for team in (one, other, foreign):
        for slug in ("garmin", "oura", "strava"):
            junction.set("sandbox", "us", team, slug, 100)
    inputs = declared(junction, {one: "", other: ""}, {"garmin": {"default": 100}, "oura": {"default": 100}})

    start().delete(ID, in_state(inputs), inputs)

    assert sent(junction) == [("DELETE", sorted((one, other)), ["garmin", "oura"])]
    assert stored(junction, one) == stored(junction, other) == {"strava": {"default": 100}}
    assert len(stored(junction, foreign)) == 3


@pytest.mark.parametrize("unset", ["defaults", "absent"])
def test_what_is_gone_already_is_done(unset: str, start: Start, junction: ThreadedEmulator) -> None:
    junction.options = junction.options.model_copy(update={"unset": unset})
    inputs = declared(junction, {new_team(): ""}, {"oura": {"default": 120}})
    outputs = in_state(inputs)
    plugin = start()

    plugin.delete(ID, outputs, inputs)
    plugin.delete(ID, outputs, inputs)

    assert {request.status for request in junction.writes} <= {200}


def test_a_delete_that_is_refused_fails(start: Start, junction: ThreadedEmulator) -> None:
    inputs = declared(junction, {new_team(): ""}, {"oura": {"default": 120}})

    with refusing(junction, "DELETE", 404), pytest.raises(CallFailedError, match="knows no such organisation"):
        start().delete(ID, in_state(inputs), inputs)


def test_a_renamed_resource_keeps_what_it_has_just_set(
    start: Start, junction: ThreadedEmulator, log: EngineLog
) -> None:
    """Without an alias the engine creates the new one, then deletes the old: the reset would be last."""
    team = new_team()
    inputs = declared(junction, {team: ""}, {"oura": {"default": 120}})
    outputs = applied(junction, inputs)

    plugin = start(engine=log.address)
    plugin.create(inputs, urn_of("new"))
    plugin.delete(ID, outputs, inputs, urn_of("old"))

    assert stored(junction, team) == {"oura": {"default": 120}}
    (warning,) = log.warnings
    assert warning.text == "old: 1 preference(s) were not reset, as new declares them now"
    assert warning.urn == urn_of("old")


def test_a_resource_that_replaces_itself_keeps_what_it_has_just_set(start: Start, junction: ThreadedEmulator) -> None:
    """`up --replace`: create and delete of one URN."""
    team = new_team()
    inputs = declared(junction, {team: ""}, {"oura": {"default": 120}})
    plugin = start()

    _, outputs = plugin.create(inputs)
    plugin.delete(ID, outputs, inputs)

    assert stored(junction, team) == {"oura": {"default": 120}}


def test_a_resource_that_becomes_a_read_keeps_what_it_has_set(
    start: Start, junction: ThreadedEmulator, log: EngineLog
) -> None:
    """`ResourceOptions(id=...)` on what was managed: the engine reads it, then deletes what is in state."""
    team = new_team()
    inputs = declared(junction, {team: ""}, {"oura": {"default": 120}})
    outputs = applied(junction, inputs)
    plugin = start(engine=log.address)

    plugin.read("any name", None, declared(junction, [team], ["oura"]))
    plugin.delete(ID, outputs, inputs)

    assert junction.writes == []
    (warning,) = log.warnings
    assert "nothing was reset" in warning.text


@pytest.mark.parametrize("taker_first", [True, False], ids=["taken-then-left", "left-then-taken"])
def test_a_team_that_moves_to_another_resource_is_set_in_the_end(
    taker_first: bool, start: Start, junction: ThreadedEmulator
) -> None:
    stays, moves = new_team(), new_team()
    olds = declared(junction, {stays: "", moves: ""}, {"oura": {"default": 120}})
    outputs = applied(junction, olds)
    left, taken = olds | {"teams": {stays: ""}}, olds | {"teams": {moves: ""}}
    plugin = start()

    steps = [
        lambda: plugin.create(taken, urn_of("taker")),
        lambda: plugin.update(ID, outputs, left, olds, urn_of("giver")),
    ]
    for step in steps if taker_first else reversed(steps):
        step()

    assert stored(junction, stays) == stored(junction, moves) == {"oura": {"default": 120}}


@pytest.mark.parametrize("post", ["merge", "replace", "deep"])
def test_an_update_removes_teams_providers_and_overrides_whatever_a_post_does(
    post: str, start: Start, junction: ThreadedEmulator
) -> None:
    junction.options = junction.options.model_copy(update={"post": post})
    stays, leaves = new_team(), new_team()
    for team in (stays, leaves):
        junction.set("sandbox", "us", team, "withings", 7, {"sleep": 8})
    before = shown(junction, stays)
    olds = declared(
        junction,
        {stays: "", leaves: ""},
        {"garmin": {"default": 90}, "oura": {"default": 120, "resource_overrides": {"sleep": 180, "activity": 60}}},
    )
    outputs = applied(junction, olds)
    news = declared(
        junction,
        {stays: ""},
        {"oura": {"default": 120, "resource_overrides": {"sleep": 180}}, "strava": {"default": 30}},
    )

    start().update(ID, outputs, news, olds)

    assert shown(junction, stays) == before | {"oura": (120, {"sleep": 180}), "strava": (30, {})}
    assert shown(junction, leaves) == before
