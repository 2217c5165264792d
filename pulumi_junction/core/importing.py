"""Importing connections a part at a time, each of them once: who is imported, who failed, and what nobody knows yet."""

import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Protocol

from pulumi_junction.core.connections import Connection
from pulumi_junction.core.pulls import Operation, at
from pulumi_junction.core.settling import Before, Kind, Operations, Say, Sleep, begun_since, looks, once, unsettled
from pulumi_junction.core.values import Slug
from pulumi_junction.errors import JunctionError

IMPORT = "link_bulk_import"
"""The `type` of an operation that an import has started."""

PER_REQUEST = 100
"""Connections in a request at most: few, as an operation that ends within 20 s tells who failed."""

FEWEST = 61
"""Connections in a request at least, but for the last one."""

POLL_SECONDS = 2.0

Now = Callable[[], float]


class Answer(Protocol):
    """`BulkImportConnectionsResponse`."""

    @property
    def imported(self) -> frozenset[str]:
        """Users' UUIDs."""

    @property
    def failed(self) -> frozenset[str]:
        """Users' UUIDs."""


class ImportService(Operations, Protocol):
    """What importing needs of the service."""

    def import_connections(self, provider: Slug, connections: Sequence[Connection]) -> Answer | None:
        """Send one POST and wait for at most 20 s; None where the operation goes on."""


@dataclass(frozen=True, slots=True)
class Open:
    """A part that was sent, and of which nobody knows yet what became of it."""

    fingerprints: Mapping[str, str]
    """By user: what was sent."""

    before: Before
    accepted: bool = False
    """It was surely accepted, so it is never sent again only because nothing is listed."""

    started_at: datetime | None = None
    """The start of its operation, where that was seen."""

    def plain(self) -> dict[str, Any]:
        """The form that state holds."""
        started = {} if self.started_at is None else {"started_at": at(self.started_at)}
        return {
            "fingerprints": dict(self.fingerprints),
            "before": self.before.plain(),
            "accepted": self.accepted,
            **started,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Open":
        """Read that form."""
        started = plain.get("started_at")
        return cls(
            dict(plain["fingerprints"]),
            Before.of(plain["before"]),
            bool(plain.get("accepted")),
            None if started is None else datetime.fromisoformat(started),
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one part."""

    imported: frozenset[str]
    failed: frozenset[str]
    running: Operation | None = None
    """The operation that has not ended in time: of all others of this part nobody knows yet."""

    by_status: bool = False
    """Only how the operation ended is known: one that succeeded may have failed for some, which nobody tells."""


def kind_of(provider: Slug) -> Kind:
    """Return the operations of imports of one data provider."""
    return Kind(IMPORT, provider, "import")


def part_size() -> int:
    """Draw how many go into a request: an operation has no id, and its size is the one mark that we can give it."""
    return FEWEST + secrets.randbelow(PER_REQUEST - FEWEST + 1)


def parts(connections: Iterable[Connection]) -> Iterator[list[Connection]]:
    """Cut them up."""
    rest = iter(connections)
    while part := list(islice(rest, part_size())):
        yield part


def import_part(
    service: ImportService,
    provider: Slug,
    part: Sequence[Connection],
    before: Before,
    *,
    sleep: Sleep,
    say: Say,
    seconds: float,
    now: Now = time.monotonic,
) -> Outcome:
    """Import them, and wait at most *seconds* where the answer does not tell.

    Raises as `once` does: an UnsettledError also for what was accepted, and is not seen to the end.
    """
    users, kind = frozenset(one.user_id for one in part), kind_of(provider)
    answer, operation = once(
        service,
        kind,
        before,
        len(part),
        lambda: service.import_connections(provider, part),
        sleep=sleep,
        say=say,
        enough=lambda found: found is not None,
        exact=True,
    )
    if answer is not None:
        return _told(answer, users)
    if operation is None:
        lost = JunctionError("Junction accepted the import, and lists no operation of it.")
        raise unsettled(lost, kind, before, accepted=True)
    try:
        return wait_for_end(service, users, operation, sleep=sleep, seconds=seconds, now=now)
    except JunctionError as problem:
        lost = problem
    raise unsettled(lost, kind, before, accepted=True)


def settled(
    service: ImportService,
    provider: Slug,
    part: Open,
    *,
    anew: str,
    sleep: Sleep,
    seconds: float,
    now: Now = time.monotonic,
) -> Outcome | None:
    """Find what became of it; None where it has started nothing, and is to be sent again.

    Raises a JunctionError where that cannot be told; *anew* says how somebody who knows has all sent again.
    """
    operation = _operation_of(service, kind_of(provider), part, anew, sleep)
    if operation is not None:
        users = frozenset(part.fingerprints)
        return wait_for_end(service, users, operation, sleep=sleep, seconds=seconds, now=now)
    if part.accepted:
        what = "Junction lists no operation of the import that it has accepted."
        raise JunctionError(what, f"Run it again later; {anew}")
    return None


def _operation_of(service: ImportService, kind: Kind, part: Open, anew: str, sleep: Sleep) -> Operation | None:
    if part.started_at is not None:
        return next((one for one in kind.of(service) if one.started_at == part.started_at), None)
    for _ in looks(sleep):
        ours, new = begun_since(service, kind, part.before, len(part.fingerprints))
        alike = sum(part.before.growth(one) == len(part.fingerprints) for one in new)
        if alike > 1:
            what = f"Junction lists {alike} imports since, any of which may be the one whose answer was lost."
            raise JunctionError(what, f"Find out whether it was carried out; {anew}")
        if ours is not None:
            return ours
    return None


def wait_for_end(
    service: ImportService,
    users: frozenset[str],
    operation: Operation,
    *,
    sleep: Sleep,
    seconds: float,
    now: Now = time.monotonic,
) -> Outcome:
    """Wait for the end of an operation, whose status is all that it tells: users are imported all or none."""
    until = now() + seconds
    kind = kind_of(operation.provider)
    while operation.running:
        if now() >= until:
            return Outcome(frozenset(), frozenset(), operation)
        sleep(POLL_SECONDS)
        last = operation
        operation = next((one for one in kind.of(service) if last.is_same(one)), last)
    if operation.ended_well:
        return Outcome(users, frozenset(), by_status=True)
    return Outcome(frozenset(), users, by_status=True)


def _told(answer: Answer, users: frozenset[str]) -> Outcome:
    """Whom the answer does not name counts as failed: nobody is left out, and the next run tries again."""
    imported = answer.imported & users
    return Outcome(imported, users - imported)


def changed(fingerprints: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """Tell whose connections are to be imported: new ones, and those with other credentials."""
    return sorted(user for user, one in fingerprints.items() if before.get(user) != one)
