"""From what the engine said to what a reviewer reads. The whole stack is compared at once, so moves are no resets."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pulumi_junction.core.changes import changes as differences
from pulumi_junction.core.values import ProviderPreference, Slug
from pulumi_junction.report import hiding, plan_digest
from pulumi_junction.report.drifting import drift
from pulumi_junction.report.drifting import hidden as hidden_drift
from pulumi_junction.report.model import RESET, UPDATE, Change, Counts, Others, Place, Report, StackReport, Touched
from pulumi_junction.report.preview import Preview, Step
from pulumi_junction.report.pulling import pulls
from pulumi_junction.report.pulling import users as pulled_users
from pulumi_junction.report.renaming import renames
from pulumi_junction.report.sides import Pair, Side, Sides, sides
from pulumi_junction.report.transitions import transitions
from pulumi_junction.report.window import windows

Users = Mapping[str, Mapping[Slug, int]]
"""How many connections a data provider has, by stack; under "" for every stack."""


def report(
    previews: Mapping[str, Preview],
    commit: str = "",
    users: Users | None = None,
    environ: Mapping[str, str] | None = None,
) -> Report:
    """Build the report of stacks by name, in the given order; what *environ* holds of secrets is masked."""
    stacks = [stack(name, preview, _of(users or {}, name), environ) for name, preview in previews.items()]
    return Report(stacks, plan_digest.digest_of_all(stacks), commit)


def _of(users: Users, name: str) -> Mapping[Slug, int]:
    return {**users.get("", {}), **users.get(name, {})}


def stack(
    name: str,
    preview: Preview,
    users: Mapping[Slug, int] | None = None,
    environ: Mapping[str, str] | None = None,
) -> StackReport:
    """Build the report of one stack."""
    both = sides(preview)
    changes = [change for pair in both.touched() for change in _changes(pair, both)]
    found = drift(preview, both)
    without_days = [*_without_days(preview.steps, both, changes), *_options(preview)]
    raised = {change.slug for change in changes if change.raised}
    triggered = list(pulls(preview.steps))
    pulled = {one.slug for one in triggered if one.slug and one.users != 0}
    return StackReport(
        name=name,
        stack=preview.stack or name,
        project=preview.project,
        changes=changes,
        drift=found,
        renames=renames(preview.steps),
        released=both.released,
        hidden=[*both.hidden, *hidden_drift(preview)],
        without_days=without_days,
        pulls=triggered,
        places=_places(both),
        messages=[replace(one, text=hiding.hide(one.text, environ or {})) for one in preview.messages],
        violations=[replace(one, text=hiding.hide(one.text, environ or {})) for one in preview.violations],
        others=_others(preview.steps),
        windows=windows(raised | pulled, {**pulled_users(triggered), **(users or {})}),
        counts=_counts(both, changes, {one.pair for one in found}),
        failed=preview.failed,
        read_at=preview.read_at,
        gaps=preview.gaps,
        looked=not preview.blind,
        digest="" if preview.failed else plan_digest.digest(preview, name, [*changes, *found, *without_days]),
    )


def _changes(pair: Pair, both: Sides) -> Iterator[Change]:
    """A row for each number of days; of what comes or goes also where they stay."""
    scope, team, slug = pair
    before, after = both.before.get(pair), both.after.get(pair)
    doing, op = after or before, both.op(pair)
    if doing is None:
        return
    for resource, was, will in _rows(slug, both.now(pair), both.then(pair), always=op != UPDATE):
        limit = both.limit(pair, resource)
        yield Change(doing.name, scope, team, doing.declared.teams[team], slug, resource, op, was, will, limit)


def _rows(
    slug: Slug, now: ProviderPreference | None, then: ProviderPreference | None, *, always: bool
) -> Iterator[tuple[str, int | None, int | None]]:
    if now is None:
        yield "default", None, then.default if then else None
        for name, days in sorted(then.resource_overrides.items()) if then else ():
            yield name, None, days
        return
    found = list(differences(slug, now, then))
    yield from ((one.resource, one.now, one.then) for one in found)
    if always and not found:
        yield "default", now.default, now.default


def _counts(both: Sides, changes: Sequence[Change], drifted: Iterable[Pair]) -> Counts:
    ops = Counter(both.op(pair) for pair in {change.pair for change in changes})
    lowered = {change.pair for change in changes if change.lowered and change.op != RESET}
    return Counts(**ops, lowered=len(lowered), drift=len(set(drifted)))


def _without_days(steps: Sequence[Step], both: Sides, changes: Sequence[Change]) -> list[Touched]:
    told = {change.name for change in changes} | {one.name for one in both.hidden} | set(both.released)
    told |= {name for one in renames(steps) for name in (one.old, one.new)}
    return [Touched(one.name, one.op) for one in transitions(steps) if one.changes and one.name not in told]


def _options(preview: Preview) -> Iterator[Touched]:
    """Name the guards that come or go: no step of the engine tells, as they are no properties.

    A refresh with --run-program takes the program's already, so what it was given is what was there.
    """
    stored = {step.urn: step.old for step in preview.refreshed}
    for one in transitions(preview.steps):
        old = stored.get(one.urn) or one.old
        if not (old and one.old and one.new):
            continue
        if old.protect != one.new.protect:
            yield Touched(one.name, "protect is set" if one.new.protect else "protect is taken off")
        if old.retain_on_delete != one.new.retain_on_delete:
            kept = one.new.retain_on_delete
            yield Touched(one.name, "retain_on_delete is set" if kept else "retain_on_delete is taken off")


def _places(both: Sides) -> list[Place]:
    def of(side: Side) -> Iterator[Place]:
        for team, label in side.declared.teams.items():
            yield Place(side.scope, team, label)

    found = {(place.scope, place.team): place for side in both.all for place in of(side)}
    return sorted(found.values(), key=lambda place: (str(place.scope), place.label or place.team, place.team))


def _others(steps: Sequence[Step]) -> Others:
    """The stack itself and provider objects are no resources that anybody declares."""
    others = [step for step in steps if not (step.ours or step.triggers or step.type.startswith("pulumi:"))]
    last = {step.urn: step.op for step in others}
    kinds = Counter(op for op in last.values() if op not in ("same", "read"))
    return Others(sum(1 for op in last.values() if op in ("same", "read")), sorted(kinds.items()))
