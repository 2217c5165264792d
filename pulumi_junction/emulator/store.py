"""What is kept, in an SQLite file or in memory; here what has been set, per environment and region."""

import json
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from pulumi_junction.emulator.schema import TABLES


class World(NamedTuple):
    """One environment in one region. A team set in two worlds is two teams."""

    env: str
    region: str


@dataclass(frozen=True)
class Preference:
    """The whole days set for one provider of one team."""

    default: int
    overrides: dict[str, int] = field(default_factory=dict)

    def short(self) -> dict[str, Any]:
        """`{"default": 120, "resource_overrides": {"sleep": 180}}`, without the latter where there are none."""
        overrides = {"resource_overrides": dict(self.overrides)} if self.overrides else {}
        return {"default": self.default, **overrides}

    @classmethod
    def from_short(cls, short: dict[str, Any]) -> "Preference":
        """What `short` gave."""
        return cls(short["default"], short.get("resource_overrides", {}))


Preferences = dict[str, Preference]
"""Keyed by provider slug; what was never set, or was reset, is not in it."""

Change = Callable[[Preferences], Preferences]


def preferences_of(database: sqlite3.Connection, world: World, team: str) -> Preferences:
    """What `Store.get` answers, within a transaction."""
    query = "select preferences from teams where env = ? and region = ? and team_id = ?"
    for (text,) in database.execute(query, (*world, team)).fetchall():
        return {slug: Preference.from_short(short) for slug, short in json.loads(text).items()}
    return {}


class Store:
    """Safe to use from any thread: one connection, one lock, and every change a transaction.

    A team is known from the first write that names it, and stays known when all it had is reset. Team ids
    are lower-case UUIDs. A file holds one organisation.
    """

    def __init__(self, file: str | PathLike[str] | None = None) -> None:
        self._lock = threading.Lock()
        if file:
            # Imported tokens are in it. Where this does not work, SQLite says why.
            with suppress(OSError):
                Path(file).touch(mode=0o600)
        self._database = sqlite3.connect(file or ":memory:", check_same_thread=False)
        try:
            with self._database:
                for table in TABLES:
                    self._database.execute(table)
        except sqlite3.Error:
            self._database.close()
            raise

    def close(self) -> None:
        """Nothing can be read or changed afterwards."""
        with self._lock:
            self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything in the block, or with an error nothing; other threads wait."""
        with self._lock, self._database:
            yield self._database

    def teams(self, world: World) -> list[str]:
        """The known teams, sorted, which is the order of every page."""
        with self._lock:
            return self._teams(world)

    def get(self, world: World, team: str) -> Preferences:
        """Only what is set; nothing for a team that is not known."""
        with self._lock:
            return preferences_of(self._database, world, team)

    def update(self, world: World, teams: Iterable[str], change: Change) -> None:
        """Give each team what *change* makes of what it had: all of them, or with an error none."""
        with self._lock, self._database:
            self._update(world, teams, change)

    def reset(self, world: World, teams: Collection[str], slugs: Collection[str]) -> None:
        """Forget what is set. An empty collection is no restriction: every team, every provider."""

        def without(had: Preferences) -> Preferences:
            return {slug: kept for slug, kept in had.items() if slugs and slug not in slugs}

        with self._lock, self._database:
            self._update(world, [team for team in self._teams(world) if not teams or team in teams], without)

    def _teams(self, world: World) -> list[str]:
        query = "select team_id from teams where env = ? and region = ? order by team_id"
        return [team for (team,) in self._database.execute(query, world)]

    def _update(self, world: World, teams: Iterable[str], change: Change) -> None:
        for team in teams:
            after = {
                slug: preference.short()
                for slug, preference in change(preferences_of(self._database, world, team)).items()
            }
            row = (*world, team, json.dumps(after))
            self._database.execute("insert or replace into teams values (?, ?, ?, ?)", row)
