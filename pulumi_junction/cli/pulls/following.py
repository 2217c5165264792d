"""Looking at a running operation again and again, until it ends or nobody waits any longer."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone

from pulumi_junction.core.pulls import Operation
from pulumi_junction.core.triggering import PullService
from pulumi_junction.core.watching import Pace, look_again
from pulumi_junction.errors import JunctionError


@dataclass
class Clock:
    """The machine's time."""

    now: Callable[[], datetime] = lambda: datetime.now(timezone.utc)
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


CLOCK = Clock()


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to look, and for how long."""

    interval: float
    timeout: float | None = None


def follow(service: PullService, operation: Operation, patience: Patience) -> Iterator[Pace]:
    """Yield at once, and then whenever something has changed, until it ends or the time is up."""
    ends = None if patience.timeout is None else CLOCK.monotonic() + patience.timeout
    pace = Pace(operation)
    yield pace
    while pace.operation.running:
        left = None if ends is None else ends - CLOCK.monotonic()
        if left is not None and left <= 0:
            return
        CLOCK.sleep(patience.interval if left is None else min(patience.interval, left))
        now = look_again(service, pace.operation)
        if now is None:
            raise JunctionError("Junction lists the operation no more.", "What became of it is not known.")
        if pace.look(now, CLOCK.now()):
            yield pace
