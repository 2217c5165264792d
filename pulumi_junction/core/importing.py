"""Importing connections a part at a time, each of them once: who is imported, who failed, and what nobody knows yet."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from pulumi_junction.core.connections import Connection
from pulumi_junction.core.pulls import SUCCESS, Operation
from pulumi_junction.core.settling import Before, Kind, Operations, Say, Sleep, begun_since, once, unsettled
from pulumi_junction.core.values import Slug
from pulumi_junction.errors import JunctionError

IMPORT = "link_bulk_import"
"""The `type` of an operation that an import has started."""

PER_REQUEST = 100
"""Connections in a request: few enough that their operation ends within the 20 s that tell who failed."""

POLL_SECONDS = 2.0


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


def parts(connections: Iterable[Connection], size: int = PER_REQUEST) -> Iterator[list[Connection]]:
    """Cut them up."""
    rest = iter(connections)
    while part := list(islice(rest, size)):
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
    now: Callable[[], float] = time.monotonic,
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
    )
    if answer is not None:
        return _told(answer, users)
    if operation is None:
        lost = JunctionError("Junction accepted the import, and lists no operation of it.")
        raise unsettled(lost, kind, before, accepted=True)
    try:
        return ended(service, provider, users, operation, sleep=sleep, seconds=seconds, now=now)
    except JunctionError as problem:
        lost = problem
    raise unsettled(lost, kind, before, accepted=True)


def settled(
    service: ImportService, provider: Slug, users: frozenset[str], before: Before, *, sleep: Sleep, seconds: float
) -> Outcome | None:
    """Find what became of a part whose answer was lost; None where it has started nothing."""
    operation, _ = begun_since(service, kind_of(provider), before, len(users))
    if operation is None:
        return None
    return ended(service, provider, users, operation, sleep=sleep, seconds=seconds)


def ended(
    service: ImportService,
    provider: Slug,
    users: frozenset[str],
    operation: Operation,
    *,
    sleep: Sleep,
    seconds: float,
    now: Callable[[], float] = time.monotonic,
) -> Outcome:
    """Wait for the end of an operation, whose status is all that it tells: users are imported all or none."""
    until = now() + seconds
    while operation.running:
        if now() >= until:
            return Outcome(frozenset(), frozenset(), operation)
        sleep(POLL_SECONDS)
        last = operation
        operation = next((one for one in kind_of(provider).of(service) if last.is_same(one)), last)
    if operation.status == SUCCESS:
        return Outcome(users, frozenset(), by_status=True)
    return Outcome(frozenset(), users, by_status=True)


def _told(answer: Answer, users: frozenset[str]) -> Outcome:
    """Whom the answer does not name counts as failed: importing twice what is there is safer than leaving it out."""
    imported = answer.imported & users
    return Outcome(imported, users - imported)


def changed(fingerprints: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """Tell whose connections are to be imported: new ones, and those with other credentials."""
    return sorted(user for user, one in fingerprints.items() if before.get(user) != one)


def plain(users: Iterable[str], before: Before) -> dict[str, Any]:
    """Note what nobody knows yet: the form that state and journals hold."""
    return {"users": sorted(users), "before": before.plain()}
