"""A trigger is sent again only where it was surely not carried out; what only reads is, as ever."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from pulumi_junction.api.patience import Patience
from pulumi_junction.api.retry import any_attempt, surely_refused
from pulumi_junction.errors import (
    ApiConnectionError,
    ApiResponseError,
    ApiStatusError,
    ApiTimeoutError,
    JunctionError,
    RateLimitError,
    is_refusal,
)
from tests.unit.api.junction_line import USER, JunctionLine, listed
from tests.unit.api.line import Answer, Clock

LOST: list[Answer] = [
    *(httpx.Response(status) for status in (408, 500, 502, 503, 504)),
    *(kind("x") for kind in (httpx.ReadTimeout, httpx.WriteTimeout, httpx.RemoteProtocolError)),
    *(kind("x") for kind in (httpx.ReadError, httpx.WriteError, httpx.CloseError)),
]
NOT_SENT: list[Answer] = [httpx.ConnectError("x"), httpx.ConnectTimeout("x"), httpx.PoolTimeout("x")]


def named(answer: Any) -> str:
    return str(answer.status_code) if isinstance(answer, httpx.Response) else type(answer).__name__


def trigger(line: JunctionLine, wait: bool = False) -> bool:
    return line.junction.trigger_historical_pull("oura", [USER], wait)


@pytest.mark.parametrize("lost", LOST, ids=named)
def test_a_trigger_that_may_have_been_accepted_is_never_sent_again(lost: Answer, clock: Clock) -> None:
    line = JunctionLine([lost, AssertionError("sent again")], clock)

    with pytest.raises((ApiConnectionError, ApiStatusError)) as unclear:
        trigger(line)

    assert len(line.requests) == 1
    assert clock.naps == []
    assert not is_refusal(unclear.value)


@pytest.mark.parametrize("early", [*NOT_SENT, httpx.Response(429)], ids=named)
def test_one_that_surely_was_not_is(early: Answer, clock: Clock) -> None:
    line = JunctionLine([early, early, httpx.Response(202)], clock)

    assert trigger(line) is False
    assert len(line.requests) == 3
    assert len(line.said) == 2


@pytest.mark.parametrize("early", [*NOT_SENT, httpx.Response(429)], ids=named)
def test_when_that_goes_on_the_error_says_that_it_was_not_accepted(early: Answer, clock: Clock) -> None:
    line = JunctionLine([early], clock)

    with pytest.raises((ApiConnectionError, RateLimitError)) as refused:
        trigger(line)

    assert len(line.requests) == Patience().attempts
    assert is_refusal(refused.value)


def test_after_a_refusal_an_unclear_end_is_still_unclear(clock: Clock) -> None:
    line = JunctionLine([httpx.Response(429), httpx.ReadTimeout("x"), AssertionError("sent again")], clock)

    with pytest.raises(ApiTimeoutError) as unclear:
        trigger(line)

    assert len(line.requests) == 2
    assert unclear.value.sent


def test_an_answer_that_cannot_be_read_leaves_it_open_too(clock: Clock) -> None:
    garbled = httpx.DecodingError("x")

    with pytest.raises(ApiResponseError) as unclear:
        trigger(JunctionLine([garbled, AssertionError("sent again")], clock))

    assert not is_refusal(unclear.value)


@pytest.mark.parametrize("status", [301, 307, 400, 401, 403, 404, 409, 422])
def test_what_was_read_and_refused_was_surely_not_accepted(status: int, clock: Clock) -> None:
    line = JunctionLine([httpx.Response(status), AssertionError("sent again")], clock)

    with pytest.raises(ApiStatusError) as refused:
        trigger(line)

    assert is_refusal(refused.value)


@pytest.mark.parametrize("retry_after", ["3600", "61"])
def test_a_wait_that_nobody_has_the_time_for_is_a_refusal_with_its_length(retry_after: str, clock: Clock) -> None:
    line = JunctionLine([httpx.Response(429, headers={"Retry-After": retry_after})], clock)

    with pytest.raises(RateLimitError, match=f"asks to wait {retry_after} s") as refused:
        trigger(line)

    assert len(line.requests) == 1
    assert is_refusal(refused.value)


READS: dict[str, Callable[[JunctionLine], object]] = {
    "operations": lambda line: list(line.junction.operations()),
    "pulls": lambda line: list(line.junction.historical_pulls()),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
@pytest.mark.parametrize("early", [*LOST, *NOT_SENT, httpx.Response(429)], ids=named)
def test_what_only_reads_is_sent_again_after_anything_that_may_pass(
    early: Answer, read: Callable[[JunctionLine], object], clock: Clock
) -> None:
    line = JunctionLine([early, listed()], clock)

    assert read(line) == []
    assert len(line.requests) == 2


def test_a_read_of_which_an_attempt_was_sent_is_not_surely_refused(clock: Clock) -> None:
    line = JunctionLine([httpx.ReadTimeout("x"), httpx.ConnectError("x")], clock, patience=Patience(attempts=2))

    with pytest.raises(ApiConnectionError) as unclear:
        list(line.junction.operations())

    assert unclear.value.sent


def timeouts(line: JunctionLine) -> tuple[float, float]:
    """Of the only request: to connect, and to wait for the answer."""
    (request,) = line.requests
    return request.extensions["timeout"]["connect"], request.extensions["timeout"]["read"]


@pytest.mark.parametrize(("budget", "wait", "read"), [(5, False, 5), (5, True, 30), (60, True, 30), (60, False, 30)])
def test_an_answer_that_is_held_back_is_waited_for_however_short_the_budget(
    budget: float, wait: bool, read: float, clock: Clock
) -> None:
    """`wait_for_completion` takes up to 20 seconds: giving up before would leave every such trigger unclear."""
    line = JunctionLine([httpx.Response(202)], clock, patience=Patience(budget))

    trigger(line, wait)

    assert timeouts(line)[1] == pytest.approx(read)


def test_a_longer_budget_is_not_made_shorter_by_waiting(clock: Clock) -> None:
    line = JunctionLine(
        [httpx.Response(429, headers={"Retry-After": "100"}), httpx.Response(200)], clock, patience=Patience(120)
    )

    assert trigger(line, wait=True) is True
    assert clock.naps == [100.0]


@pytest.mark.parametrize("status", range(200, 600))
def test_only_429_is_worth_another_trigger(status: int) -> None:
    assert surely_refused(status) is (status == 429)
    assert any_attempt(status) is (status in {408, 429, 500, 502, 503, 504})


@pytest.mark.parametrize("sent", [True, False])
def test_without_an_answer_it_counts_whether_it_was_sent(sent: bool) -> None:
    problem = ApiConnectionError("no answer.", sent=sent)

    assert surely_refused(problem) is not sent
    assert any_attempt(problem)
    assert is_refusal(problem) is not sent


def test_no_answer_is_taken_for_sent_unless_somebody_knows_better() -> None:
    problems: list[JunctionError] = [ApiConnectionError("no answer."), ApiTimeoutError("not in time.")]

    assert [is_refusal(problem) for problem in problems] == [False, False]
