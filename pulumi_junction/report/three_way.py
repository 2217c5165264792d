"""Declared, last applied, live: where any two of them differ, and who moved."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulumi_junction.core.identity import Scope
from pulumi_junction.core.values import Slug, Team
from pulumi_junction.report.model import CREATE, RESET, RESTORE, StackReport, Whose

AT_JUNCTION = "changed at Junction"
IN_PROGRAM = "changed in the program"
IN_BOTH = "changed in both"


@dataclass(frozen=True, slots=True)
class Difference(Whose):
    """One number of days of one team; None where it is not set, not declared, or not read."""

    declared: int | None
    applied: int | None
    live: int | None
    who: str


def differences(stack: StackReport) -> list[Difference]:
    """Take what drifted, and what the program changes without any drift; sorted by place, team, data provider."""
    return sorted(_differences(stack), key=_order)


def _order(one: Difference) -> tuple[str, str, str, str, bool, str]:
    return str(one.scope), one.label, one.team, one.slug, one.resource != "default", one.resource


def _differences(stack: StackReport) -> Iterator[Difference]:
    drifted = {(one.pair, one.resource) for one in stack.drift}
    for one in stack.drift:
        who = AT_JUNCTION if one.after == one.applied else IN_BOTH
        yield Difference(*_whose(one), one.after, one.applied, one.live, who)
    for change in stack.changes:
        if (change.pair, change.resource) not in drifted:
            declared = None if change.op in (RESET, RESTORE) else change.after
            applied = None if change.op == CREATE else change.now
            yield Difference(*_whose(change), declared, applied, change.now, IN_PROGRAM)


def _whose(one: Whose) -> tuple[str, Scope, Team, str, Slug, str]:
    return one.name, one.scope, one.team, one.label, one.slug, one.resource
