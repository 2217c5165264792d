"""What a report says in words, the same in every form; nothing here is escaped."""

import shlex
from collections.abc import Iterator, Sequence

from pulumi_junction.core.throttle import in_words
from pulumi_junction.report.model import CREATE, DRIFT, RESET, RESTORE, Change, Drift, Pulls, Report, StackReport
from pulumi_junction.report.window import Window

TITLE = "Junction data pull preferences"
REACH = (
    "Days count for connections made after the apply: Junction pulls history when a connection is established. "
    "Connections that exist get more by a historical re-pull only."
)


_UNKNOWN = "?"
_NOT_SET = "not set"


def now(days: int | None) -> str:
    """Say what is there."""
    return _UNKNOWN if days is None else str(days)


def after(one: Change) -> str:
    """Say what will be there, and in a word what that means."""
    days = "Junction's default" if one.after is None else str(one.after)
    word = {CREATE: "new", RESET: "reset", RESTORE: "restored"}.get(one.op, "")
    if word and one.now == one.after:
        word += ", as it is"
    return ", ".join(filter(None, (days, word, "lowered" if one.lowered else "")))


def set_days(number: int | None) -> str:
    """Say what is, or was, set."""
    return _NOT_SET if number is None else str(number)


def heading(report: Report) -> str:
    """Count what changes, and where."""
    touched = sum(1 for stack in report.stacks if stack.counts.changes)
    counts = report.counts
    what = _several(counts.changes, "change") + f" in {touched} of {_several(len(report.stacks), 'stack')}"
    pulled = sum(1 for stack in report.stacks for one in stack.pulls if one.users != 0)
    triggers = f", {_several(pulled, 'trigger')} of historical pulls" if pulled else ""
    drift = f"{triggers}, {counts.drift} drifted" if counts.drift else triggers
    failed = sum(1 for stack in report.stacks if stack.failed)
    return f"{TITLE}: {what}{drift}" + (f", {failed} failed" if failed else "")


def nothing(report: Report) -> str:
    """Say that there is nothing to do."""
    return f"{TITLE}: nothing to do in {_several(len(report.stacks), 'stack')}."


def losses(report: Report) -> str:
    """Count what production loses."""
    lost = [one for one in report.changes() if one.in_production and one.loses]
    reset = len({one.pair for one in lost if one.op == RESET})
    lowered = len({one.pair for one in lost if one.op != RESET})
    return " and ".join(f"{count} {word}" for count, word in ((reset, "reset"), (lowered, "lowered")) if count)


def counts(stack: StackReport) -> tuple[str, str, str, str]:
    """Fill the cells create, update, reset and drift."""
    if stack.failed and not stack.counts.changes:
        return "?", "?", "?", str(stack.counts.drift)
    put_back = stack.counts.reset + stack.counts.restore
    return str(stack.counts.create), str(stack.counts.update), str(put_back), str(stack.counts.drift)


def checks(stack: StackReport) -> str:
    """Say in a few words whether anything was objected to."""
    said = [one.severity for one in stack.messages]
    found = [
        "failed" if stack.failed else "",
        _several(len(stack.violations), "policy violation") if stack.violations else "",
        _several(said.count("error"), "error") if "error" in said else "",
        _several(said.count("warning"), "warning") if "warning" in said else "",
    ]
    return ", ".join(filter(None, found)) or "ok"


def re_pull(stack: StackReport) -> str:
    """Say how long re-pulling what is raised takes at least, or how fast Junction starts re-pulls."""
    if not stack.windows:
        return "-"
    slowest = stack.windows[0]
    if slowest.seconds:
        return f"at least {in_words(slowest.seconds)} ({slowest.slug})"
    slowest = max(stack.windows, key=lambda window: window.rate.per_connection)
    return f"{slowest.slug}: {slowest.rate}"


def at_least(window: Window) -> str:
    """Say how long it takes, as far as that is known."""
    if window.seconds is None:
        return "not known"
    return f"at least {in_words(window.seconds)}" if window.seconds else "no wait between starts"


def fate(one: Drift) -> str:
    """Say what this plan makes of a drifted value."""
    if one.after is None:
        return "no longer declared"
    if one.after == one.live:
        return "keeps it"
    return f"sets {one.after}" + (" again" if one.after == one.applied else "")


def remarks(stack: StackReport) -> Iterator[str]:
    """Say what no table holds."""
    for name in stack.released:
        yield f"{name} is released: what it declared stays as it is at Junction."
    for one in stack.hidden:
        what = "has drifted" if one.op == DRIFT else f"changes ({one.op})"
        yield f"{one.name} {what}; days are not shown, as they or its teams are secret, or not known before the apply."
    yield from map(pulls, stack.pulls)
    for one in stack.without_days:
        yield f"{one.name} changes ({one.op}), but no days: labels, or what counts later."
    if stack.others.changed:
        what = ", ".join(f"{count} to {op}" for op, count in stack.others.changed)
        yield f"Other resources: {what}, {stack.others.unchanged} unchanged."
    for gap in stack.gaps:
        yield f"Not shown: {gap}."


def pulls(one: Pulls) -> str:
    """Say what a trigger would do."""
    if one.users == 0:
        return f"{one.name} triggers no historical pulls."
    of = "an unknown number of users" if one.users is None else _several(one.users, "user")
    source = f" from {one.slug}" if one.slug else ""
    again = ", all of them again" if one.again and one.sure else "" if one.sure else ", if what triggers it changes"
    lasts = f"; the last one starts after {in_words(one.seconds)} or later" if one.seconds else ""
    return f"{one.name} triggers historical pulls of {of}{source}{again}{lasts}."


def asides(stack: StackReport) -> Iterator[str]:
    """Say what few will ask for."""
    if stack.others.unchanged and not stack.others.changed:
        yield f"Other resources: {stack.others.unchanged} unchanged."
    changed = {(one.scope, one.team) for one in stack.changes}
    still = sum(1 for place in stack.places if (place.scope, place.team) not in changed)
    if still and changed:
        yield f"{_several(still, 'team')} without a change."


def commands(report: Report) -> Iterator[str]:
    """List what applies, leaves alone, and undoes this; nothing where there is no plan."""
    changed = report.to_apply
    if not changed:
        return
    yield "# apply what was reviewed; PLAN is the file of the preview's --save-plan"
    for stack in changed[:10]:
        yield f"pulumi up --stack {shlex.quote(stack.stack[:100])} --refresh --run-program --plan PLAN"
    if len(changed) > 10:
        yield f"# and {len(changed) - 10} more stacks"
    yield '# leave a data provider as it is: opts=ResourceOptions(ignore_changes=["providers.oura"])'
    if any(one.users != 0 for stack in changed for one in stack.pulls):
        yield "# before you undo: take the triggers out of the program, or users are pulled again, with fewer days"
    yield "# undo: revert what was merged, have that reviewed, and apply it"


def few(names: Sequence[str]) -> str:
    """Name ten, and count the rest."""
    return ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")


def _several(count: int, what: str) -> str:
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{count} {what if count == 1 else plural}"
