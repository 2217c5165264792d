"""The pause that the service asks for: all requests of a client wait for its end, not only the one that was asked."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pulumi_junction.api.http import httpx
from pulumi_junction.api.retry import WORTH_IT, Attempt, Say, retry_after
from pulumi_junction.errors import RateLimitError


class Asked(NamedTuple):
    """An answer that asked for it, and until when (`time.monotonic`)."""

    answer: httpx.Response
    until: float


class Pause:
    """Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: Asked | None = None

    def around(self, attempt: Attempt, sleep: Callable[[float], None], say: Say) -> Attempt:
        """Make every attempt of one request wait for the end of it; a RateLimitError where it has no time for that."""
        last: httpx.Response | None = None
        sent = False

        def in_turn(seconds: float) -> httpx.Response:
            nonlocal last, sent
            ends = time.monotonic() + seconds
            for left in self._left(last):
                if left >= ends - time.monotonic():
                    what = f"Junction wants no requests for {left:.0f} s, longer than this one may wait."
                    raise RateLimitError(what, "Try again later.", status_code=429, in_doubt=sent)
                say(f"waiting {left:.1f} s, as another request was asked to")
                sleep(left)
            sent = True
            last = attempt(max(ends - time.monotonic(), 0.1))
            self._heed(last, ends)
            return last

        return in_turn

    def _left(self, last: httpx.Response | None) -> Iterator[float]:
        """Yield the seconds that are left of each pause; of that which the *last* answer asked for none are."""
        while (asked := self._asked) is not None:
            left = asked.until - time.monotonic()
            if left > 0 and asked.answer is not last:
                yield left
            self._end(asked)

    def _end(self, asked: Asked) -> None:
        with self._lock:
            if self._asked is asked:
                self._asked = None

    def _heed(self, answer: httpx.Response, ends: float) -> None:
        """Note what an answer asks for, if that request will wait for it; of several the longest counts."""
        seconds = retry_after(answer) if answer.status_code in WORTH_IT else None
        until = time.monotonic() + (seconds or 0.0)
        with self._lock:
            if seconds and until < ends and (self._asked is None or self._asked.until < until):
                self._asked = Asked(answer, until)
