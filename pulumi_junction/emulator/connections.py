"""Users of teams and their connections to providers."""

import sqlite3
from collections.abc import Iterable, Sequence

from pulumi_junction.emulator.store import Store
from pulumi_junction.emulator.teams import Team

User = tuple[str, Sequence[str]]
"""An id and the providers the user is connected to."""


def owner_of(database: sqlite3.Connection, team: Team) -> int:
    """The number of a team in the other tables; a team that is asked about has one."""
    database.execute("insert or ignore into owners (env, region, team_id) values (?, ?, ?)", team)
    query = "select id from owners where env = ? and region = ? and team_id = ?"
    number: int = database.execute(query, team).fetchone()[0]
    return number


class Connections:
    """A connection belongs to one user of one team, and there is one to a provider at most."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, team: Team, users: Iterable[User], when: float) -> None:
        """Connect users from *when* on; what exists already stays as it is."""
        users = list(users)
        with self._store.transaction() as database:
            owner = owner_of(database, team)
            database.executemany(
                "insert or ignore into users (owner, user_id) values (?, ?)", [(owner, user) for user, _ in users]
            )
            database.executemany(
                "insert or ignore into connections (user, provider, connected_at) "
                "select id, ?, ? from users where owner = ? and user_id = ?",
                [(provider, when, owner, user) for user, providers in users for provider in providers],
            )

    def users(self, team: Team) -> list[str]:
        """In the order in which they became known, which is that of every page."""
        with self._store.transaction() as database:
            query = "select user_id from users where owner = ? order by id"
            return [user for (user,) in database.execute(query, (owner_of(database, team),))]

    def page(self, team: Team, after: int, size: int) -> tuple[list[tuple[int, str]], bool]:
        """Rows and ids of the next users behind row *after*, and whether more follow."""
        with self._store.transaction() as database:
            query = "select id, user_id from users where owner = ? and id > ? order by id limit ?"
            found = database.execute(query, (owner_of(database, team), after, size + 1)).fetchall()
        return found[:size], len(found) > size

    def one(self, team: Team, user_id: str) -> list[tuple[int, str]]:
        """Row and id of one user, if the team has it."""
        with self._store.transaction() as database:
            query = "select id, user_id from users where owner = ? and user_id = ?"
            return database.execute(query, (owner_of(database, team), user_id)).fetchall()
