"""The first time that a resource declares a pair: what stands there already, and what becomes of that."""

from collections.abc import Container, Iterator
from typing import Any

from pulumi_junction.core.catalogue import Catalogue
from pulumi_junction.core.changes import ForTeams, by_change, changes, several
from pulumi_junction.core.compare import Declared
from pulumi_junction.core.describe import at
from pulumi_junction.core.values import Adopted, Live, LiveProvider, Problem, Slug, Team


def overwritten(
    want: Declared, before: Declared, live: Live, catalogue: Catalogue, ours: Container[tuple[Team, Slug]] = ()
) -> ForTeams:
    """Find what somebody has set otherwise. A documented default is nobody's setting, nor is what is *ours*."""
    return by_change(
        (want.teams[team] or team, change)
        for team, slug, found in _found(want, before, live, catalogue)
        if (team, slug) not in ours and not before.settles(team, slug, want.providers[slug], found)
        for change in changes(slug, found.preference(), want.providers[slug])
    )


def refused(of: ForTeams) -> Iterator[Problem]:
    """Say what `adopt="refuse"` does not overwrite, and the two ways on."""
    for change, teams in of.items():
        path = at("providers", change.slug)
        if change.resource != "default":
            path = at(path, "resource_overrides")
        reason = (
            f'is {change.now} days at Junction for {several(teams)}, and adopt="refuse" does not set {change.then}; '
            f'declare {change.now}, or pass adopt="overwrite"'
        )
        yield Problem(at(path, change.resource), reason)


def adopted(want: Declared, before: Declared, live: Live, catalogue: Catalogue) -> Adopted:
    """Make the output `adopted`: what stood there before the resource, for `on_delete="restore"`.

    What is not in it was at Junction's default, or absent.
    """
    kept = {(team, slug): one for team, some in before.adopted.items() for slug, one in some.items()}
    new = {(team, slug): found.preference() for team, slug, found in _found(want, before, live, catalogue)}
    declared = want.pairs()
    all_: dict[Team, dict[Slug, Any]] = {}
    for (team, slug), preference in sorted({**new, **kept}.items(), key=lambda item: item[0]):
        if (team, slug) in declared:
            all_.setdefault(team, {})[slug] = preference.plain()
    return all_


def _found(
    want: Declared, before: Declared, live: Live, catalogue: Catalogue
) -> Iterator[tuple[Team, Slug, LiveProvider]]:
    """Yield each setting of a pair that was not this resource's before."""
    new = (pair for pair in want.pairs() - before.pairs() if pair[1] in live.get(pair[0], {}))
    for team, slug in sorted(new):
        shown = live[team][slug]
        if not catalogue.is_default(slug, shown.preference()):
            yield team, slug, shown
