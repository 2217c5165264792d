"""A Retry-After holds for all requests of a client, also for those that were not asked themselves."""

from collections.abc import Callable

import httpx
import pytest

from pulumi_junction.api.patience import Patience
from pulumi_junction.errors import CanceledError, RateLimitError
from tests.unit.api.line import A, Clock, Line, page


def busy(seconds: str) -> httpx.Response:
    return httpx.Response(429, headers={"Retry-After": seconds})


def while_waiting(line: Line, clock: Clock, act: Callable[[], None]) -> None:
    """Do something in the middle of the first wait, as another thread would."""
    sleep = clock.sleep

    def sleeping(seconds: float) -> None:
        clock.sleep = sleep  # type: ignore[method-assign]
        line.client.transport._sleep = sleep
        act()
        sleep(seconds - clock.naps[-1] if clock.naps else seconds)

    line.client.transport._sleep = sleeping


def test_another_request_waits_until_the_service_wants_more(clock: Clock) -> None:
    line = Line([busy("5"), page(), page()], clock)
    at: list[float] = []

    def another() -> None:
        line.api().get([A])
        at.append(clock.now)

    while_waiting(line, clock, another)
    line.api().get([A])

    assert clock.naps[0] == pytest.approx(5)
    assert at == [1_005.0]
    assert "waiting 5.0 s, as another request was asked to" in line.said
    assert len(line.requests) == 3


def test_one_that_has_no_time_for_it_is_answered_alike_and_not_sent(clock: Clock) -> None:
    line = Line([busy("30"), page()], clock)

    def hasty() -> None:
        with pytest.raises(RateLimitError, match=r"wants no requests for 30 s, longer than this one may wait"):
            line.api(Patience(budget=5)).get([A])

    while_waiting(line, clock, hasty)
    line.api().get([A])

    assert len(line.requests) == 2


def test_a_wait_that_nobody_waits_for_holds_for_nobody_else(clock: Clock) -> None:
    """The request that was asked gives up; whether the next one is served in time, it learns itself."""
    line = Line([busy("3600"), page()], clock)

    with pytest.raises(RateLimitError):
        line.api().get([A])
    line.api().get([A])

    assert clock.naps == []


def test_whoever_is_told_to_stop_while_waiting_for_others_sends_nothing_but_what_is_to_be_put_back(
    clock: Clock,
) -> None:
    line = Line([busy("5"), page(), page()], clock)

    def stopped(_: float) -> None:
        raise CanceledError("stopped.")

    def another() -> None:
        line.client.transport._sleep = stopped
        with pytest.raises(CanceledError):
            line.api().get([A])
        line.api().upsert([A], {}, at_once=True)
        line.client.transport._sleep = clock.sleep

    while_waiting(line, clock, another)
    line.api().get([A])

    assert [request.method for request in line.requests] == ["GET", "POST", "GET"]
