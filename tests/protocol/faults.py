"""A service that refuses some requests; all others are answered as ever."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest import mock

from fastapi import HTTPException

from pulumi_junction.emulator.server import ThreadedEmulator

_STORE = {"POST": "update", "GET": "teams", "DELETE": "reset"}


@contextmanager
def refusing(
    junction: ThreadedEmulator,
    method: str,
    status: int = 403,
    *,
    teams: Collection[str] | None = None,
    times: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """Answer *status* to requests with this method that change one of *teams*, all of them or *times* of them.

    403 is not tried again; 503 is, unless `Retry-After` is beyond the budget.
    """
    name = _STORE[method]
    answer = getattr(junction.store, name)
    refused = count(1)

    def ask(*arguments: Any) -> Any:
        named = teams is None or not set(teams).isdisjoint(arguments[1])
        if named and (times is None or next(refused) <= times):
            raise HTTPException(status, "no", dict(headers or {}))
        return answer(*arguments)

    with mock.patch.object(junction.store, name, ask):
        yield
