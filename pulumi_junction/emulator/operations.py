"""Bulk operations: how far one is follows from the time and its rate alone."""

import math
import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Any

from pulumi_junction.emulator.clock import A_MOMENT
from pulumi_junction.emulator.connections import owner_of
from pulumi_junction.emulator.moments import moment
from pulumi_junction.emulator.store import Store
from pulumi_junction.emulator.teams import Team

TRIGGER = "link_bulk_historical_trigger"
IMPORT = "link_bulk_import"


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
    in_vain: bool = False
    """An import of which nothing came in: it has failed (the emulator's own choice)."""

    @property
    def reached(self) -> int:
        """How many it gets to. One that does not succeed ends with its first batch (the emulator's own choice)."""
        return self.total if self.outcome == "success" else min(self.total, self.batch)

    def starts_at(self, place: int) -> float:
        """When the user at this place of the list is started, counted from 0."""
        return self.started_at + place // self.batch * self.interval

    def done_at(self, place: int) -> float:
        """When it is done with the user at this place."""
        return self.starts_at(place) + self.seconds

    @property
    def ends_at(self) -> float:
        """When it is done with the last user."""
        return self.done_at(self.reached - 1) if self.reached else self.started_at

    def over(self, now: float) -> bool:
        """Whether it has ended."""
        return now + A_MOMENT >= self.ends_at

    def processed(self, now: float) -> int:
        """Users it is done with, those for whom it can do nothing included."""
        batches = math.floor((now + A_MOMENT - self.started_at - self.seconds) / self.interval) + 1
        return max(0, min(self.reached, batches * self.batch))

    def status(self, now: float) -> str:
        """In progress, or how it ended."""
        if not self.over(now):
            return "in_progress"
        return "failure" if self.in_vain and self.outcome == "success" else self.outcome

    def shown(self, now: float) -> dict[str, Any]:
        """As BulkOp of the document."""
        processed = self.processed(now)
        return {
            "type": self.type,
            "status": self.status(now),
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
select type, provider, started_at, total, batch, interval, seconds, outcome, id,
    type = 'link_bulk_import' and total > 0
    and not exists (select 1 from imports where operation = operations.id and imported)
from operations where owner = ? and id < ? order by id desc limit ?
"""
_NEWEST = 2**62
"""More than any row has."""


def accept(database: sqlite3.Connection, team: Team, operation: Operation) -> int:
    """Write it down; its number."""
    *values, _id, _in_vain = astuple(operation)
    row: int | None = database.execute(_ADD, (owner_of(database, team), *values)).lastrowid
    assert row is not None  # noqa: S101 - sqlite3's type is for statements of every kind
    return row


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
            accept(database, team, one)
            owner = owner_of(database, team)
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
