"""How far a bulk operation is, how fast it goes, and when it ends: by the throttle table, and as observed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pulumi_junction.core import throttle
from pulumi_junction.core.pulls import Operation
from pulumi_junction.core.settling import Operations
from pulumi_junction.core.triggering import PullService, triggers_of
from pulumi_junction.core.values import Slug

_LONGEST = 10**9
"""Seconds; 30 years are as good as never."""


@dataclass(frozen=True, slots=True)
class Current:
    """The operation to watch."""

    operation: Operation
    """The running one that started last; without any the last of all."""

    running: int
    """How many run. The service takes any number for one data provider."""


def find_current(service: PullService, provider: Slug) -> Current | None:
    """Return the operation to watch; None where none is listed."""
    last: Operation | None = None
    running = 0
    for one in triggers_of(service, provider):
        running += one.running
        if last is None or (one.running, one.started_at) > (last.running, last.started_at):
            last = one
    return None if last is None else Current(last, running)


def look_again(service: Operations, operation: Operation) -> Operation | None:
    """Return the same operation as it is now, reading no page more than needed; None where it is listed no more."""
    return next((one for one in service.operations() if one.is_same(operation)), None)


@dataclass(frozen=True, slots=True)
class Progress:
    """An operation at one moment."""

    moment: datetime
    operation: Operation
    elapsed: float
    """Seconds since its start, to its end where it has one."""

    per_minute: float | None
    """Connections, as observed. None: nothing has moved yet."""

    at_least: float | None
    """Seconds until its last pull starts at the earliest, by the throttle table; None where it does not run."""

    expected: float | None
    """Seconds until nothing is pending, at the observed rate. None: not known, or it does not run."""

    @property
    def percent(self) -> float:
        """Of the connections; of none at all everything is done once it has ended."""
        one = self.operation
        return 100 * one.processed / one.total if one.total else 0.0 if one.running else 100.0


class Pace:
    """What was seen of one operation.

    Connections are done batch by batch, so the rate is the one from change to change; until two were seen it is the
    one since the start.
    """

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self._changes: tuple[tuple[datetime, int], tuple[datetime, int]] | None = None
        """The first change that was seen, and the last."""

    def look(self, operation: Operation, now: datetime) -> bool:
        """Take notice of it as it is now; tells whether anything is different."""
        different = operation != self.operation
        if operation.processed > self.operation.processed:
            change = (now, operation.processed)
            self._changes = (self._changes[0] if self._changes else change, change)
        self.operation = operation
        return different

    def at(self, now: datetime) -> Progress:
        """Tell how far it is."""
        one = self.operation
        elapsed = max(((one.ended_at or now) - one.started_at).total_seconds(), 0.0)
        per_second = self._per_second(elapsed)
        if not one.running:
            return Progress(now, one, elapsed, _per_minute(per_second), None, None)
        due = one.started_at + timedelta(seconds=min(throttle.rate_of(one.provider).seconds(one.total), _LONGEST))
        at_least = max((due - now).total_seconds(), 0.0)
        expected = one.pending / per_second if per_second else None
        return Progress(now, one, elapsed, _per_minute(per_second), at_least, expected)

    def _per_second(self, elapsed: float) -> float | None:
        if self._changes and self.operation.running:
            (first, before), (last, after) = self._changes
            seconds = (last - first).total_seconds()
            if seconds > 0 and after > before:
                return (after - before) / seconds
        processed = self.operation.processed
        return processed / elapsed if elapsed and processed else None


def _per_minute(per_second: float | None) -> float | None:
    return None if per_second is None else 60 * per_second
