"""Sending a bulk request once: an unclear end is settled by what the service lists, never by sending again blindly.

A bulk operation has no id, and the answer to such a request may have no body. So the operations are listed before it is
sent; what is listed afterwards and was not before may be the request's.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from pulumi_junction.core.pulls import Operation, at
from pulumi_junction.core.values import Slug
from pulumi_junction.errors import ApiError, CanceledError, JunctionError, is_refusal

LOOK_AFTER_SECONDS = (0.0, 1.0, 2.0, 4.0)
"""The answer comes as soon as everything is "enqueued", so an operation may be listed later than that."""

MOST_REMEMBERED = 1_000
"""Operations, the newest ones; whatever is older than they are is not new."""

T = TypeVar("T")
Sleep = Callable[[float], None]
Say = Callable[[str], None]


class Operations(Protocol):
    """What settling needs of the service. A request may raise a JunctionError."""

    def operations(self) -> Iterator[Operation]:
        """All that are listed, in any order."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Operations of one type and data provider."""

    type: str
    provider: Slug
    what: str
    """What was sent, in words."""

    def of(self, service: Operations) -> Iterator[Operation]:
        """Yield those that are listed."""
        return (one for one in service.operations() if one.type == self.type and one.provider == self.provider)


@dataclass(frozen=True, slots=True)
class Before:
    """The operations of one kind that were listed before: their starts and totals, which tell them apart."""

    known: frozenset[tuple[datetime, int]] = frozenset()

    def plain(self) -> dict[str, Any]:
        """The form that state holds."""
        return {"known": [[at(start), total] for start, total in sorted(self.known)]}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Before":
        """Read that form."""
        known = plain.get("known") or ()
        return cls(frozenset((datetime.fromisoformat(start), int(total)) for start, total in known))

    def is_new(self, operation: Operation) -> bool:
        """Tell whether it was not there, or has grown; only times of the service are compared."""
        if (operation.started_at, operation.total) in self.known:
            return False
        forgotten = len(self.known) >= MOST_REMEMBERED and operation.started_at < min(self.known)[0]
        return not forgotten

    def growth(self, operation: Operation) -> int:
        """Tell how many connections have come: whether a request may join a running operation nobody documents."""
        totals = [total for start, total in self.known if start == operation.started_at and total < operation.total]
        return operation.total - max(totals, default=0)


class UnsettledError(ApiError):
    """Nobody knows whether the request was accepted; or, where it was, what became of it.

    `before` is what a later look compares with.
    """

    def __init__(self, what: str, hint: str, before: Before, accepted: bool = False) -> None:
        super().__init__(what, hint)
        self.before = before
        self.accepted = accepted


def look(service: Operations, kind: Kind) -> Before:
    """List what is there."""
    newest = sorted({(one.started_at, one.total) for one in kind.of(service)}, reverse=True)[:MOST_REMEMBERED]
    return Before(frozenset(newest))


def begun_since(
    service: Operations, kind: Kind, before: Before, count: int
) -> tuple[Operation | None, list[Operation]]:
    """Return the operation of a request of *count* connections, and all that is new.

    One of another size is somebody else's, as far as anybody knows.
    """
    new = [one for one in kind.of(service) if before.is_new(one)]
    ours = [one for one in new if before.growth(one) == count]
    return max(ours, key=lambda one: one.started_at, default=None), new


def once(
    service: Operations,
    kind: Kind,
    before: Before,
    count: int,
    send: Callable[[], T],
    *,
    sleep: Sleep,
    say: Say,
    enough: Callable[[T], bool] = lambda _: False,
    exact: bool = False,
) -> tuple[T | None, Operation | None]:
    """Send; returns the answer, None where it was lost, and the operation, None where none is listed.

    *before* is what `look` has found. With an answer that tells *enough* nobody looks for the operation. That of what
    was accepted is the likeliest one that is listed, but with *exact* no other than one of *count* connections. Raises
    an UnsettledError where nobody knows, any other JunctionError where it was surely not accepted.
    """
    try:
        answer = send()
    except JunctionError as problem:
        if is_refusal(problem):
            raise
        if isinstance(problem, CanceledError):
            raise unsettled(problem, kind, before) from None
        say(f"it is not clear whether Junction accepted the {kind.what} ({problem.what}); looking for its operation")
        lost = problem
    else:
        return answer, None if enough(answer) else _listed(service, kind, before, count, sleep, exact)
    return None, _lost(service, kind, before, count, sleep, lost)


def _listed(service: Operations, kind: Kind, before: Before, count: int, sleep: Sleep, exact: bool) -> Operation | None:
    """Find the operation of what was accepted. It is so even where nobody can look."""
    try:
        for _ in looks(sleep):
            ours, new = begun_since(service, kind, before, count)
            if ours or (new and not exact):
                return ours or max(new, key=lambda one: one.started_at)
    except JunctionError:
        pass
    return None


def _lost(
    service: Operations, kind: Kind, before: Before, count: int, sleep: Sleep, problem: JunctionError
) -> Operation:
    """Find the operation of what may have been accepted: no other will do."""
    try:
        for _ in looks(sleep):
            ours, _new = begun_since(service, kind, before, count)
            if ours:
                return ours
    except JunctionError:
        pass
    raise unsettled(problem, kind, before)


def looks(sleep: Sleep) -> Iterator[None]:
    """Yield when it is time to look for an operation: it may be listed late."""
    for seconds in LOOK_AFTER_SECONDS:
        if seconds:
            sleep(seconds)
        yield


def unsettled(problem: JunctionError, kind: Kind, before: Before, accepted: bool = False) -> UnsettledError:
    """Make the error of what may have been accepted, or was, and was not seen to its end."""
    unclear = f"what became of the {kind.what}" if accepted else f"whether the {kind.what} was accepted"
    hint = "Run it again: Junction's list of operations is looked at before anything is sent."
    return UnsettledError(f"{problem.what} It is not clear {unclear}.", hint, before, accepted)
