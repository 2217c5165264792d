"""Historical pulls: triggered now, begun when their batch comes, with the preferences in force at that moment."""

import json
from collections.abc import Sequence

from pulumi_junction.emulator.clock import Clock
from pulumi_junction.emulator.days import days_to_pull
from pulumi_junction.emulator.operations import TRIGGER, Operation, Operations
from pulumi_junction.emulator.options import Options
from pulumi_junction.emulator.resources import pulled
from pulumi_junction.emulator.store import Preferences, Store, preferences_of
from pulumi_junction.emulator.teams import Team
from pulumi_junction.emulator.throttle import PULL_SECONDS, rate_of

_DUE = """
select distinct o.env, o.region, o.team_id, c.provider from pulls p
join connections c on c.id = p.connection join users u on u.id = c.user join owners o on o.id = u.owner
where p.terms is null and p.starts_at <= ?
"""
_BEGIN = """
update pulls set terms = (select id from terms where text = ?)
where terms is null and starts_at <= ? and exists (
    select 1 from connections c join users u on u.id = c.user join owners o on o.id = u.owner
    where c.id = pulls.connection and o.env = ? and o.region = ? and o.team_id = ? and c.provider = ?
)
"""
_FIRST = """
insert or ignore into pulls (connection, scheduled_at, starts_at, seconds, terms)
select c.id, ?, ?, ?, null from connections c where c.connected_at = ?
"""


class Pulls:
    """What is triggered, and what it is told when it begins."""

    def __init__(self, store: Store, options: Options, clock: Clock) -> None:
        self._store = store
        self._options = options
        self._clock = clock
        self.operations = Operations(store)

    def trigger(self, team: Team, provider: str, users: Sequence[str]) -> Operation:
        """Accept an operation. `Options.time_scale` makes its times shorter, those that are its own and no other's."""
        self.advance()
        rate, scale = rate_of(provider), self._options.time_scale
        operation = Operation(
            type=TRIGGER,
            provider=provider,
            started_at=self._clock.now(),
            total=len(users),
            batch=rate.batch,
            interval=rate.interval / scale,
            seconds=PULL_SECONDS / scale,
            outcome=self._options.op_statuses.get(provider, "success"),
        )
        reached = users[: operation.reached]
        self.operations.add(team, operation, [(user, operation.starts_at(place)) for place, user in enumerate(reached)])
        self.advance()
        return operation

    def connected(self, when: float) -> None:
        """Let connections made at that moment have been pulled at once, as first ones are."""
        with self._store.transaction() as database:
            database.execute(_FIRST, (when, when, PULL_SECONDS, when))
        self.advance()

    def advance(self) -> None:
        """Tell the pulls that have begun what to pull: to be done before preferences change, and before an answer."""
        now = self._clock.now()
        with self._store.transaction() as database:
            for *place, provider in database.execute(_DUE, (now,)).fetchall():
                team = Team(*place)
                text = self._terms(provider, preferences_of(database, team.world, team.team_id))
                database.execute("insert or ignore into terms (text) values (?)", (text,))
                database.execute(_BEGIN, (text, now, *team, provider))

    def _terms(self, provider: str, preferences: Preferences) -> str:
        errors = self._options.pull_errors
        return json.dumps(
            {
                resource: [
                    days_to_pull(preferences, provider, resource, self._options),
                    errors.get(f"{provider}.{resource}", errors.get(provider)),
                ]
                for resource in pulled(provider)
            }
        )
