"""Declared, last applied, live: where any two of them differ, and who moved."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulumi_junction.core.identity import Scope
from pulumi_junction.core.values import Slug, Team
from pulumi_junction.report.model import CREATE, RESET, RESTORE, StackReport

AT_JUNCTION = "changed at Junction"
IN_PROGRAM = "changed in the program"
IN_BOTH = "changed in both"


@dataclass(frozen=True, slots=True)
class Difference:
    """One number of days of one team; None where it is not set, not declared, or not read."""

    scope: Scope
    team: Team
    label: str
    slug: Slug
    resource: str
    declared: int | None
    applied: int | None
    live: int | None
    who: str


def differences(stack: StackReport) -> list[Difference]:
    """Take what drifted, and what the program changes without any drift; sorted by place, team, data provider."""
    return sorted(
        _differences(stack),
        key=lambda one: (str(one.scope), one.label, one.team, one.slug, one.resource != "default", one.resource),
    )


def _differences(stack: StackReport) -> Iterator[Difference]:
    drifted = set()
    for one in stack.drift:
        drifted.add((one.scope, one.team, one.slug, one.resource))
        who = AT_JUNCTION if one.after == one.applied else IN_BOTH
        yield Difference(one.scope, one.team, one.label, one.slug, one.resource, one.after, one.applied, one.live, who)
    for change in stack.changes:
        if (change.scope, change.team, change.slug, change.resource) in drifted:
            continue
        declared = None if change.op in (RESET, RESTORE) else change.after
        applied = None if change.op == CREATE else change.now
        yield Difference(
            change.scope,
            change.team,
            change.label,
            change.slug,
            change.resource,
            declared,
            applied,
            change.now,
            IN_PROGRAM,
        )
