"""Who declares what in this run. A DELETE reverts to defaults, so it must never follow another's write of the pair.

One provider process serves all resources of an operation, in four threads. State outlives none of it.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from pulumi_junction.core.identity import Scope
from pulumi_junction.core.values import Slug, Team

Pair = tuple[Team, Slug]


@dataclass
class Ownership:
    """Which resource (by URN) declares each pair, and which pairs were written or found right in this run."""

    _declared: dict[tuple[Scope, Pair], str] = field(default_factory=dict)
    _declared_by: dict[str, set[tuple[Scope, Pair]]] = field(default_factory=dict)
    _read: set[str] = field(default_factory=set)
    _claimed: dict[tuple[Scope, Pair], str] = field(default_factory=dict)
    _reset: set[tuple[Scope, Pair]] = field(default_factory=set)
    _locks: dict[tuple[Scope, Team], threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def declare(self, urn: str, scope: Scope, pairs: Iterable[Pair]) -> dict[str, Pair]:
        """Note what a resource declares; returns the others that declare some of it too, each with one such pair."""
        with self._lock:
            for key in self._declared_by.pop(urn, ()):
                self._declared.pop(key, None)
            mine = self._declared_by[urn] = set()
            rivals: dict[str, Pair] = {}
            for pair in pairs:
                key = (scope, pair)
                owner = self._declared.setdefault(key, urn)
                if owner == urn:
                    mine.add(key)
                else:
                    rivals.setdefault(owner, pair)
            return rivals

    @contextmanager
    def hold(self, scope: Scope, teams: Iterable[Team]) -> Iterator[None]:
        """Keep other resources away from these teams while one reads and writes them."""
        with self._lock:
            locks = [self._locks.setdefault((scope, team), threading.Lock()) for team in sorted(set(teams))]
        with ExitStack() as stack:
            for lock in locks:
                stack.enter_context(lock)
            yield

    def release(self, urn: str) -> None:
        """Note that a resource is only read from here on; what it declared before stays as it is."""
        with self._lock:
            self._read.add(urn)

    def is_released(self, urn: str) -> bool:
        """Tell whether this run reads the resource that it is about to delete."""
        with self._lock:
            return urn in self._read

    def claim(self, urn: str, scope: Scope, pairs: Iterable[Pair]) -> None:
        """Note that these pairs are as declared from here on: written, or found right."""
        with self._lock:
            self._claimed.update({(scope, pair): urn for pair in pairs})

    def needed(self, urn: str, scope: Scope, pairs: Iterable[Pair]) -> dict[Pair, str]:
        """Return those of the pairs that *urn* is not to reset in this run, each with the resource that needs it.

        That is what was claimed, and what another resource declares though nothing is to be done for it: it may be the
        new home of a move whose first half was an earlier run's.
        """
        with self._lock:
            owners = {pair: self._claimed.get((scope, pair)) or self._declared.get((scope, pair)) for pair in pairs}
            claimed = self._claimed.keys()
            return {
                pair: owner for pair, owner in owners.items() if owner and (owner != urn or (scope, pair) in claimed)
            }

    def note_reset(self, scope: Scope, pairs: Iterable[Pair]) -> None:
        """Note what was put back to defaults in this run."""
        with self._lock:
            self._reset.update((scope, pair) for pair in pairs)

    def given_up(self, scope: Scope, pairs: Iterable[Pair]) -> frozenset[Pair]:
        """Return those of the pairs that were reset or restored in this run: what is there now is our own doing."""
        with self._lock:
            return frozenset(pair for pair in pairs if (scope, pair) in self._reset)

    def was_reset(self, urn: str) -> bool:
        """Tell whether something that a resource declares was reset in this run, before its turn came."""
        with self._lock:
            return not self._reset.isdisjoint(self._declared_by.get(urn, ()))
