"""Waiting as long as the service asks, and saying so where nobody has the time. Nobody sleeps here."""

import email.utils
from collections.abc import Callable

import httpx
import pytest

from pulumi_junction.api.patience import PATIENCE_OF_PREVIEWS, Patience
from pulumi_junction.api.retry import retry_after
from pulumi_junction.errors import (
    ApiStatusError,
    RateLimitError,
    ServerError,
)
from tests.unit.api.line import A, Clock, Line, page


def busy(status: int = 503, after: str | None = None) -> httpx.Response:
    return httpx.Response(status, headers={} if after is None else {"Retry-After": after})


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


def in_the_past(clock: Clock) -> str:
    return email.utils.formatdate(clock.time() - 90, usegmt=True)


@pytest.mark.parametrize("after", [lambda _: "0", in_the_past], ids=["0", "a date in the past"])
def test_whoever_may_come_back_at_once_still_leaves_the_service_the_time_to_recover(
    after: Callable[[Clock], str], clock: Clock
) -> None:
    with pytest.raises(ServerError):
        Line([busy(503, after=after(clock))], clock).api().get([A])

    assert len(clock.naps) == 5
    assert all(0 < nap <= 0.5 * 2**attempt for attempt, nap in enumerate(clock.naps))


def test_those_who_were_told_the_same_second_come_back_apart_when_it_goes_on(clock: Clock) -> None:
    """Never sooner than asked; later by the usual share of chance, where that is longer."""
    last = set()
    for _ in range(50):
        clock.naps.clear()
        with pytest.raises(RateLimitError):
            Line([busy(429, after="1")], clock).api().get([A])
        assert clock.naps[:2] == [1.0, 1.0]
        assert min(clock.naps) == 1.0
        last.add(clock.naps[-1])

    assert len(last) > 1


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


def test_who_asks_for_no_wait_when_the_time_is_over_asks_for_nothing_too_long(clock: Clock) -> None:
    def at_the_last_moment(_: httpx.Request) -> httpx.Response:
        clock.now += 60
        return busy(503, after="0")

    with pytest.raises(ServerError, match=r"has a problem of its own \(503\)\. Try again later\.$"):
        Line([at_the_last_moment], clock).api().get([A])


def test_a_time_of_day_too_late_is_said_in_seconds(clock: Clock) -> None:
    at = email.utils.formatdate(clock.time() + 90, usegmt=True)

    with pytest.raises(ServerError, match=r"to wait 90 s, longer than the 60 s"):
        Line([busy(503, after=at)], clock).api().get([A])


def test_after_the_last_attempt_a_wait_that_there_is_time_for_is_no_reason(clock: Clock) -> None:
    with pytest.raises(RateLimitError, match=r"asks for fewer requests \(429\)\. Try again later\.$"):
        Line([busy(429, after="1")], clock).api().get([A])


def test_of_the_third_wait_it_is_said_that_too_little_is_left(clock: Clock) -> None:
    with pytest.raises(RateLimitError, match="wait 25 s, longer than what is left of the 60 s a request may take"):
        Line([busy(429, after="25")], clock).api().get([A])
