"""What the service had when a preview looked, as one line of the engine's event log: provider writes, report reads.

The engine carries state and inputs, so without it nothing would tell what a newly declared pair is set to now.
"""

import json
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from pulumi_junction.core.values import Live, LiveProvider, Slug, Team

MARK = "pulumi-junction.live/1 "

Noted: TypeAlias = Mapping[Team, Mapping[Slug, LiveProvider | None]]
"""None: the service was asked, and showed nothing."""


def note(pairs: Iterable[tuple[Team, Slug]], live: Live) -> str:
    """Write `[[slug, what the service has or null, [team, ...]], ...]`: teams that have the same stand together."""
    found: dict[tuple[object, ...], tuple[Slug, LiveProvider | None, list[Team]]] = {}
    for team, slug in sorted(pairs):
        shown = live.get(team, {}).get(slug)
        found.setdefault((slug, shown and shown.key()), (slug, shown, []))[2].append(team)
    return MARK + json.dumps([[slug, shown and shown.wire(), teams] for slug, shown, teams in found.values()])


def noted(text: str) -> Noted | None:
    """Read such a line; None for any other."""
    if not text.startswith(MARK):
        return None
    live: dict[Team, dict[Slug, LiveProvider | None]] = {}
    try:
        for slug, wire, teams in json.loads(text[len(MARK) :]):
            shown = None if wire is None else LiveProvider.of(wire)
            for team in teams:
                live.setdefault(team, {})[slug] = shown
    except (AttributeError, KeyError, TypeError, ValueError):
        return None  # cut short, or of a later release
    return live
