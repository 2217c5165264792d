"""Bulk operations: what became of one follows from the time and the throttle table alone."""

import math
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Any

from pulumi_junction.emulator.connections import owner_of
from pulumi_junction.emulator.moments import moment
from pulumi_junction.emulator.store import Store
from pulumi_junction.emulator.teams import Team

TRIGGER = "link_bulk_historical_trigger"

_A_MOMENT = 1e-6
"""Numbers of seconds since 1970 are no more exact than this."""


@dataclass(frozen=True)
class Operation:
    """Starts `batch` users every `interval` seconds, counted from `started_at`; each takes `seconds`."""

    type: str
    provider: str
    started_at: float
    total: int
    batch: int
    interval: float
    seconds: float
    outcome: str = "success"
    id: int = 0

    @property
    def reached(self) -> int:
        """How many it gets to. One that does not succeed ends with its first batch (the emulator's own choice)."""
        return self.total if self.outcome == "success" else min(self.total, self.batch)

    def starts_at(self, place: int) -> float:
        """When the user at this place of the list is started, counted from 0."""
        return self.started_at + place // self.batch * self.interval

    @property
    def ends_at(self) -> float:
        """When the last user has been pulled."""
        return self.starts_at(self.reached - 1) + self.seconds if self.reached else self.started_at

    def over(self, now: float) -> bool:
        """Whether it has ended."""
        return now + _A_MOMENT >= self.ends_at

    def processed(self, now: float) -> int:
        """Users whose pull has ended, those who were never connected included."""
        batches = math.floor((now + _A_MOMENT - self.started_at - self.seconds) / self.interval) + 1
        return max(0, min(self.reached, batches * self.batch))

    def shown(self, now: float) -> dict[str, Any]:
        """As BulkOp of the document."""
        processed = self.processed(now)
        return {
            "type": self.type,
            "status": self.outcome if self.over(now) else "in_progress",
            "provider": self.provider,
            "pending": self.total - processed,
            "processed": processed,
            "started_at": moment(self.started_at),
            "ended_at": moment(self.ends_at) if self.over(now) else None,
        }


_ADD = """
insert into operations (owner, type, provider, started_at, total, batch, interval, seconds, outcome)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_START = """
insert or replace into pulls (connection, scheduled_at, starts_at, seconds, terms)
select c.id, ?, ?, ?, null from users u join connections c on c.user = u.id
where u.owner = ? and u.user_id = ? and c.provider = ?
"""
_PAGE = """
select type, provider, started_at, total, batch, interval, seconds, outcome, id from operations
where owner = ? and id < ? order by id desc limit ?
"""
_NEWEST = 2**62
"""More than any row has."""


class Operations:
    """Those that were ever accepted, of every team."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, team: Team, operation: Operation, starting: Iterable[tuple[str, float]]) -> None:
        """Accept it, together with the pulls of *starting*: ids of users, and when each begins.

        A pull takes the place of the connection's last one, also of one that another operation has not come to yet.
        Users who are unknown or not connected are passed over: what the service does about them is not documented.
        """
        one = operation
        with self._store.transaction() as database:
            owner = owner_of(database, team)
            *values, _ = astuple(one)
            database.execute(_ADD, (owner, *values))
            database.executemany(
                _START,
                [(one.started_at, starts, one.seconds, owner, user, one.provider) for user, starts in starting],
            )

    def page(self, team: Team, before: int | None, size: int) -> tuple[list[Operation], bool]:
        """The next ones, newest first, older than row *before*, and whether more follow."""
        with self._store.transaction() as database:
            arguments = (owner_of(database, team), _NEWEST if before is None else before, size + 1)
            found = [Operation(*row) for row in database.execute(_PAGE, arguments)]
        return found[:size], len(found) > size
