"""Trying again: what is worth it, how long to wait, and when to give up. The loop is tenacity's."""

import email.utils
import time
from collections.abc import Callable
from typing import NamedTuple

import tenacity

from pulumi_junction.api.http import httpx
from pulumi_junction.api.patience import Patience
from pulumi_junction.errors import ApiConnectionError, JunctionError, is_refusal, may_be_carried_out

LONGEST_PAUSE_SECONDS = 20.0
WORTH_IT = frozenset({408, 429, 500, 502, 503, 504})

Say = Callable[[str], None]
"""Takes one line about a wait, for the person who is watching."""

Worth = Callable[["ApiConnectionError | int"], bool]
"""Tells after which end of an attempt, no answer or a status, another one may be made."""


def any_attempt(end: ApiConnectionError | int) -> bool:
    """Where the same request twice does what it does once."""
    return end in WORTH_IT if isinstance(end, int) else True


def surely_refused(end: ApiConnectionError | int) -> bool:
    """Where it does not: only what was surely not carried out may be sent again."""
    return end == 429 if isinstance(end, int) else not end.sent


Attempt = Callable[[float], httpx.Response]
"""Sends once, within the seconds that are left; raises an ApiConnectionError when no answer arrived."""


class RetryAfterTooLong(NamedTuple):
    """A wait that the service asks for and nobody has the time for."""

    seconds: float
    patience: Patience


class LastAnswer(NamedTuple):
    """The answer that counts, and what it does not tell."""

    response: httpx.Response

    too_long: RetryAfterTooLong | None = None
    """Why there was no other attempt, if the service wanted one, but too late."""

    in_doubt: bool = False
    """An attempt before it may have been carried out: it ended without an answer, or with one that leaves it open."""


def send(
    attempt: Attempt, patience: Patience, worth: Worth, say: Say, sleep: Callable[[float], None] = time.sleep
) -> LastAnswer:
    """Return the first answer that another attempt could not better. Raises the last ApiConnectionError."""
    ends = time.monotonic() + patience.budget
    in_doubt = False

    def left() -> float:
        return ends - time.monotonic()

    def wait(state: tenacity.RetryCallState) -> float:
        """As long as asked, but no shorter than without: whoever was told 0, or the same second, is not alone."""
        return max(_asked(state) or 0.0, _jittered(state))

    def give_up(state: tenacity.RetryCallState) -> bool:
        return state.attempt_number >= patience.attempts or state.upcoming_sleep >= left()

    def before_another(state: tenacity.RetryCallState) -> None:
        nonlocal in_doubt
        in_doubt = in_doubt or _may_be_carried_out(state)
        number = state.attempt_number + 1
        say(f"{_reason(state)}; waiting {state.upcoming_sleep:.1f} s before attempt {number} of {patience.attempts}")

    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception(lambda reason: isinstance(reason, ApiConnectionError) and worth(reason))
        | tenacity.retry_if_result(lambda response: worth(response.status_code)),
        wait=wait,
        stop=give_up,
        before_sleep=before_another,
        sleep=sleep,
        retry_error_callback=_last,
    )
    try:
        response = retrying(lambda: attempt(max(left(), 0.1)))
    except ApiConnectionError as problem:
        problem.sent = problem.sent or in_doubt
        raise
    asked = retry_after(response) if worth(response.status_code) else None
    too_long = RetryAfterTooLong(asked, patience) if asked and asked >= left() else None
    return LastAnswer(response, too_long, in_doubt)


_jittered = tenacity.wait_random_exponential(multiplier=0.5, max=LONGEST_PAUSE_SECONDS)


def retry_after(response: httpx.Response) -> float | None:
    """Seconds from a Retry-After header, which holds seconds or a date (RFC 9110, section 10.2.3)."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None


def _asked(state: tenacity.RetryCallState) -> float | None:
    outcome = state.outcome
    return None if outcome is None or outcome.failed else retry_after(outcome.result())


def _may_be_carried_out(state: tenacity.RetryCallState) -> bool:
    outcome = state.outcome
    if outcome is None:
        return True
    if outcome.failed:
        problem = outcome.exception()
        return not (isinstance(problem, JunctionError) and is_refusal(problem))
    return may_be_carried_out(outcome.result().status_code)


def _reason(state: tenacity.RetryCallState) -> str:
    outcome = state.outcome
    if outcome is None or outcome.failed:
        return "no answer"
    response: httpx.Response = outcome.result()
    return f"answer {response.status_code}"


def _last(state: tenacity.RetryCallState) -> httpx.Response:
    outcome = state.outcome
    if outcome is None:  # cannot be: tenacity calls this after an attempt
        raise ApiConnectionError("no attempt was made.")
    response: httpx.Response = outcome.result()
    return response
