"""Cursors that a fault makes up, and the pages that they stand for: a client that follows one gets on."""

import re
from urllib.parse import parse_qsl, urlencode

from starlette.types import Scope

# A dot is in no cursor of `pages`.
_NAMES = ("next_cursor", "cursor")
"""Of a cursor in a query; the API has a list with both, where the first one counts."""

_MADE_UP = re.compile(r"emulator\.([1-9]\d{0,8})\.(.*)", re.ASCII | re.DOTALL)


def again(scope: Scope) -> str:
    """A cursor of the page that is asked for. Asked with it, the same one: no end."""
    number, cursor = _read(_asked(scope))
    return f"emulator.{max(number, 1)}.{cursor}"


def detour(scope: Scope) -> str:
    """A cursor of the page that is asked for, unlike every one before it."""
    number, cursor = _read(_asked(scope))
    return f"emulator.{number + 1}.{cursor}"


def resolved(scope: Scope) -> Scope:
    """The request with the cursor that a made-up one stands for. It does, also when the fault is over."""
    if _read(_asked(scope))[0] == 0:
        return scope
    query = [(name, _read(value)[1] if name in _NAMES else value) for name, value in _query(scope)]
    return {**scope, "query_string": urlencode(query).encode()}


def _query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _asked(scope: Scope) -> str:
    sent = dict(_query(scope))
    return next((sent[name] for name in _NAMES if sent.get(name)), "")


def _read(cursor: str) -> tuple[int, str]:
    made_up = _MADE_UP.fullmatch(cursor)
    return (int(made_up[1]), made_up[2]) if made_up else (0, cursor)
