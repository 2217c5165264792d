"""Trying again: what is worth it, how long to wait, when to give up. Nobody sleeps here."""

import re

import httpx
import pytest

from pulumi_junction.api.patience import PATIENCE_OF_PREVIEWS, Patience
from pulumi_junction.core.values import ProviderPreference
from pulumi_junction.errors import (
    ApiConnectionError,
    ApiResponseError,
    ApiStatusError,
    ApiTimeoutError,
    RateLimitError,
    ServerError,
)
from tests.unit.api.line import A, Answer, Clock, Line, page


def busy(status: int = 503, after: str | None = None) -> httpx.Response:
    return httpx.Response(status, headers={} if after is None else {"Retry-After": after})


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(status: int, clock: Clock) -> None:
    line = Line([busy(status), busy(status), page()], clock)

    assert line.api().get([A]) == {}
    assert len(line.requests) == 3


@pytest.mark.parametrize("cause", [httpx.ConnectError("x"), httpx.ReadTimeout("x"), httpx.RemoteProtocolError("x")])
def test_so_is_what_got_no_answer(cause: Exception, clock: Clock) -> None:
    line = Line([cause, page()], clock)

    assert line.api().get([A]) == {}
    assert line.said[0].startswith("no answer; waiting ")


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 405, 409, 422, 501])
def test_what_will_not_pass_is_asked_once(status: int, clock: Clock) -> None:
    line = Line([busy(status, after="1")], clock)

    with pytest.raises(ApiStatusError):
        line.api().get([A])

    assert len(line.requests) == 1
    assert clock.naps == []


def test_neither_is_an_answer_of_another_shape_asked_for_again(clock: Clock) -> None:
    line = Line([httpx.Response(200, text="<html>")], clock)

    with pytest.raises(ApiResponseError):
        line.api().get([A])

    assert len(line.requests) == 1


def test_writes_are_tried_again_as_they_may_be_repeated(clock: Clock) -> None:
    line = Line([busy(), page(), busy(), httpx.Response(204)], clock)

    line.api().upsert([A], {"oura": ProviderPreference(1)})
    line.api().reset([A], ["oura"])

    assert [request.method for request in line.requests] == ["POST", "POST", "DELETE", "DELETE"]
    assert line.requests[0].content == line.requests[1].content
    assert line.requests[2].url == line.requests[3].url


@pytest.mark.parametrize(
    ("last", "kind"),
    [(busy(503), ServerError), (busy(429), RateLimitError), (httpx.ReadTimeout("x"), ApiTimeoutError)],
)
def test_after_six_attempts_the_last_answer_is_the_error(last: Answer, kind: type[Exception], clock: Clock) -> None:
    line = Line([busy(502)] * 5 + [last], clock)

    with pytest.raises(kind):
        line.api().get([A])

    assert len(line.requests) == 6
    assert len(clock.naps) == 5


def test_a_preview_tries_twice_within_five_seconds(clock: Clock) -> None:
    line = Line([busy()], clock)

    with pytest.raises(ServerError):
        line.api(PATIENCE_OF_PREVIEWS).get([A])

    assert len(line.requests) == 2
    assert sum(clock.naps) < 5


def test_waits_are_drawn_from_a_range_that_doubles(clock: Clock) -> None:
    """Full jitter: teams that failed together do not come back together."""
    naps = []
    for _ in range(50):
        clock.naps.clear()
        with pytest.raises(ServerError):
            Line([busy()], clock).api().get([A])
        naps.append(list(clock.naps))

    for attempt, drawn in enumerate(zip(*naps, strict=True)):
        assert all(0 <= nap <= min(20, 0.5 * 2**attempt) for nap in drawn)
        assert len(set(drawn)) > 1


def test_all_attempts_together_stay_within_the_time_there_is(clock: Clock) -> None:
    line = Line([busy(429, after="25")], clock)

    with pytest.raises(RateLimitError):
        line.api(Patience(budget=60, attempts=6)).get([A])

    assert clock.naps == [25.0, 25.0]


@pytest.mark.parametrize(("allowed", "preview"), [(60.0, 5.0), (1800.0, 5.0), (2.0, 2.0)])
def test_a_preview_asks_five_seconds_at_most_whatever_is_allowed(allowed: float, preview: float, clock: Clock) -> None:
    line = Line([busy(429, after="1")], clock, patience=Patience(allowed))

    with pytest.raises(RateLimitError):
        line.api(PATIENCE_OF_PREVIEWS).get([A])

    assert line.requests[0].extensions["timeout"]["read"] == pytest.approx(preview)
    assert len(line.requests) == 2


def test_the_time_that_is_allowed_holds_for_every_call(clock: Clock) -> None:
    line = Line([busy(429, after="100"), page()], clock, patience=Patience(120.0))

    line.api().get([A])

    assert clock.naps == [100.0]


def test_an_attempt_waits_no_longer_than_the_time_that_is_left(clock: Clock) -> None:
    line = Line([busy(429, after="57"), page()], clock)

    line.api(Patience(budget=60)).get([A])

    first, second = (request.extensions["timeout"] for request in line.requests)
    assert first == {"connect": 10.0, "read": 30.0, "write": 30.0, "pool": 30.0}
    assert second == pytest.approx({"connect": 3.0, "read": 3.0, "write": 3.0, "pool": 3.0})


def test_each_page_has_its_own_time(clock: Clock) -> None:
    """The time there is holds for one call; a long list of teams is many."""
    line = Line([busy(429, after="40"), page("two"), busy(429, after="40"), page()], clock)

    line.api(Patience(budget=60)).get([A])

    assert clock.naps == [40.0, 40.0]


def test_each_wait_is_said_before_it_is_waited(clock: Clock) -> None:
    line = Line([busy(503, after="2"), httpx.ConnectError("x"), page()], clock)

    line.api().get([A])

    assert line.said[0] == "answer 503; waiting 2.0 s before attempt 2 of 6"
    assert re.fullmatch(r"no answer; waiting \d\.\d s before attempt 3 of 6", line.said[1])
    assert len(line.said) == len(clock.naps) == 2


def test_whoever_wants_to_hear_nothing_hears_nothing(clock: Clock) -> None:
    line = Line([httpx.ConnectError("x")], clock)

    with pytest.raises(ApiConnectionError):
        line.api(Patience(attempts=1)).get([A])

    assert line.said == []
