"""Changes as a reviewer reads them: which team, data provider and resource has how many days now, and then."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pulumi_junction.core.values import ProviderPreference, Slug

LONGEST_TABLE = 20  # rows
LONGEST_LABEL = 60  # characters

ForTeams: TypeAlias = Mapping["Change", Sequence[str]]
"""Each change with the teams, by label or UUID, that it is the same for."""


@dataclass(frozen=True, slots=True)
class Change:
    """A number of days, now and then. None stands for Junction's default where that is undocumented."""

    slug: Slug
    resource: str
    """`default`, or the resource of an override."""

    now: int
    then: int | None


def changes(slug: Slug, now: ProviderPreference, then: ProviderPreference | None) -> Iterator[Change]:
    """Compare day counts as they count: without an override the default counts."""
    if then is None or now.default != then.default:
        yield Change(slug, "default", now.default, None if then is None else then.default)
    for resource in sorted({*now.resource_overrides, *(then.resource_overrides if then else ())}):
        was = now.resource_overrides.get(resource, now.default)
        will = None if then is None else then.resource_overrides.get(resource, then.default)
        if was != will:
            yield Change(slug, resource, was, will)


def by_change(found: Iterable[tuple[str, Change]]) -> ForTeams:
    """Put together the teams for which a change is the same."""
    teams: dict[Change, list[str]] = {}
    for team, change in found:
        teams.setdefault(change, []).append(team)
    return teams


def table(of: ForTeams, now: str = "days now", then: str = "days then") -> str:
    """Draw the changes as lines of text; many teams and many rows are counted, not listed."""
    head = ("team", "provider", "resource", now, then)
    rows = [
        (several(teams), change.slug, change.resource, str(change.now), _days(change.then))
        for change, teams in list(of.items())[:LONGEST_TABLE]
    ]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows)]
    more = [f"... and {len(of) - LONGEST_TABLE} more"] if len(of) > LONGEST_TABLE else []
    return "\n".join(line.rstrip() for line in lines + more)


def several(names: Sequence[str], most: int = 3) -> str:
    """Name a few, and count the rest."""
    if len(names) <= most:
        return ", ".join(map(_on_one_line, names))
    return f"{', '.join(map(_on_one_line, names[: most - 1]))} and {len(names) - most + 1} more"


def _on_one_line(label: str) -> str:
    """Labels are free text: a line break, or a megabyte, would spoil the table."""
    text = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 3] + "..."
    return text if text.isprintable() else json.dumps(text)


def _days(days: int | None) -> str:
    return "Junction's default" if days is None else str(days)
