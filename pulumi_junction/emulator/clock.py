"""The emulator's time: the machine's, which can be put forward."""

import time
from collections.abc import Callable

A_MOMENT = 1e-6
"""Numbers of seconds since 1970 are no more exact than this."""


class Clock:
    """Seconds since 1970. Safe to use from any thread."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._ahead = 0.0

    def now(self) -> float:
        """What answers call now."""
        return self._source() + self._ahead

    def put_forward(self, seconds: float) -> None:
        """Back is refused: what has ended would go on."""
        if not seconds >= 0:
            raise ValueError(f"time passes forward, not by {seconds} seconds")
        self._ahead += seconds
