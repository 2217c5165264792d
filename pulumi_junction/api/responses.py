"""From a refused request to the one line that says why and what to do."""

import json
import math
from collections.abc import Callable
from typing import Any

from pulumi_junction.api.http import httpx
from pulumi_junction.api.retry import LastAnswer, RetryAfterTooLong
from pulumi_junction.api.settings import LONGEST_BUDGET_SECONDS
from pulumi_junction.api.words import Words
from pulumi_junction.errors import (
    ApiStatusError,
    AuthenticationError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnprocessableError,
)

LONGEST_DETAIL = 300
_REFUSALS = {401: AuthenticationError, 403: PermissionDeniedError, 404: NotFoundError}
LONGEST_WAIT_SAID = 86_400

Telling = Callable[[httpx.Response], str]
"""Says why a request was refused, as its 422 has it."""


def error_for(last: LastAnswer, host: str, words: Words, telling: Telling) -> ApiStatusError:
    """Choose class and words by status; never a body or a key. Only a 422 shows what the service says, by *telling*."""
    kind, what, hint = _words(last.response, last.too_long, words, telling)
    return kind(f"{host} {what}", hint, status_code=last.response.status_code, in_doubt=last.in_doubt)


def _words(
    response: httpx.Response, too_long: RetryAfterTooLong | None, words: Words, telling: Telling
) -> tuple[type[ApiStatusError], str, str]:
    status = response.status_code
    if status in words.refusals:
        return _REFUSALS[status], *words.refusals[status]
    if status == 422:
        return UnprocessableError, f"refused the request (422): {telling(response)}", ""
    wait, later = _wait(too_long) if too_long else ("", "Try again later.")
    if status == 429:
        return RateLimitError, f"asks for fewer requests (429){wait}.", later
    if status >= 500:
        return ServerError, f"has a problem of its own ({status}){wait}.", later
    if too_long:
        return ApiStatusError, f"has no time for the request ({status}){wait}.", later
    hint = f"Redirects are not followed; check {words.url.variable}." if response.is_redirect else ""
    return ApiStatusError, f"answered {status}, which the API does not document.", hint


def _wait(too_long: RetryAfterTooLong) -> tuple[str, str]:
    """Say how long the service wants us to wait, and what to do about it."""
    asked, patience = too_long
    seconds = f"{math.ceil(asked)} s" if asked <= LONGEST_WAIT_SAID else "longer than a day"
    limit = f"the {patience.budget:g} s a request may take"
    than = limit if asked > patience.budget else f"what is left of {limit}"
    more = f", or raise {patience.variable}" if patience.variable and asked < LONGEST_BUDGET_SECONDS else ""
    return f" and asks to wait {seconds}, longer than {than}", f"Try again later{more}."


def detail(response: httpx.Response, hide: Callable[[str], str] = str) -> str:
    """Say the `detail` of an HTTPValidationError in a line: where and why, not the input it repeats."""
    told = details(response)
    lines = [_line(item) for item in told] if isinstance(told, list) else [told if isinstance(told, str) else ""]
    text = hide("; ".join(line for line in lines if line)) or "no reason given"
    text = "".join(character if character.isprintable() else " " for character in text)
    return text if len(text) <= LONGEST_DETAIL else text[: LONGEST_DETAIL - 1] + "…"


def details(response: httpx.Response) -> Any:
    """Return the `detail` of an HTTPValidationError as it is; None where there is none."""
    try:
        return json.loads(response.content).get("detail")
    except (ValueError, AttributeError, RecursionError):
        return None


def _line(item: Any) -> str:
    if not isinstance(item, dict):
        return ""
    loc = item.get("loc")
    where = ".".join(str(part) for part in loc) if isinstance(loc, list) else ""
    return f"{where}: {item.get('msg', '')}" if where else str(item.get("msg", ""))
