"""The report as one comment of a pull request: what a reviewer asks first stands first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pulumi_junction.report import grouping, markdown_stack, wording
from pulumi_junction.report.document import when
from pulumi_junction.report.escaping import block, code, inline
from pulumi_junction.report.markdown_stack import Room, table
from pulumi_junction.report.model import Change, Report, StackReport

MARKER = "<!-- pulumi-junction:report -->"
"""The first line, not shown: by it a workflow finds the comment that it edits."""

LONGEST = 60_000  # characters; GitHub takes 65,536

ROOMS = (
    Room(),
    Room(details=False),
    Room(details=False, messages=20, letters=500),
    Room(details=False, messages=5, letters=200, rows=200),
    Room(details=False, messages=5, letters=200, rows=50),
    Room(details=False, messages=3, letters=200, rows=10),
    Room(details=False, messages=1, letters=100, rows=3, stacks=20),
    Room(details=False, messages=0, letters=0, rows=0, stacks=0, listed=60),
)
"""Details go first, then messages, then rows; the totals stay."""

_ASIDE = "Left out, as a comment holds 60,000 characters"


@dataclass(frozen=True, slots=True)
class _Alert:
    kind: str
    lines: Sequence[str]

    def __str__(self) -> str:
        return "\n".join([f"> [!{self.kind}]", *(f"> {line}  " for line in self.lines)])


def markdown(report: Report) -> str:
    """Write the report, never longer than LONGEST."""
    texts = (_render(report, room) for room in ROOMS)
    return next(text for text in texts if len(text) <= LONGEST)


def _render(report: Report, room: Room) -> str:
    if all(stack.quiet for stack in report.stacks):
        return f"{MARKER}\n{wording.nothing(report)} {_plan(report)}\n"
    loud = [stack for stack in report.stacks if not stack.quiet]
    parts = [
        f"{MARKER}\n## {wording.heading(report)}",
        *map(str, _alerts(report)),
        _stacks(report.stacks[: room.listed]) + _more(len(report.stacks) - room.listed, "stacks"),
        wording.REACH if any(stack.windows for stack in loud) else "",
        *(markdown_stack.section(stack, room) for stack in loud[: room.stacks]),
        _left_out(room, len(loud)),
        _footer(report),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _alerts(report: Report) -> Iterator[_Alert]:
    """What must not be overlooked: failures, and what production loses."""
    failed = [inline(stack.name) for stack in report.stacks if stack.failed]
    if failed:
        yield _Alert("CAUTION", [f"**The preview failed: {wording.few(failed)}.** What it would change is not known."])
    lines: list[str] = []
    for stack in report.stacks:
        lost = [one for one in stack.changes if one.in_production and one.loses]
        lines += [f"**{inline(stack.name)}:** {_lost(*group)}" for group in grouping.by_what(lost)]
    if lines:
        more = [f"... and {len(lines) - 10} more, below."] if len(lines) > 10 else []
        yield _Alert("WARNING", [f"**{wording.losses(report)} in production.**", *lines[:10], *more])


def _lost(one: Change, teams: Sequence[str]) -> str:
    what = f"{inline(one.slug)} {inline(one.resource)}"
    return f"{inline(grouping.names(teams), 250)}, {what}: {wording.now(one.now)} → {wording.after(one)}"


def _stacks(stacks: Iterable[StackReport]) -> str:
    head = ("stack", "create", "update", "reset", "drift", "checks", "re-pull")
    rows = [
        (
            f"**{inline(stack.name)}**" if stack.production else inline(stack.name),
            *wording.counts(stack),
            inline(wording.checks(stack)),
            inline(wording.re_pull(stack)),
        )
        for stack in stacks
    ]
    return table(head, rows, right=("create", "update", "reset", "drift"))


def _more(count: int, what: str) -> str:
    return f"\n\n... and {count} more {what}" if count > 0 else ""


def _left_out(room: Room, loud: int) -> str:
    if room.details:
        return ""
    whole = f", and the tables of {loud - room.stacks} stacks" if loud > room.stacks else ""
    return f"_{_ASIDE}: details{whole}. `pulumi-junction report --format html` has everything._"


def _footer(report: Report) -> str:
    commands = "\n".join(wording.commands(report))
    return "\n\n".join(filter(None, ["---", _plan(report), commands and block(commands, LONGEST, "sh")]))


def _plan(report: Report) -> str:
    plan = f"Plan {code(report.digest)}" if report.digest else "No plan digest, as a preview failed"
    commit = f"commit {code(report.commit[:64])}" if report.commit else ""
    read = f"read {when(report.read_at)}" if report.read_at is not None else "time of reading not told"
    return ", ".join(filter(None, (plan, commit, read))) + "."
