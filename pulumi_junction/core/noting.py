"""What the service had when a preview looked, as one line of the engine's event log: provider writes, report reads.

The engine carries state and inputs, so without it nothing would tell what a newly declared pair is set to now.
"""

import json
from collections.abc import Iterable

from pulumi_junction.core.values import Live, LiveProvider, Slug, Team

MARK = "pulumi-junction.live/1 "


def note(pairs: Iterable[tuple[Team, Slug]], live: Live) -> str:
    """Write `[[slug, what the service has, [team, ...]], ...]`: teams that have the same stand together."""
    found: dict[str, tuple[Slug, LiveProvider, list[Team]]] = {}
    for team, slug in sorted(pairs):
        shown = live.get(team, {}).get(slug)
        if shown is not None:
            found.setdefault(f"{slug} {shown.key()}", (slug, shown, []))[2].append(team)
    return MARK + json.dumps([[slug, shown.wire(), teams] for slug, shown, teams in found.values()])


def noted(text: str) -> Live | None:
    """Read such a line; None for any other."""
    if not text.startswith(MARK):
        return None
    live: dict[Team, dict[Slug, LiveProvider]] = {}
    try:
        for slug, wire, teams in json.loads(text[len(MARK) :]):
            shown = LiveProvider.of(wire)
            for team in teams:
                live.setdefault(team, {})[slug] = shown
    except (AttributeError, KeyError, TypeError, ValueError):
        return None  # cut short, or of a later release
    return live
