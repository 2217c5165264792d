"""From what the engine said to what a reviewer reads. The whole stack is compared at once, so moves are no resets."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pulumi_junction.core.changes import changes as differences
from pulumi_junction.core.values import ProviderPreference, Slug
from pulumi_junction.report import binding, hiding
from pulumi_junction.report.comparing import Pair, Side, Sides, sides
from pulumi_junction.report.drifting import drift
from pulumi_junction.report.model import CREATE, UPDATE, Change, Counts, Others, Place, Report, StackReport
from pulumi_junction.report.preview import Preview, Step
from pulumi_junction.report.renaming import renames
from pulumi_junction.report.window import windows

Users = Mapping[str, Mapping[Slug, int]]
"""How many connections a data provider has, by stack; under "" for every stack."""


def report(previews: Mapping[str, Preview], commit: str = "", users: Users | None = None) -> Report:
    """Build the report of stacks by name, in the given order."""
    stacks = [stack(name, preview, _of(users or {}, name)) for name, preview in previews.items()]
    return Report(stacks, binding.digest_of_all(stacks), commit)


def _of(users: Users, name: str) -> Mapping[Slug, int]:
    return {**users.get("", {}), **users.get(name, {})}


def stack(name: str, preview: Preview, users: Mapping[Slug, int] | None = None) -> StackReport:
    """Build the report of one stack."""
    both = sides(preview)
    changes = [change for pair in both.touched() for change in _changes(pair, both)]
    found = drift(preview, both)
    raised = {change.slug for change in changes if change.raised}
    return StackReport(
        name=name,
        project=preview.project,
        changes=changes,
        drift=found,
        renames=renames(preview.steps),
        released=both.released,
        hidden=both.hidden,
        places=_places(both),
        messages=[replace(one, text=hiding.hide(one.text, os.environ)) for one in preview.messages],
        violations=[replace(one, text=hiding.hide(one.text, os.environ)) for one in preview.violations],
        others=_others(preview.steps),
        windows=windows(raised, users or {}),
        counts=_counts(both, changes, {(one.scope, one.team, one.slug) for one in found}),
        failed=preview.failed,
        read_at=preview.read_at,
        gaps=preview.gaps,
        digest="" if preview.failed else binding.digest(name, preview, changes, found),
    )


def _changes(pair: Pair, both: Sides) -> Iterator[Change]:
    """A row for each number of days; of what is declared for the first time also where it stays."""
    scope, team, slug = pair
    before, after = both.before.get(pair), both.after.get(pair)
    doing, op = after or before, both.op(pair)
    if doing is None:
        return
    for resource, was, will in _rows(slug, both.now(pair), both.then(pair), new=op == CREATE):
        limit = both.limit(pair, resource)
        yield Change(op, doing.name, scope, team, doing.declared.teams[team], slug, resource, was, will, limit)


def _rows(
    slug: Slug, now: ProviderPreference | None, then: ProviderPreference | None, *, new: bool
) -> Iterator[tuple[str, int | None, int | None]]:
    if now is None:
        yield "default", None, then.default if then else None
        for name, days in sorted(then.resource_overrides.items()) if then else ():
            yield name, None, days
        return
    found = list(differences(slug, now, then))
    yield from ((one.resource, one.now, one.then) for one in found)
    if new and not found:
        yield "default", now.default, now.default


def _counts(both: Sides, changes: Sequence[Change], drifted: Iterable[Pair]) -> Counts:
    ops = Counter(both.op(pair) for pair in {change.pair for change in changes})
    lowered = {change.pair for change in changes if change.lowered and change.op in (CREATE, UPDATE)}
    return Counts(**ops, lowered=len(lowered), drift=len(set(drifted)))


def _places(both: Sides) -> list[Place]:
    def of(side: Side) -> Iterator[Place]:
        for team, label in side.declared.teams.items():
            yield Place(side.scope, team, label)

    found = {(place.scope, place.team): place for side in reversed(both.all) for place in of(side)}
    return sorted(found.values(), key=lambda place: (str(place.scope), place.label or place.team, place.team))


def _others(steps: Sequence[Step]) -> Others:
    """The stack itself and provider objects are no resources that anybody declares."""
    others = [step for step in steps if not step.ours and not step.type.startswith("pulumi:")]
    last = {step.urn: step.op for step in others}
    kinds = Counter(op for op in last.values() if op not in ("same", "read"))
    return Others(sum(1 for op in last.values() if op in ("same", "read")), sorted(kinds.items()))
