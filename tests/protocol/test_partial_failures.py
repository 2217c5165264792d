"""A create or update that fails half-way: what was done is in state, and the next run does the rest and no more."""

from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.conftest import Start
from tests.protocol.faults import refusing
from tests.protocol.programs import applied, declared, in_state, new_team, sent, stored
from tests.support.plugin import CallFailedError, Plugin

ID = "sandbox/us/1"
REFUSED = "127.0.0.1 does not allow this with the management key (403)."


@pytest.fixture(autouse=True)
def _nothing_but_what_is_set(junction: ThreadedEmulator) -> None:
    """With defaults on show, the team that has the most to tell about a POST would go first."""
    junction.options.unset = "absent"


def two_teams() -> tuple[str, str]:
    """In the order in which they are written."""
    first, second = sorted((new_team(), new_team()))
    return first, second


def test_a_create_keeps_the_teams_that_are_done(plugin: Plugin, junction: ThreadedEmulator) -> None:
    done, refused = two_teams()
    junction.set("sandbox", "us", refused, "oura", 120)  # so that each team needs a request of its own
    inputs = declared(junction, {done: "Acme", refused: "Beta"}, {"oura": {"default": 120}, "strava": {"default": 30}})

    with refusing(junction, "POST", teams=[refused]), pytest.raises(CallFailedError) as caught:
        plugin.create(inputs)

    partial = caught.value.partial
    assert partial is not None
    assert partial.id.startswith("sandbox/us/")
    assert list(partial.reasons) == [caught.value.message]
    assert caught.value.message.startswith(f"1 of 2 teams are done (not Beta); {REFUSED}")
    nothing: dict[str, Any] = {"effective": {}, "exceptions": {}, "adopted": {}}
    assert caught.value.kept == inputs | {"teams": {done: "Acme"}} | nothing


def test_the_update_after_it_sends_the_rest_and_no_more(plugin: Plugin, junction: ThreadedEmulator) -> None:
    done, refused = two_teams()
    junction.set("sandbox", "us", refused, "oura", 120)
    inputs = declared(junction, {done: "", refused: ""}, {"oura": {"default": 120}, "strava": {"default": 30}})
    with refusing(junction, "POST", teams=[refused]), pytest.raises(CallFailedError) as caught:
        plugin.create(inputs)
    junction.clear_requests()

    outputs = plugin.update(ID, caught.value.kept, inputs, inputs)

    assert sent(junction) == [("POST", [refused], ["strava"])]
    assert stored(junction, refused) == {"oura": {"default": 120}, "strava": {"default": 30}}
    assert outputs["teams"] == {done: "", refused: ""}
    assert sorted(outputs["effective"]) == ["oura", "strava"]


def test_an_update_keeps_old_and_new_so_that_a_team_dropped_later_is_still_reset(
    plugin: Plugin, junction: ThreadedEmulator
) -> None:
    done, refused = two_teams()
    olds = declared(junction, {done: "", refused: ""}, {"oura": {"default": 120}, "strava": {"default": 30}})
    outputs = applied(junction, olds)
    junction.set("sandbox", "us", done, "strava", 7)
    news = olds | {"providers": {"oura": {"default": 200}, "strava": {"default": 30}}}

    with refusing(junction, "POST", teams=[refused]), pytest.raises(CallFailedError) as caught:
        plugin.update(ID, outputs, news, olds)

    assert caught.value.partial is not None
    assert caught.value.partial.id == ID
    assert caught.value.kept == news | {"effective": {}, "exceptions": {}, "adopted": {}}
    assert stored(junction, done) == {"oura": {"default": 200}, "strava": {"default": 30}}

    junction.clear_requests()
    plugin.update(ID, caught.value.kept, news, olds)
    assert sent(junction) == [("POST", [refused], ["oura"])]
    assert stored(junction, refused) == stored(junction, done)


def test_an_update_that_fails_while_it_resets_keeps_what_is_not_reset(start: Start, junction: ThreadedEmulator) -> None:
    stays, leaves = two_teams()
    olds = declared(junction, {stays: "", leaves: ""}, {"garmin": {"default": 90}, "oura": {"default": 120}})
    outputs = applied(junction, olds)
    news = olds | {"teams": {stays: ""}, "providers": {"oura": {"default": 200}}}

    with refusing(junction, "DELETE", teams=[leaves]), pytest.raises(CallFailedError) as caught:
        start().update(ID, outputs, news, olds)
    assert stored(junction, stays) == {"oura": {"default": 120}}
    assert caught.value.kept["teams"] == {stays: "", leaves: ""}

    junction.clear_requests()
    start().update(ID, caught.value.kept, news, olds)
    assert sent(junction) == [("DELETE", [leaves], ["garmin", "oura"]), ("POST", [stays], ["oura"])]
    assert (stored(junction, stays), stored(junction, leaves)) == ({"oura": {"default": 200}}, {})


def test_a_team_that_leaves_and_is_reset_before_the_failure_is_not_kept(
    start: Start, junction: ThreadedEmulator
) -> None:
    stays, leaves = two_teams()
    olds = declared(junction, {stays: "", leaves: ""}, {"oura": {"default": 120}})
    outputs = applied(junction, olds)
    news = olds | {"teams": {stays: ""}, "providers": {"oura": {"default": 200}}}

    with refusing(junction, "POST"), pytest.raises(CallFailedError) as caught:
        start().update(ID, outputs, news, olds)

    assert caught.value.kept["teams"] == {stays: ""}
    assert caught.value.message.startswith(f"0 of 1 teams are done (not {stays}); {REFUSED}")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_where_nothing_was_done_state_stays_as_it_is(method: str, plugin: Plugin, junction: ThreadedEmulator) -> None:
    inputs = declared(junction, {new_team(): ""}, {"oura": {"default": 120}})
    outputs = in_state(inputs)

    with refusing(junction, method):
        with pytest.raises(CallFailedError) as created:
            plugin.create(inputs)
        with pytest.raises(CallFailedError) as updated:
            plugin.update(ID, outputs, inputs, inputs)

    assert (created.value.partial, updated.value.partial) == (None, None)
    assert created.value.message.startswith(REFUSED)
    assert updated.value.message.startswith(REFUSED)


def test_what_is_kept_can_be_refreshed_and_destroyed(start: Start, junction: ThreadedEmulator) -> None:
    done, refused = two_teams()
    junction.set("sandbox", "us", refused, "oura", 120)
    inputs = declared(junction, {done: "", refused: ""}, {"oura": {"default": 120}, "strava": {"default": 30}})
    with refusing(junction, "POST", teams=[refused]), pytest.raises(CallFailedError) as caught:
        start().create(inputs)

    found = start().read(ID, caught.value.kept, inputs)
    assert found.inputs == inputs | {"teams": {done: ""}}

    start().delete(ID, found.outputs, found.inputs)
    assert stored(junction, done) == {}
    assert stored(junction, refused) == {"oura": {"default": 120}}, "it was never written, so it is not ours to reset"
