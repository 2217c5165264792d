"""The tables of the page as values: what stands in each cell, and what kind of change that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pulumi_junction.core.changes import LONGEST_LABEL
from pulumi_junction.report import grouping, html_kinds, wording
from pulumi_junction.report.model import Change, Report, StackReport, Whose

FIRST = 40
"""So many rows of a table are shown at once; the others on demand."""

_NUMBERS = ("create", "update", "reset", "drift", "now", "limit", "applied", "connections")
_FEW = 3
_LIST = 250


@dataclass(frozen=True, slots=True)
class Cell:
    """Text, in colour and with a sign where it has a kind."""

    text: str
    kind: str = ""
    more: Sequence[str] = ()
    """The names that the text only counts."""

    anchor: str = ""

    @property
    def sign(self) -> str:
        """Show what the colour shows."""
        return html_kinds.SIGNS.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a head; the first cell names its row."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    @property
    def numbers(self) -> Sequence[bool]:
        """Whether a column holds numbers."""
        return [name in _NUMBERS for name in self.head]

    def parts(self) -> Sequence[Sequence[Sequence[Cell]]]:
        """Return the rows that are shown at once, and the others."""
        return self.rows[:FIRST], self.rows[FIRST:]


@dataclass(frozen=True, slots=True)
class Section:
    """One stack with its tables; a table without rows is not shown."""

    anchor: str
    stack: StackReport
    changes: Table
    drift: Table
    every: Table
    rates: Table


def label(text: str, longest: int = LONGEST_LABEL) -> str:
    """Cut free text that stands for a name."""
    return text if len(text) <= longest else text[: longest - 3] + "..."


def stacks(report: Report) -> Table:
    """Build the table of all stacks; those that change something lead to their part of the page."""
    head = ("stack", "create", "update", "reset", "drift", "checks", "re-pull")
    rows = [
        (
            Cell(label(stack.name), anchor="" if stack.quiet else _anchor(number)),
            *(Cell(count, "zero" if count == "0" else "count") for count in wording.counts(stack)),
            Cell(wording.checks(stack), _severity(stack)),
            Cell(wording.re_pull(stack)),
        )
        for number, stack in enumerate(report.stacks, 1)
    ]
    return Table("Stacks", head, rows)


def _severity(stack: StackReport) -> str:
    if stack.failed or any(one.severity == "error" for one in stack.messages):
        return "bad"
    return "warn" if stack.messages or stack.violations else ""


def sections(report: Report) -> Iterator[Section]:
    """Build a part of the page for each stack of which there is something to say."""
    for number, stack in enumerate(report.stacks, 1):
        if not stack.quiet:
            of = label(stack.name)
            yield Section(
                anchor=_anchor(number),
                stack=stack,
                changes=_changes(f"Changes of {of}", stack),
                drift=_drift(f"Drift of {of}", stack),
                every=_every(f"Every team of {of} that changes", stack),
                rates=_rates(f"Re-pulls of {of}", stack),
            )


def _anchor(number: int) -> str:
    return f"stack-{number}"


def production(report: Report) -> Iterator[tuple[str, int]]:
    """Count the teams that change in production, place by place."""
    teams: dict[str, set[str]] = {}
    for one in report.changes():
        if one.in_production:
            teams.setdefault(str(one.scope), set()).add(one.team)
    yield from ((place, len(found)) for place, found in teams.items())


def lost(report: Report) -> Iterator[tuple[str, str, Cell]]:
    """List what production loses: stack, what of which teams, and what becomes of it."""
    for stack in report.stacks:
        rows = [one for one in stack.changes if one.in_production and one.loses]
        for one, teams in grouping.by_what(rows):
            what = f"{label(grouping.names(teams), _LIST)}, {one.slug} {one.resource}: "
            yield stack.name, what, Cell(f"{wording.now(one.now)} → {wording.after(one)}", html_kinds.kind(one))


def _changes(title: str, stack: StackReport) -> Table:
    rows = [
        (
            *_of(one, teams),
            Cell(wording.now(one.now)),
            Cell(wording.after(one), html_kinds.kind(one)),
            Cell("" if one.limit is None else str(one.limit)),
        )
        for one, teams in grouping.by_what(sorted(stack.changes, key=_losses_first))
    ]
    return Table(title, ("team", "provider", "resource", "now", "after", "limit"), rows)


def _losses_first(one: Change) -> bool:
    return html_kinds.kind(one) not in html_kinds.LOSSES


def _drift(title: str, stack: StackReport) -> Table:
    rows = [
        (
            *_of(one, teams),
            Cell(wording.set_days(one.applied)),
            Cell(wording.set_days(one.live), html_kinds.DRIFT),
            Cell(wording.fate(one)),
        )
        for one, teams in grouping.by_what(stack.drift)
    ]
    return Table(title, ("team", "provider", "resource", "applied", "at Junction", "this plan"), rows)


def _of(one: Whose, teams: Sequence[str]) -> Iterator[Cell]:
    yield Cell(label(grouping.names(teams), _LIST), more=teams if len(teams) > _FEW else ())
    yield Cell(one.slug)
    yield Cell(one.resource)


def _every(title: str, stack: StackReport) -> Table:
    rows = [(*_whose(one), Cell(wording.now(one.now)), Cell(wording.after(one))) for one in stack.changes]
    return Table(title, ("team", "id", "Pulumi resource", "provider", "resource", "now", "after"), rows)


def _whose(one: Whose) -> Iterator[Cell]:
    yield Cell(label(one.label or one.team))
    yield Cell(one.team, "id")
    yield Cell(label(one.name))
    yield Cell(one.slug)
    yield Cell(one.resource)


def _rates(title: str, stack: StackReport) -> Table:
    rows = [
        (
            Cell(one.slug),
            Cell(str(one.rate)),
            Cell("?" if one.users is None else str(one.users)),
            Cell(wording.at_least(one)),
        )
        for one in stack.windows
    ]
    return Table(title, ("provider", "re-pulls that Junction starts", "connections", "re-pull takes"), rows)
