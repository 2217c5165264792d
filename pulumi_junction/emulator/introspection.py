"""What `GET /v2/introspect/historical_pull` shows of a pull."""

import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pulumi_junction.emulator.connections import owner_of
from pulumi_junction.emulator.moments import moment, range_of
from pulumi_junction.emulator.outcomes import status_with
from pulumi_junction.emulator.resources import known, pulled
from pulumi_junction.emulator.store import Store
from pulumi_junction.emulator.teams import Team

_RELEASE = "0.0.0-emulator"

_QUERY = """
select u.user_id, c.provider, c.id, p.scheduled_at, p.starts_at, p.seconds, t.text
from users u join connections c on c.user = u.id
left join pulls p on p.connection = c.id left join terms t on t.id = p.terms
where u.owner = ? and u.id between ? and ? and c.provider = ifnull(?, c.provider) order by u.id, c.id
"""


Terms = tuple[int, str | None]
"""Days to pull, and the error to end with."""


@dataclass(frozen=True)
class _Pull:
    """The last pull of a connection: of all its resources at once."""

    connection: int
    scheduled_at: float
    starts_at: float
    seconds: float
    terms: dict[str, Terms]
    """Of each resource, once it has begun."""

    @property
    def ends_at(self) -> float:
        return self.starts_at + self.seconds


def records(
    store: Store, team: Team, users: Iterable[tuple[int, str]], provider: str | None, now: float
) -> list[dict[str, Any]]:
    """Those of *users*, rows and ids that follow each other, who have a connection; of one provider, or of all."""
    rows = [row for row, _ in users]
    if not rows:
        return []
    shown: dict[str, dict[str, Any]] = {}
    with store.transaction() as database:
        found = database.execute(_QUERY, (owner_of(database, team), rows[0], rows[-1], provider)).fetchall()
    for user, slug, connection, scheduled_at, starts_at, seconds, text in found:
        terms = json.loads(text) if text else {}
        last = None if scheduled_at is None else _Pull(connection, scheduled_at, starts_at, seconds, terms)
        shown.setdefault(user, {})[slug] = _provider(slug, last, now)
    return [{"user_id": user, "provider": providers} for user, providers in shown.items()]


def _provider(slug: str, pull: _Pull | None, now: float) -> dict[str, Any]:
    there = _pulled(slug, pull, now) if pull else {}
    return {"pulled": there, "not_pulled": [resource for resource in known(slug) if resource not in there]}


def _pulled(slug: str, pull: _Pull, now: float) -> dict[str, Any]:
    """One and the same timeline for all resources, and no days for any as long as the pull has not begun."""
    ended = bool(pull.terms) and now >= pull.ends_at
    timeline = {
        "scheduled_at": moment(pull.scheduled_at),
        "started_at": moment(pull.starts_at) if pull.terms else None,
        "ended_at": moment(pull.ends_at) if ended else None,
    }
    told = pull.terms or dict.fromkeys(pulled(slug))
    return {resource: _statistics(resource, terms, pull, timeline, ended) for resource, terms in told.items()}


def _statistics(
    resource: str, terms: Terms | None, pull: _Pull, timeline: dict[str, Any], ended: bool
) -> dict[str, Any]:
    days, error = terms or (None, None)
    begin, end = (None, None) if days is None else range_of(pull.starts_at, days)
    status = "scheduled" if days is None else status_with(error) if ended else "in_progress"
    return {
        "status": status,
        "range_start": begin,
        "range_end": end,
        "timeline": timeline,
        "days_with_data": _with_data(pull, resource, days) if days and status == "success" else 0,
        "release": _RELEASE,
        "trace_id": hashlib.blake2b(f"{_name(pull, resource)}@{pull.starts_at}".encode(), digest_size=16).hexdigest(),
        "error_details": error if ended else None,
    }


def _with_data(pull: _Pull, resource: str, days: int) -> int:
    """Four fifths of the days at least, and for the same connection always the same: people forget to wear things."""
    return days - zlib.crc32(_name(pull, resource).encode()) % (days // 5 + 1)


def _name(pull: _Pull, resource: str) -> str:
    return f"{pull.connection}.{resource}"
