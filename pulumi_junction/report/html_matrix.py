"""Environment x region x team: which team changes where, in a few words a cell."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import TypeAlias

from pulumi_junction.core.identity import ENVIRONMENTS, REGIONS, Scope, place_of
from pulumi_junction.core.values import Team
from pulumi_junction.report import grouping, html_kinds, wording
from pulumi_junction.report.model import RESET, Change, Drift, Place, Report, StackReport

UNCHANGED, ABSENT, UNKNOWN = "unchanged", "absent", "unknown"

_FEW = 3
"""So many teams that are alike still have rows of their own."""

_Whose: TypeAlias = tuple[Scope, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One change, or one drift."""

    kind: str
    text: str

    @property
    def sign(self) -> str:
        """Show what the colour shows."""
        return html_kinds.SIGNS[self.kind]


@dataclass(frozen=True, slots=True)
class Cell:
    """A team in a place."""

    state: str
    """`unchanged`, `absent`, `unknown`; empty where there are lines."""

    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A place."""

    title: str
    production: bool
    failed: bool
    """Whether a preview failed that speaks of it: what is not shown is not known."""


@dataclass(frozen=True, slots=True)
class Row:
    """A team, by label, or by its UUID where it has none; or many teams for which all cells say the same."""

    titles: Sequence[str]
    cells: Sequence[Cell]

    @property
    def title(self) -> str:
        """Name it."""
        return grouping.names(self.titles) if len(self.titles) > 1 else self.titles[0]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All of it; nothing where no place is known."""

    columns: Sequence[Column]
    changed: Sequence[Row]
    unchanged: Sequence[Row]


def matrix(report: Report) -> Matrix:
    """Put every team of every stack in its row."""
    scopes = _scopes(report)
    failed = {str(scope) for stack in report.stacks if stack.failed for scope in _of(stack)}
    titles = {(place.scope, place.team): _title(place) for place in _places(report)}
    lines = _lines(report, titles)
    there = {(scope, title) for (scope, _), title in titles.items()} | set(lines)

    def cell(whose: _Whose) -> Cell:
        if whose in lines:
            return Cell("", tuple(lines[whose]))
        if str(whose[0]) in failed:
            return Cell(UNKNOWN)
        return Cell(UNCHANGED if whose in there else ABSENT)

    rows = [
        Row([title], tuple(cell((scope, title)) for scope in scopes))
        for title in sorted({title for _, title in there}, key=_natural)
    ]
    several = len({scope.org_id for scope in scopes if scope.org_id}) > 1
    return Matrix(
        columns=[_column(scope, several, str(scope) in failed) for scope in scopes],
        changed=_together(row for row in rows if any(cell.lines for cell in row.cells)),
        unchanged=[row for row in rows if not any(cell.lines for cell in row.cells)],
    )


def _together(rows: Iterable[Row]) -> list[Row]:
    """Make one row of more than a few that say the same."""
    alike: dict[Sequence[Cell], list[Row]] = {}
    for row in rows:
        alike.setdefault(row.cells, []).append(row)
    groups = (
        [Row([title for row in group for title in row.titles], cells)] if len(group) > _FEW else group
        for cells, group in alike.items()
    )
    return sorted(chain.from_iterable(groups), key=lambda row: _natural(row.titles[0]))


def _natural(title: str) -> tuple[tuple[tuple[int, str], ...], str]:
    """Order `Clinic 2` before `Clinic 10`."""
    parts = re.findall(r"[0-9]+|[^0-9]+", title.casefold())
    return tuple((len(part) if part[0] in "0123456789" else 0, part) for part in parts), title


def _column(scope: Scope, several: bool, failed: bool) -> Column:
    title = f"{scope} ({scope.org_id})" if several and scope.org_id else str(scope)
    return Column(title, scope.env == "production", failed)


def _scopes(report: Report) -> list[Scope]:
    """Production first, as everywhere; what only a name tells is left out where the place itself is known."""
    found = {scope for stack in report.stacks for scope in _of(stack)}
    known = {str(scope) for scope in found if scope.org_id}
    return sorted((scope for scope in found if scope.org_id or str(scope) not in known), key=_order)


def _order(scope: Scope) -> tuple[int, int, str, str]:
    return _rank(scope.env, ENVIRONMENTS), _rank(scope.region, REGIONS), str(scope), scope.org_id


def _rank(word: str, known: Sequence[str]) -> int:
    return known.index(word) if word in known else len(known)


def _of(stack: StackReport) -> set[Scope]:
    """The places of a stack; that of a failed one which shows none is in its name, where it has such a name."""
    found = {place.scope for place in stack.places}
    named = place_of(stack.name) if stack.failed else None
    return found or ({Scope("", *named)} if named else set())


def _places(report: Report) -> Iterator[Place]:
    for stack in report.stacks:
        yield from stack.places


def _title(one: Place | Change | Drift) -> str:
    return one.label or one.team


def _lines(report: Report, titles: Mapping[tuple[Scope, Team], str]) -> dict[_Whose, list[Line]]:
    """Losses first, drift last."""
    found: dict[_Whose, list[Line]] = {}
    ids: dict[_Whose, set[Team]] = {}
    for (scope, team), title in titles.items():
        ids.setdefault((scope, title), set()).add(team)

    def add(one: Change | Drift, line: Line) -> None:
        whose = (one.scope, titles.get((one.scope, one.team), _title(one)))
        namesake = len(ids.get(whose, ())) > 1
        found.setdefault(whose, []).append(Line(line.kind, f"{line.text} ({one.team[:8]})") if namesake else line)

    for _, rows in groupby(report.changes(), key=lambda one: (one.pair, one.op)):
        changes = list(rows)
        for change in changes[:1] if changes[0].op == RESET else changes:
            add(change, Line(html_kinds.kind(change), _change(change)))
    for stack in report.stacks:
        for drift in stack.drift:
            add(drift, Line(html_kinds.DRIFT, _drift(drift)))
    return {whose: sorted(lines, key=lambda line: line.kind not in html_kinds.LOSSES) for whose, lines in found.items()}


def _change(one: Change) -> str:
    """`oura 180 → 365`, `oura sleep 30, new`, `strava reset`."""
    kind = html_kinds.kind(one)
    if kind == html_kinds.RESET:
        whole = one.resource == "default" and one.now is not None and one.after is not None
        return f"{one.slug} reset" + (f", {one.now} → {one.after}" if whole else "")
    moves = one.now != one.after and not (kind == html_kinds.NEW and one.now is None)
    days = f"{wording.now(one.now)} → {wording.now(one.after)}" if moves else wording.now(one.after)
    word = {
        html_kinds.NEW: ", new",
        html_kinds.SAME: ", new, as it is",
        html_kinds.LOWERED: ", lowered",
        html_kinds.RESTORED: ", restored",
    }.get(kind, "")
    return f"{_what(one)} {days}{word}"


def _drift(one: Drift) -> str:
    return f"drift: {_what(one)} {wording.set_days(one.applied)} → {wording.set_days(one.live)}"


def _what(one: Change | Drift) -> str:
    return one.slug if one.resource == "default" else f"{one.slug} {one.resource}"
