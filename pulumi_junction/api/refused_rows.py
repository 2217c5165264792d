"""What a 422 tells of a request with credentials, any piece of which the service may repeat: known words alone."""

from collections.abc import Container
from typing import Any, get_args

from pydantic_core.core_schema import ErrorType

from pulumi_junction.api.http import httpx
from pulumi_junction.api.responses import LONGEST_DETAIL, details

KINDS = frozenset(get_args(ErrorType))
"""What `type` of an HTTPValidationError holds, as the service is built with pydantic."""


def places(response: httpx.Response, known: Container[str]) -> str:
    """Say where and of which kind the problems are; of names only *known* ones."""
    found = details(response)
    lines = [_place(item, known) for item in found] if isinstance(found, list) else []
    several = "; ".join(dict.fromkeys(line for line in lines if line))
    return several[:LONGEST_DETAIL] or "its reason is not shown, as it may repeat credentials"


def _place(item: Any, known: Container[str]) -> str:
    loc, kind = (item.get("loc"), item.get("type")) if isinstance(item, dict) else (None, None)
    parts = [str(part) for part in loc if type(part) is int or part in known] if isinstance(loc, list) else []
    return ".".join(parts) + (f" ({kind})" if kind in KINDS else "")
