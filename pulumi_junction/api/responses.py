"""From a refused request to the one line that says why and what to do."""

import json
import math
from collections.abc import Callable
from typing import Any

import httpx

from pulumi_junction.api.retry import TooLong
from pulumi_junction.api.settings import LONGEST_BUDGET_SECONDS, MANAGEMENT_KEY
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
LONGEST_WAIT_SAID = 86_400


def error_for(
    response: httpx.Response, host: str, too_long: TooLong | None = None, hide: Callable[[str], str] = str
) -> ApiStatusError:
    """Choose class and words by status. Only a 422 shows the service's own words, cut short; never a body or a key."""
    status = response.status_code
    if status == 401:
        return AuthenticationError(
            f"{host} refused the management key (401).",
            f"{MANAGEMENT_KEY.remedy} A team API key is not accepted here.",
            status_code=status,
        )
    if status == 403:
        return PermissionDeniedError(
            f"{host} does not allow this with the management key (403).",
            "The management API belongs to Junction's Scale plan; check the key's organisation.",
            status_code=status,
        )
    if status == 404:
        return NotFoundError(
            f"{host} knows no such organisation (404).", "Check org_id (JUNCTION_ORG_ID).", status_code=status
        )
    if status == 422:
        return UnprocessableError(f"{host} refused the request (422): {detail(response, hide)}", status_code=status)
    wait, later = _wait(too_long) if too_long else ("", "Try again later.")
    if status == 429:
        return RateLimitError(f"{host} asks for fewer requests (429){wait}.", later, status_code=status)
    if status >= 500:
        return ServerError(f"{host} has a problem of its own ({status}){wait}.", later, status_code=status)
    if too_long:
        return ApiStatusError(f"{host} has no time for the request ({status}){wait}.", later, status_code=status)
    hint = "Redirects are not followed; check JUNCTION_MANAGEMENT_URL." if response.is_redirect else ""
    return ApiStatusError(f"{host} answered {status}, which the API does not document.", hint, status_code=status)


def _wait(too_long: TooLong) -> tuple[str, str]:
    """Say how long the service wants us to wait, and what to do about it."""
    asked, patience = too_long
    seconds = f"{math.ceil(asked)} s" if asked <= LONGEST_WAIT_SAID else "longer than a day"
    limit = f"the {patience.budget:g} s a request may take"
    than = limit if asked > patience.budget else f"what is left of {limit}"
    more = f", or raise {patience.variable}" if patience.variable and asked < LONGEST_BUDGET_SECONDS else ""
    return f" and asks to wait {seconds}, longer than {than}", f"Try again later{more}."


def detail(response: httpx.Response, hide: Callable[[str], str] = str) -> str:
    """Say the `detail` of an HTTPValidationError in a line: where and why, not the input it repeats."""
    try:
        found = json.loads(response.content).get("detail")
    except (ValueError, AttributeError, RecursionError):
        found = None
    lines = [_line(item) for item in found] if isinstance(found, list) else [found if isinstance(found, str) else ""]
    text = hide("; ".join(line for line in lines if line)) or "no reason given"
    text = "".join(character if character.isprintable() else " " for character in text)
    return text if len(text) <= LONGEST_DETAIL else text[: LONGEST_DETAIL - 1] + "…"


def _line(item: Any) -> str:
    if not isinstance(item, dict):
        return ""
    loc = item.get("loc")
    where = ".".join(str(part) for part in loc) if isinstance(loc, list) else ""
    return f"{where}: {item.get('msg', '')}" if where else str(item.get("msg", ""))
