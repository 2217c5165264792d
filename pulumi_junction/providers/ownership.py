"""Who declares what in this run. A DELETE reverts to defaults, so it must never follow another's write of the pair.

One provider process serves all resources of an operation, in four threads. State outlives none of it.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from pulumi_junction.core.identity import Scope
from pulumi_junction.core.values import Slug, Team

Pair = tuple[Team, Slug]


@dataclass
class Ownership:
    """Which resource (by URN) declares each pair, and which pairs were written or found right in this run."""

    _declared: dict[Scope, dict[Pair, str]] = field(default_factory=lambda: defaultdict(dict))
    _declared_by: dict[str, tuple[Scope, frozenset[Pair]]] = field(default_factory=dict)
    _read: set[str] = field(default_factory=set)
    _claimed: dict[Scope, dict[Pair, str]] = field(default_factory=lambda: defaultdict(dict))
    _reset: dict[Scope, set[Pair]] = field(default_factory=lambda: defaultdict(set))
    _locks: dict[tuple[Scope, Team], threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def declare(self, urn: str, scope: Scope, pairs: Iterable[Pair]) -> dict[str, Pair]:
        """Note what a resource declares; returns the others that declare some of it too, each with one such pair."""
        with self._lock:
            place, had = self._declared_by.pop(urn, (scope, frozenset()))
            for pair in had:
                self._declared[place].pop(pair, None)
            owners, asked = self._declared[scope], frozenset(pairs)
            rivals: dict[str, Pair] = {}
            for pair in owners.keys() & asked:
                rivals.setdefault(owners[pair], pair)
            mine = asked.difference(owners)
            owners.update(dict.fromkeys(mine, urn))
            self._declared_by[urn] = (scope, mine)
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
            self._claimed[scope].update(dict.fromkeys(pairs, urn))

    def needed(self, urn: str, scope: Scope, pairs: Iterable[Pair]) -> dict[Pair, str]:
        """Return those of the pairs that *urn* is not to reset in this run, each with the resource that needs it.

        That is what was claimed, and what another resource declares though nothing is to be done for it: it may be the
        new home of a move whose first half was an earlier run's.
        """
        with self._lock:
            claimed, declared = self._claimed[scope], self._declared[scope]
            owners = {pair: claimed.get(pair) or declared.get(pair) for pair in pairs}
            return {pair: owner for pair, owner in owners.items() if owner and (owner != urn or pair in claimed)}

    def note_reset(self, scope: Scope, pairs: Iterable[Pair]) -> None:
        """Note what was put back to defaults in this run."""
        with self._lock:
            self._reset[scope].update(pairs)

    def given_up(self, scope: Scope, pairs: Iterable[Pair]) -> frozenset[Pair]:
        """Return those of the pairs that were reset or restored in this run: what is there now is our own doing."""
        with self._lock:
            return frozenset(self._reset[scope].intersection(pairs))

    def was_reset(self, urn: str) -> bool:
        """Tell whether something that a resource declares was reset in this run, before its turn came."""
        with self._lock:
            scope, pairs = self._declared_by.get(urn, (None, frozenset()))
            return scope is not None and not self._reset[scope].isdisjoint(pairs)
