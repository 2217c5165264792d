"""Cursors that a fault makes up, and the pages that they stand for: a client that follows one gets on."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.types import Scope

from pulumi_junction.emulator.reading import EXPORT

# A dot is in no cursor of `pages`.
_NAMES = ("next_cursor", "cursor")
"""Of a cursor in a query; the API has a list with both, where the first one counts."""

_IN_BODY = "next_token"
"""The export's."""

_MADE_UP = re.compile(r"emulator\.([1-9]\d{0,8})\.(.*)", re.ASCII | re.DOTALL)


def again(scope: Scope, body: bytes) -> str:
    """A cursor of the page that is asked for. Asked with it, the same one: no end."""
    number, cursor = _read(_asked(scope, body))
    return f"emulator.{max(number, 1)}.{cursor}"


def detour(scope: Scope, body: bytes) -> str:
    """A cursor of the page that is asked for, unlike every one before it."""
    number, cursor = _read(_asked(scope, body))
    return f"emulator.{number + 1}.{cursor}"


def resolved(scope: Scope, body: bytes) -> tuple[Scope, bytes]:
    """The request with the cursor that a made-up one stands for. It does, also when the fault is over."""
    number, cursor = _read(_asked(scope, body))
    if number == 0:
        return scope, body
    if scope["path"] == EXPORT:
        return scope, json.dumps({**_content(body), _IN_BODY: cursor}).encode()
    query = [(name, _read(value)[1] if name in _NAMES else value) for name, value in _query(scope)]
    return {**scope, "query_string": urlencode(query).encode()}, body


def _query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _content(body: bytes) -> dict[str, Any]:
    """Nothing of what is no JSON: the API refuses it."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _asked(scope: Scope, body: bytes) -> str:
    if scope["path"] == EXPORT:
        token = _content(body).get(_IN_BODY)
        return token if isinstance(token, str) else ""
    sent = dict(_query(scope))
    return next((sent[name] for name in _NAMES if sent.get(name)), "")


def _read(cursor: str) -> tuple[int, str]:
    made_up = _MADE_UP.fullmatch(cursor)
    return (int(made_up[1]), made_up[2]) if made_up else (0, cursor)
