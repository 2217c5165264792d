"""Trying again: what is worth it, how long to wait, when to give up. Nobody sleeps here."""

import email.utils
import re

import httpx
import pytest

from pulumi_junction.api.patience import PATIENCE_OF_PREVIEWS, Patience
from pulumi_junction.api.retry import retry_after
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


def test_the_service_is_waited_for_as_long_as_it_asks(clock: Clock) -> None:
    line = Line([busy(429, after="2"), busy(503, after="7"), page()], clock)

    line.api().get([A])

    assert clock.naps == [2.0, 7.0]


def test_it_may_ask_for_a_time_of_day(clock: Clock) -> None:
    at = email.utils.formatdate(clock.time() + 30, usegmt=True)
    line = Line([busy(429, after=at), page()], clock)

    line.api().get([A])

    assert clock.naps == [30.0]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        (" 12 ", 12.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("1e3", None),
        ("Thu, 99 Foo 2023 00:00:00 GMT", None),
        ("9" * 400, float("inf")),
    ],
)
def test_a_retry_after_header_holds_seconds_or_a_date_or_nothing(header: str, seconds: float | None) -> None:
    assert retry_after(busy(after=header)) == seconds


def test_a_header_that_says_nothing_leaves_the_choice_to_us(clock: Clock) -> None:
    line = Line([busy(429, after="soon"), page()], clock)

    line.api().get([A])

    assert len(clock.naps) == 1
    assert clock.naps[0] <= 0.5


@pytest.mark.parametrize("asked", ["60", "61", "3600", "9" * 400])
def test_whoever_is_asked_to_wait_longer_than_there_is_time_fails_at_once(asked: str, clock: Clock) -> None:
    line = Line([busy(429, after=asked)], clock)

    with pytest.raises(RateLimitError, match="asks to wait"):
        line.api().get([A])

    assert len(line.requests) == 1
    assert clock.naps == []
    assert line.said == []


RAISE = "JUNCTION_REQUEST_BUDGET_SECONDS"


@pytest.mark.parametrize(
    ("status", "after", "says"),
    [
        (429, "120", "asks for fewer requests (429) and asks to wait 120 s, longer than the 60 s a request may take."),
        (503, "61", "has a problem of its own (503) and asks to wait 61 s, longer than the 60 s a request may take."),
        (
            408,
            "61",
            "has no time for the request (408) and asks to wait 61 s, longer than the 60 s a request may take.",
        ),
        (429, "60", "and asks to wait 60 s, longer than what is left of the 60 s a request may take."),
    ],
)
def test_and_it_says_so_with_the_setting_that_allows_more(status: int, after: str, says: str, clock: Clock) -> None:
    line = Line([busy(status, after=after)], clock, patience=Patience(variable=RAISE))

    with pytest.raises(ApiStatusError) as caught:
        line.api().get([A])

    assert says in str(caught.value)
    assert str(caught.value).endswith(f" Try again later, or raise {RAISE}.")


def test_what_no_setting_allows_is_not_said_to_be_a_matter_of_one(clock: Clock) -> None:
    """An hour is the most that a request may take."""
    too_much = Line([busy(429, after="3600")], clock, patience=Patience(variable=RAISE))
    preview = Line([busy(429, after="30")], clock, patience=Patience(variable=RAISE))

    with pytest.raises(
        RateLimitError,
        match=r"to wait 3600 s, longer than the 60 s a request may take\. Try again later"
        r"\.$",
    ):
        too_much.api().get([A])
    with pytest.raises(
        RateLimitError, match=r"to wait 30 s, longer than the 5 s a request may take\. Try again later\.$"
    ):
        preview.api(PATIENCE_OF_PREVIEWS).get([A])


def test_a_wait_without_an_end_is_not_counted_in_seconds(clock: Clock) -> None:
    with pytest.raises(RateLimitError, match="to wait longer than a day, longer than the 60 s") as caught:
        Line([busy(429, after="9" * 400)], clock).api().get([A])

    assert len(str(caught.value)) < 200


def test_a_time_of_day_too_late_is_said_in_seconds(clock: Clock) -> None:
    at = email.utils.formatdate(clock.time() + 90, usegmt=True)

    with pytest.raises(ServerError, match=r"to wait 90 s, longer than the 60 s"):
        Line([busy(503, after=at)], clock).api().get([A])


def test_after_the_last_attempt_a_wait_that_there_is_time_for_is_no_reason(clock: Clock) -> None:
    with pytest.raises(RateLimitError, match=r"asks for fewer requests \(429\)\. Try again later\.$"):
        Line([busy(429, after="1")], clock).api().get([A])


def test_all_attempts_together_stay_within_the_time_there_is(clock: Clock) -> None:
    line = Line([busy(429, after="25")], clock)

    with pytest.raises(RateLimitError):
        line.api(Patience(budget=60, attempts=6)).get([A])

    assert clock.naps == [25.0, 25.0]


def test_of_the_third_wait_it_is_said_that_too_little_is_left(clock: Clock) -> None:
    with pytest.raises(RateLimitError, match="wait 25 s, longer than what is left of the 60 s a request may take"):
        Line([busy(429, after="25")], clock).api().get([A])


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
