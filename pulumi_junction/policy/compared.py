"""Rules that compare what is declared with what was applied before."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from pulumi_policy import EnforcementLevel, ResourceValidationPolicy

from pulumi_junction.core.changes import Change, by_change, changes
from pulumi_junction.core.choices import RETAIN
from pulumi_junction.core.compare import Declared
from pulumi_junction.core.describe import at
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.values import Slug, Team
from pulumi_junction.policy import applied
from pulumi_junction.policy.applied import Applied, StateError
from pulumi_junction.policy.inputs import Inputs
from pulumi_junction.policy.rule import environments_of, policy


def no_lowering(
    environments: Collection[str] = ("production",),
    *,
    name: str = "junction-no-lowering",
    enforcement_level: EnforcementLevel | None = None,
) -> ResourceValidationPolicy:
    """Refuse fewer days than the last `up` or `refresh` left, whichever resource of the stack declared them."""
    wanted = environments_of("no_lowering", environments)

    def judge(inputs: Inputs) -> Iterator[str]:
        env, place = inputs.text("env"), inputs.place()
        if env not in wanted or place is None:
            return
        try:
            yield from _lowered(inputs, place, name)
        except StateError as problem:
            yield str(problem)

    return policy(
        name,
        f"No number of days is lowered ({', '.join(sorted(wanted))}).",
        judge,
        enforcement_level,
        "Declare at least as many days as before; where fewer are meant, make the policy advisory for this change.",
    )


def no_resets(
    environments: Collection[str] = ("production",),
    *,
    name: str = "junction-no-resets",
    enforcement_level: EnforcementLevel | None = None,
) -> ResourceValidationPolicy:
    """Refuse to drop a team or a data provider, which resets it, while the resource is protected.

    Of a resource that is deleted a policy is not told; there `protect` makes the engine refuse.
    """
    wanted = environments_of("no_resets", environments)

    def judge(inputs: Inputs) -> Iterator[str]:
        try:
            before = applied.STATE.of(inputs.args.urn, inputs.args.opts.aliases)
        except StateError as problem:
            # Without the state nobody knows which environment would lose something.
            if inputs.text("env") in (*wanted, None):
                yield str(problem)
            return
        if before is None or before.place.env not in wanted or not (before.protect or inputs.args.opts.protect):
            return
        inputs.secret = inputs.secret or before.secret
        yield from _given_up(inputs, before)

    return policy(
        name,
        f"No team and no data provider is dropped from a protected resource ({', '.join(sorted(wanted))}).",
        judge,
        enforcement_level,
        "Declare it again; where the reset is meant, apply protect=False first.",
    )


def _lowered(inputs: Inputs, place: Scope, name: str) -> Iterator[str]:
    want = inputs.declared()
    before = {pair: one for one in applied.STATE.at(inputs.args.urn, place) for pair in one.declared.pairs()}
    shared = sorted(want.pairs() & before.keys())
    inputs.secret = inputs.secret or any(before[pair].secret for pair in shared)
    found = by_change(
        (want.teams[team] or before[team, slug].declared.teams[team] or team, change)
        for team, slug in shared
        for change in changes(slug, before[team, slug].declared.last_known(team, slug), want.providers[slug])
        if change.then is not None and change.then < change.now
    )
    for change, teams in found.items():
        days = f"{inputs.shown(change.now)} => {inputs.shown(change.then)} days for {inputs.named(teams)}"
        remedy = f"Declare {inputs.shown(change.now)} or more; if fewer are meant, have {name} made advisory"
        yield f"{_path(change)}: {days}. {remedy} for this change."


def _path(change: Change) -> str:
    path = at("providers", change.slug)
    return at(path, "default") if change.resource == "default" else at(at(path, "resource_overrides"), change.resource)


_REMEDY = "while protect is on. Declare {it} again; if the reset is meant, apply protect=False first."


def _given_up(inputs: Inputs, before: Applied) -> Iterator[str]:
    """Judge a move by the word in the state, as the engine deletes with that; an update by the program's."""
    place = inputs.place()
    if place == before.place:
        if inputs.text("on_delete") != RETAIN:
            yield from _dropped(inputs, before)
    elif place is not None and before.on_delete != RETAIN:
        remedy = _REMEDY.format(it="the old place")
        yield f"org_id, env, region: moves away from {before.place}, where all of it is reset, {remedy}"


def _dropped(inputs: Inputs, before: Applied) -> Iterator[str]:
    """Say what is given up, by team where a whole team is, else by data provider."""
    teams, slugs = inputs.keys("teams"), inputs.keys("providers")
    if teams is None or slugs is None:
        return  # the unknown is told by the engine
    gone, by_slug = _sorted_out(before.declared, teams, slugs)
    if gone:
        yield f"team_ids: drops {inputs.named(gone)}, which resets {_them(gone)}, {_REMEDY.format(it=_them(gone))}"
    for slug, labels in by_slug.items():
        it = _REMEDY.format(it="it")
        yield f"{at('providers', slug)}: dropped, which resets it for {inputs.named(labels)}, {it}"


def _them(several: list[str]) -> str:
    return "it" if len(several) == 1 else "them"


def _sorted_out(
    before: Declared, teams: Collection[Team], slugs: Collection[Slug]
) -> tuple[list[str], dict[Slug, list[str]]]:
    """Return the labels of teams that go, and of teams that stay by data provider that goes."""
    gone: set[Team] = set()
    by_slug: defaultdict[Slug, list[str]] = defaultdict(list)
    for team, slug in sorted(before.pairs()):
        if team not in teams:
            gone.add(team)
        elif slug not in slugs:
            by_slug[slug].append(before.teams[team] or team)
    return [before.teams[team] or team for team in sorted(gone)], dict(by_slug)
