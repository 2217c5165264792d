"""Rows that say the same of many teams are one row that names a few of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

from pulumi_junction.core.changes import several
from pulumi_junction.report.model import Change, Drift

_Row = TypeVar("_Row", Change, Drift)

Groups: TypeAlias = Sequence[tuple[_Row, Sequence[str]]]
"""Rows, each with the teams that it stands for."""


def by_what(rows: Iterable[_Row]) -> Groups[_Row]:
    """Put the teams together for which everything else is the same, whichever resource it is."""
    groups: dict[_Row, tuple[_Row, list[str]]] = {}
    for one in rows:
        same = replace(one, name="", team="", label="")
        groups.setdefault(same, (one, []))[1].append(called(one))
    return list(groups.values())


def called(one: Change | Drift) -> str:
    """Name a team by label, else by UUID."""
    return one.label or one.team


def names(teams: Sequence[str]) -> str:
    """Name a few teams, and count the rest."""
    return several(teams)
