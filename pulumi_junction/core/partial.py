"""What state is to hold after a failure half-way, so that the next run sends exactly the rest."""

from collections.abc import Mapping
from typing import Any

from pulumi_junction.core.apply import Application
from pulumi_junction.core.compare import Applied
from pulumi_junction.core.values import Adopted, Preferences, Team, plain


def done_teams(want: Applied, application: Application) -> set[Team]:
    """The declared teams that need nothing more."""
    return (want.teams.keys() - application.plan.stale.keys()) | application.done


def partial(want: Applied, before: Applied, application: Application, found: Adopted) -> dict[str, Any] | None:
    """Make the outputs that were reached; None where nothing was sent, so that state stays as it is.

    *found* is what adoption found of *want*.

    What is given up goes first. Meanwhile all that is left of *before* is still owned. Afterwards nothing is left of
    what is no longer declared, and the old teams and the done ones are owned, or one that is dropped later would never
    be reset. Old data providers are not: a new team would come to own what it was never declared with. `effective` is
    empty: nothing counts as settled before the service has answered for all of it.
    """
    if not application.touched:
        return None
    teams, providers = _owned(want, before, application)
    if not teams:
        return None
    adopted = found if application.is_setting else {team: plain(some) for team, some in before.adopted.items()}
    return {
        "teams": teams,
        "providers": plain(providers),
        "effective": {},
        "exceptions": {},
        "adopted": {team: some for team, some in adopted.items() if team in teams},
    }


def _owned(want: Applied, before: Applied, application: Application) -> tuple[Mapping[Team, str], Preferences]:
    if not application.is_setting:
        waiting = {team for team, _ in application.plan.giving_up - application.given_up}
        left = want.teams.keys() | waiting
        return {team: label for team, label in before.teams.items() if team in left}, before.providers
    kept = done_teams(want, application) | application.sent | before.teams.keys()
    teams = {team: label for team, label in want.teams.items() if team in kept}
    return teams, want.providers
