"""The answers of the management API, read tolerantly: unknown members are ignored, what may be absent may be null.

Fields as in the service's public OpenAPI document (Org Management 0.1.0). Read by hand: a library of models costs more
to load than all else that a preview does here (docs/adr/0020).
"""

import functools
import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from pulumi_junction.api.answers import MisshapenError
from pulumi_junction.core.identity import uuid
from pulumi_junction.core.values import Days, Live, LiveProvider, Preferences, Slug, Team

_EXACT = 2**53
"""Beyond it a float is no whole number of anything."""


class Page(NamedTuple):
    """`TeamDataPullPreferencesResponse`: a page of a GET, or the answer to a POST."""

    live: Live
    next_cursor: str | None


def page(body: bytes) -> Page:
    """Read one; a MisshapenError says where it is none."""
    answer = _mapping(_json(body), "")
    teams = answer.get("data_pull_preferences")
    if not isinstance(teams, list):
        raise MisshapenError("data_pull_preferences")
    live: dict[Team, dict[Slug, LiveProvider]] = {}
    for number, entry in enumerate(teams):
        where = f"data_pull_preferences.{number}"
        members = _mapping(entry, where)
        team = _team(members.get("team_id"), where)
        live.setdefault(team, {}).update(_providers(members.get("providers"), f"{where}.providers"))
    cursor = answer.get("next_cursor")
    if cursor is not None and not isinstance(cursor, str):
        raise MisshapenError("next_cursor")
    return Page(live, cursor)


def _team(value: object, where: str) -> Team:
    """Spell it as we do, however the answer spells a UUID."""
    known = uuid(value)
    if known is not None:
        return known
    if isinstance(value, str):
        try:
            return str(UUID(value))
        except ValueError:
            pass
    raise MisshapenError(f"{where}.team_id")


def _json(body: bytes) -> object:
    """What went wrong inside is dropped: it holds the answer."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        pass
    raise MisshapenError("")


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise MisshapenError(where)


def _providers(value: object, where: str) -> dict[Slug, LiveProvider]:
    shown = _mapping({} if value is None else value, where)
    return {slug: _provider(one, where, slug) for slug, one in shown.items() if one is not None}


def _provider(value: object, where: str, slug: Slug) -> LiveProvider:
    """Read a `SingleProviderDataPullPreferencesWithLimit`."""
    members = _mapping(value, f"{where}.{slug}")
    default = _days(members.get("default"), where, slug, "default")
    overrides = members.get("resource_overrides")
    if overrides is None:
        return _plain(default)
    shown = _mapping(overrides, f"{where}.{slug}.resource_overrides")
    if not shown:
        return _plain(default)
    of = {name: _days(one, where, slug, "resource_overrides", name) for name, one in shown.items() if one is not None}
    return LiveProvider(default, of)


@functools.lru_cache(maxsize=1024)
def _plain(default: Days) -> LiveProvider:
    """Make equal values one object: thousands of teams have the same."""
    return LiveProvider(default)


def _days(value: object, *where: str) -> Days:
    """Read a `DefaultConfigurationWithLimit` or `SingleResourceOverrideWithLimit`."""
    if isinstance(value, dict):
        days, limit = value.get("historical_days_to_pull"), value.get("historical_days_to_pull_limit")
        if type(days) is int and (limit is None or type(limit) is int):
            return Days(days, limit)
    members = _mapping(value, ".".join(where))
    limit = members.get("historical_days_to_pull_limit")
    return Days(
        _whole(members.get("historical_days_to_pull"), *where, "historical_days_to_pull"),
        None if limit is None else _whole(limit, *where, "historical_days_to_pull_limit"),
    )


def _whole(value: object, *where: str) -> int:
    if type(value) is int:
        return value
    if isinstance(value, str) and len(value) < 16 and value.isascii() and value.isdecimal():
        return int(value)
    if isinstance(value, float) and -_EXACT < value < _EXACT and value.is_integer():
        return int(value)
    raise MisshapenError(".".join(where))


def upsert_body(teams: tuple[Team, ...], providers: Preferences) -> dict[str, object]:
    """Make an `UpsertTeamDataPullPreferencesBody`."""
    return {
        "team_ids": list(teams),
        "providers": {
            slug: {
                "default": {"historical_days_to_pull": want.default},
                "resource_overrides": {
                    name: {"historical_days_to_pull": days} for name, days in sorted(want.resource_overrides.items())
                },
            }
            for slug, want in sorted(providers.items())
        },
    }
