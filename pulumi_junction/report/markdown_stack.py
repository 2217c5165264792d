"""One stack's part of the comment: changes, drift, renames, objections, and collapsed details."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pulumi_junction.report import grouping, wording
from pulumi_junction.report.escaping import block, code, inline
from pulumi_junction.report.model import StackReport, Whose
from pulumi_junction.report.preview import Message, Violation, name_of

_FEW_LINES = 3
_LONG_NAMES = 250


@dataclass(frozen=True, slots=True)
class Room:
    """How much may be written."""

    details: bool = True
    messages: int = 100
    letters: int = 2_000
    """Of one message."""

    rows: int = 500
    """Of one table."""

    stacks: int = 1_000
    """With tables of their own."""

    listed: int = 1_000
    """In the table of stacks."""


def section(stack: StackReport, room: Room) -> str:
    """Write everything that there is to say of a stack."""
    parts = [
        f"### {inline(stack.name)}",
        *_errors(stack, room),
        _changes(stack, room),
        _drift(stack, room),
        *(_rename(one.old, one.new, one.alias) for one in stack.renames[: room.rows]),
        *(f"{inline(line, 500)}" for line in wording.remarks(stack)),
        _violations(stack, room),
        _warnings(stack, room),
        _details(stack) if room.details else "",
    ]
    return "\n\n".join(filter(None, parts))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[str] = ()) -> str:
    """Draw a table of cells that are escaped already."""
    lines = [head, ["---:" if one in right else "---" for one in head], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _errors(stack: StackReport, room: Room) -> Iterator[str]:
    if stack.failed:
        yield "**The preview failed.**"
    yield from _said("error", [one for one in stack.messages if one.severity == "error"], room)


def _changes(stack: StackReport, room: Room) -> str:
    groups = grouping.by_what(stack.changes)
    if not groups or not room.rows:
        return ""
    rows = [
        (
            *_of(one, teams),
            wording.now(one.now),
            f"**{wording.after(one)}**" if one.loses else wording.after(one),
            "" if one.limit is None else str(one.limit),
        )
        for one, teams in groups[: room.rows]
    ]
    head = ("team", "provider", "resource", "now", "after", "limit")
    return table(head, rows, right=("now", "after", "limit")) + _more(len(groups) - room.rows, "rows")


def _of(one: Whose, teams: Sequence[str]) -> Iterator[str]:
    yield inline(grouping.names(teams), _LONG_NAMES)
    yield inline(one.slug)
    yield inline(one.resource)


def _drift(stack: StackReport, room: Room) -> str:
    groups = grouping.by_what(stack.drift)
    if not groups or not room.rows:
        return ""
    rows = [
        (
            *_of(one, teams),
            wording.set_days(one.applied),
            wording.set_days(one.live),
            inline(wording.fate(one)),
        )
        for one, teams in groups[: room.rows]
    ]
    head = ("team", "provider", "resource", "applied", "at Junction", "this plan")
    title = "**Drift**, changed at Junction since the last apply:"
    drawn = table(head, rows, right=("applied", "at Junction"))
    return f"{title}\n\n{drawn}{_more(len(groups) - room.rows, 'rows')}"


def _rename(old: str, new: str, alias: str) -> str:
    what = f"**{inline(old)} → {inline(new)}** looks like a rename without an alias"
    return f"{what}: Pulumi deletes the one and creates the other. Add {code(alias)} to {inline(new)}."


def _violations(stack: StackReport, room: Room) -> str:
    if not stack.violations or not room.messages:
        return ""
    lines = [_violation(one, room) for one in stack.violations[: room.messages]]
    return "\n".join(["**Policies**", "", *lines]) + _more(len(stack.violations) - room.messages, "violations")


def _violation(one: Violation, room: Room) -> str:
    whose = f" ({inline(name_of(one.urn) or '')})" if one.urn else ""
    return f"- **{inline(one.level)}** {inline(one.policy)}{whose}: {inline(one.text, max(room.letters, 100))}"


def _warnings(stack: StackReport, room: Room) -> str:
    said = list(_said("warning", [one for one in stack.messages if one.severity == "warning"], room))
    return "\n\n".join(["**Warnings**", *said]) if said else ""


def _said(kind: str, messages: Sequence[Message], room: Room) -> Iterator[str]:
    """Short ones as a list, what has lines of its own as a block."""
    if not room.messages:
        return
    for one in messages[: room.messages]:
        if "\n" in one.text or len(one.text) > _LONG_NAMES * _FEW_LINES:
            yield block(one.text, room.letters)
        else:
            yield f"- {inline(one.text, room.letters)}"
    if len(messages) > room.messages:
        yield f"... and {len(messages) - room.messages} {kind}s more"


def _details(stack: StackReport) -> str:
    parts = list(filter(None, [_every_team(stack), _rates(stack), *map(inline, wording.asides(stack))]))
    if not parts:
        return ""
    body = "\n\n".join(parts)
    return f"<details><summary>Details of {inline(stack.name)}</summary>\n\n{body}\n\n</details>"


def _every_team(stack: StackReport) -> str:
    """Name those whom the table above only counts."""
    if not any(len(teams) > _FEW_LINES for _, teams in grouping.by_what(stack.changes)):
        return ""
    rows = [
        (
            inline(one.label),
            code(one.team),
            inline(one.slug),
            inline(one.resource),
            wording.now(one.now),
            wording.after(one),
        )
        for one in stack.changes
    ]
    return table(("team", "id", "provider", "resource", "now", "after"), rows, right=("now", "after"))


def _rates(stack: StackReport) -> str:
    rows = [
        (
            inline(one.slug),
            str(one.rate),
            "?" if one.users is None else str(one.users),
            inline(wording.at_least(one)),
        )
        for one in stack.windows
    ]
    head = ("provider", "re-pulls that Junction starts", "connections", "re-pull takes")
    return table(head, rows, right=("connections",)) if rows else ""


def _more(count: int, what: str) -> str:
    return f"\n\n... and {count} {what} more" if count > 0 else ""
