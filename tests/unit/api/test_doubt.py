"""What is surely not carried out, and what may be: the answer to the last attempt says nothing about the others."""

import httpx
import pytest

from pulumi_junction.api.patience import Patience
from pulumi_junction.core.values import ProviderPreference
from pulumi_junction.errors import (
    ApiConnectionError,
    ApiError,
    ApiResponseError,
    ApiStatusError,
    CanceledError,
    ConfigError,
    JunctionError,
    is_refusal,
)
from tests.unit.api.line import A, Answer, Clock, Line

LOST = [httpx.ReadTimeout("x"), httpx.RemoteProtocolError("x"), *(httpx.Response(status) for status in (408, 500, 504))]
"""Ends of an attempt that was carried out, as far as anybody knows."""


def post(clock: Clock, *answers: Answer) -> JunctionError:
    """The error of a POST."""
    with pytest.raises(JunctionError) as caught:
        Line(answers, clock).api(Patience(attempts=len(answers))).upsert([A], {"oura": ProviderPreference(1)})
    return caught.value


def named(answer: Answer) -> str:
    return str(answer.status_code) if isinstance(answer, httpx.Response) else type(answer).__name__


@pytest.mark.parametrize("status", [307, 400, 401, 403, 404, 409, 422, 429])
def test_what_was_sent_once_and_refused_is_surely_not_carried_out(status: int, clock: Clock) -> None:
    assert is_refusal(post(clock, httpx.Response(status)))


@pytest.mark.parametrize("lost", LOST, ids=named)
def test_without_an_answer_or_with_one_that_blames_the_service_it_may_be(lost: Answer, clock: Clock) -> None:
    assert not is_refusal(post(clock, lost))


@pytest.mark.parametrize("status", [307, 401, 422, 429])
@pytest.mark.parametrize("lost", LOST, ids=named)
def test_a_refusal_of_another_attempt_says_nothing_about_one_whose_answer_was_lost(
    lost: Answer, status: int, clock: Clock
) -> None:
    refused = post(clock, lost, httpx.Response(status))

    assert isinstance(refused, ApiStatusError)
    assert refused.status_code == status
    assert refused.in_doubt
    assert not is_refusal(refused)


def test_nor_does_any_number_of_refusals_since(clock: Clock) -> None:
    busy = httpx.Response(429)

    assert not is_refusal(post(clock, busy, httpx.ReadTimeout("x"), busy, busy, httpx.Response(401)))


def test_whoever_was_only_ever_asked_to_come_back_later_was_refused(clock: Clock) -> None:
    busy = httpx.Response(429, headers={"Retry-After": "1"})

    assert is_refusal(post(clock, busy, busy, httpx.Response(422)))
    assert is_refusal(post(clock, busy, busy))


def test_a_wait_that_is_too_long_leaves_the_doubt_about_what_came_before(clock: Clock) -> None:
    too_long = httpx.Response(429, headers={"Retry-After": "3600"})

    assert is_refusal(post(clock, too_long, too_long))
    assert not is_refusal(post(clock, httpx.Response(502), too_long, too_long))


def test_the_last_answer_of_a_call_casts_no_doubt_on_the_next(clock: Clock) -> None:
    api = Line([httpx.ReadTimeout("x"), httpx.Response(422), httpx.Response(422)], clock).api()
    said = []
    for _ in range(2):
        with pytest.raises(ApiStatusError) as caught:
            api.reset([A], ["oura"])
        said.append(caught.value.in_doubt)

    assert said == [True, False]


@pytest.mark.parametrize(
    ("problem", "surely"),
    [
        (ConfigError("no key."), True),
        (CanceledError("stopped."), False),
        (ApiError("a bug."), False),
        (ApiConnectionError("no answer."), False),
        (ApiResponseError("no JSON."), False),
    ],
)
def test_of_all_others_only_a_setting_stops_a_request_before_it_is_sent(problem: JunctionError, surely: bool) -> None:
    assert is_refusal(problem) is surely
