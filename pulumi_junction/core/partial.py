"""What state is to hold after a failure half-way, so that the next run sends exactly the rest."""

import itertools
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from pulumi_junction.core.apply import Application
from pulumi_junction.core.compare import Declared
from pulumi_junction.core.values import Adopted, Preferences, Slug, Team, plain


def done_teams(want: Declared, application: Application) -> set[Team]:
    """The declared teams that need nothing more."""
    settled = (want.teams.keys() - application.plan.stale.keys()) | application.done
    return settled - not_given_up(application)


def not_given_up(application: Application) -> set[Team]:
    """The teams of which something is still to be reset or restored."""
    return {team for team, _ in application.plan.giving_up - application.given_up}


def partial(want: Declared, before: Declared, application: Application, found: Adopted) -> dict[str, Any] | None:
    """Make the outputs that were reached; None where nothing was sent, so that state stays as it is.

    *found* is what adoption found of *want*. State has teams and data providers; which pairs of them are not owned
    stands in `unwritten`, or the next run would give up what this one never had. `effective` is empty: nothing counts
    as settled before the service has answered for all of it.
    """
    if not application.touched:
        return None
    owned = before.pairs() - application.given_up
    kept: Adopted = {team: plain(some) for team, some in before.adopted.items()}
    if not application.is_setting:  # what is given up goes first; meanwhile the old declaration stands
        return _state(before.teams, before.providers, owned, frozenset(), kept)
    done = done_teams(want, application)
    owned |= set(itertools.product(done | application.sent, want.providers))
    new = set(itertools.product(application.sent - done, want.providers)) - before.pairs()
    ours = {
        team: {slug: one for slug, one in some.items() if (team, slug) in owned or slug in kept.get(team, {})}
        for team, some in found.items()
    }
    return _state(want.teams, want.providers, owned & want.pairs(), new, ours)


def _state(
    labels: Mapping[Team, str],
    providers: Preferences,
    owned: AbstractSet[tuple[Team, Slug]],
    in_doubt: AbstractSet[tuple[Team, Slug]],
    adopted: Adopted,
) -> dict[str, Any]:
    """Keep the teams of which something is owned; where that is none, all: a state without teams says nothing."""
    kept = {team for team, _ in owned} or labels.keys()
    teams = {team: label for team, label in labels.items() if team in kept}

    def listed(which: AbstractSet[tuple[Team, Slug]]) -> dict[Team, list[Slug]]:
        lists = {team: [slug for slug in sorted(providers) if (team, slug) in which] for team in teams}
        return {team: slugs for team, slugs in lists.items() if slugs}

    state = {
        "teams": teams,
        "providers": plain(providers),
        "effective": {},
        "exceptions": {},
        "adopted": {team: some for team, some in adopted.items() if some and team in teams},
    }
    rest = listed(set(itertools.product(teams, providers)) - owned)
    doubtful = listed(in_doubt)
    return state | ({"unwritten": rest} if rest else {}) | ({"in_doubt": doubtful} if doubtful else {})
