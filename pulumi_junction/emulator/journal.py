"""The requests that were answered, for tests to look at."""

import threading
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Request:
    """One request that was answered, or that a fault left unanswered. Headers are left out: they carry the key."""

    method: str
    path: str
    query: list[tuple[str, str]]
    """In the order sent, repeated names repeated."""

    body: Any | None
    """What the JSON says; text where it is not JSON; None without a body."""

    status: int
    """What was sent; 0 where a fault sent no answer at all."""


class Journal:
    """Keeps requests in order of arrival, whatever the order they are answered in. Thread safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._arrived = 0
        self._cleared = 0
        self._answered: dict[int, Request] = {}

    def arrive(self) -> int:
        """A place in the order, taken before the request is answered."""
        with self._lock:
            self._arrived += 1
            return self._arrived

    def answer(self, place: int, request: Request) -> None:
        """A request that arrived before the last `clear` stays out."""
        with self._lock:
            if place > self._cleared:
                self._answered[place] = request

    def clear(self) -> None:
        """Forget what has arrived so far."""
        with self._lock:
            self._cleared = self._arrived
            self._answered = {}

    def snapshot(self) -> list[Request]:
        """A list that does not change any more."""
        with self._lock:
            return [request for _, request in sorted(self._answered.items(), key=lambda item: item[0])]
