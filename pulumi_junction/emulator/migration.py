"""Connections that come from elsewhere, as their operation gets to them, and that are paused and exported."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from pulumi_junction.emulator.clock import A_MOMENT, Clock
from pulumi_junction.emulator.connections import owner_of
from pulumi_junction.emulator.grants import Grant, Tokens, period_of
from pulumi_junction.emulator.operations import IMPORT, Operation, accept
from pulumi_junction.emulator.options import Options
from pulumi_junction.emulator.store import Store
from pulumi_junction.emulator.teams import Team
from pulumi_junction.emulator.throttle import IMPORT_RATE

Recipe = tuple[str, Tokens]
"""A user's id, and the tokens of the connection."""

# Connections are only ever added, so those without a grant are the newest.
_GRANT = """
insert into grants (connection, since, period, number, tokens, paused_at)
select id, ?, ?, 0, null, null from connections where id > (select ifnull(max(connection), 0) from grants)
"""
_TO_COME = "insert into imports (operation, place, user_id, due, tokens) values (?, ?, ?, ?, ?)"
_DUE = """
select i.operation, i.place, i.user_id, i.due, i.tokens, o.provider, u.id, w.env, w.region, w.team_id
from imports i join operations o on o.id = i.operation join owners w on w.id = o.owner
left join users u on u.owner = o.owner and u.user_id = i.user_id
where i.imported is null and i.due <= ? order by i.due, i.operation, i.place
"""
_DONE = "update imports set imported = ?, tokens = null where operation = ? and place = ?"
_RESULTS = "select user_id, imported from imports where operation = ? and imported is not null order by place"
_CONNECT = "insert or ignore into connections (user, provider, connected_at) values (?, ?, ?)"
_CONNECTION = "select id from connections where user = ? and provider = ?"
_HAD = "select since, period, number, tokens, paused_at from grants where connection = ?"
_GIVE = (
    "insert or replace into grants (connection, since, period, number, tokens, paused_at) values (?, ?, ?, ?, ?, null)"
)

# The order of tables decides how fast these are: `cross join` is SQLite's word for as it is written.
_EVERYBODY = """
select c.id, u.user_id, g.since, g.period, g.number, g.tokens, g.paused_at
from connections c cross join users u on u.id = c.user join grants g on g.connection = c.id
where u.owner = ? and c.provider = ? and c.id > ? order by c.id limit ?
"""
_SOME = """
select c.id, u.user_id, g.since, g.period, g.number, g.tokens, g.paused_at
from json_each(?) asked cross join users u on u.user_id = asked.value
cross join connections c on c.user = u.id join grants g on g.connection = c.id
where u.owner = ? and c.provider = ? and c.id > ? order by c.id limit ?
"""
_PAUSE = """
update grants set paused_at = ? where paused_at is null and connection in (
    select c.id from json_each(?) asked cross join users u on u.user_id = asked.value
    cross join connections c on c.user = u.id where u.owner = ? and c.provider = ?
)
"""


class Migration:
    """What is imported, refreshed, paused and exported, of every team."""

    def __init__(self, store: Store, options: Options, clock: Clock) -> None:
        self._store = store
        self._options = options
        self._clock = clock

    def submit(self, team: Team, provider: str, recipes: Sequence[Recipe]) -> Operation:
        """Accept an operation that imports them one after the other."""
        self.advance()
        scale = self._options.time_scale
        operation = Operation(
            type=IMPORT,
            provider=provider,
            started_at=self._clock.now(),
            total=len(recipes),
            batch=IMPORT_RATE.batch,
            interval=IMPORT_RATE.interval / scale,
            seconds=IMPORT_RATE.interval / scale,
            outcome=self._options.op_statuses.get(f"import:{provider}", "success"),
        )
        with self._store.transaction() as database:
            row = accept(database, team, operation)
            database.executemany(
                _TO_COME,
                [
                    (row, place, user, operation.done_at(place), json.dumps(tokens))
                    for place, (user, tokens) in enumerate(recipes[: operation.reached])
                ],
            )
        return replace(operation, id=row)

    def results(self, operation: Operation) -> tuple[list[str], list[str]]:
        """Users that are imported and that failed so far, each once; those it never gets to are neither."""
        self.advance()
        with self._store.transaction() as database:
            last = {user: bool(imported) for user, imported in database.execute(_RESULTS, (operation.id,))}
        return [user for user in last if last[user]], [user for user in last if not last[user]]

    def pause(self, team: Team, provider: str, users: Collection[str]) -> None:
        """Keep the tokens that connections have now. Who is unknown or not connected is passed over."""
        self.advance()
        with self._store.transaction() as database:
            owner = owner_of(database, team)
            database.execute(_PAUSE, (self._clock.now(), json.dumps(list(users)), owner, provider))

    def page(
        self, team: Team, provider: str, users: Collection[str] | None, after: int, size: int
    ) -> tuple[list[tuple[int, Grant]], bool]:
        """Rows and grants of the next connections behind row *after*, and whether more follow; of everybody, or some.

        Their order is that in which they were made, so what is imported meanwhile comes last.
        """
        self.advance()
        with self._store.transaction() as database:
            rest = (owner_of(database, team), provider, after, size + 1)
            asked = [] if users is None else [json.dumps(list(dict.fromkeys(users)))]
            query = _EVERYBODY if users is None else _SOME
            found = database.execute(query, (*asked, *rest)).fetchall()
        grants = [(row, _grant(team, user, provider, *values)) for row, user, *values in found[:size]]
        return grants, len(found) > size

    def every(self, team: Team, provider: str) -> Iterator[Grant]:
        """All connections, a page at a time."""
        after, more = 0, True
        while more:
            found, more = self.page(team, provider, None, after, 1000)
            yield from (grant for _, grant in found)
            after = found[-1][0] if found else after

    def advance(self) -> None:
        """Do what is due: to be done before anything else changes, and before an answer."""
        now = self._clock.now()
        with self._store.transaction() as database:
            database.execute(_GRANT, (now, period_of(self._options.time_scale)))
            for operation, place, user_id, due, tokens, provider, user, *team in database.execute(
                _DUE, (now + A_MOMENT,)
            ).fetchall():
                known = user is not None and user_id not in self._options.import_failures
                if known:
                    self._give(database, Team(*team), (user, user_id, provider), due, tokens)
                database.execute(_DONE, (known, operation, place))

    def _give(
        self, database: sqlite3.Connection, team: Team, whose: tuple[int, str, str], due: float, tokens: str
    ) -> None:
        """In place of what a connection has; a paused one goes on."""
        user, user_id, provider = whose
        database.execute(_CONNECT, (user, provider, due))
        (connection,) = database.execute(_CONNECTION, (user, provider)).fetchone()
        number = 0
        for values in database.execute(_HAD, (connection,)).fetchall():
            had = _grant(team, user_id, provider, *values)
            number = had.number + had.refreshed(due)
        database.execute(_GIVE, (connection, due, period_of(self._options.time_scale), number, tokens))


def _grant(
    team: Team,
    user_id: str,
    provider: str,
    since: float,
    period: float,
    number: int,
    tokens: str | None,
    paused_at: float | None,
) -> Grant:
    return Grant(team, user_id, provider, since, period, number, json.loads(tokens) if tokens else None, paused_at)
