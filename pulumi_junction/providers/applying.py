"""What `create`, `update`, `read` and `delete` do: read, plan, send, and say what came of it."""

import itertools
from collections.abc import Mapping
from typing import Any

from pulumi.runtime import rpc

from pulumi_junction.core import catalogue
from pulumi_junction.core.apply import Application, read
from pulumi_junction.core.compare import Applied, shared
from pulumi_junction.core.partial import done_teams, partial
from pulumi_junction.core.plan import plan, resets
from pulumi_junction.core.values import Live
from pulumi_junction.errors import JunctionError
from pulumi_junction.providers.bridge import PartialFailure, current_urn, name_of, warn
from pulumi_junction.providers.session import Session, Values, scope_of

MAY_BE_SECRET = ("teams", "providers", "deviations", "effective", "exceptions")


def live(session: Session, values: Values) -> Live:
    """Read what the service has for the teams of these inputs or outputs."""
    service = session.client.team_data_pull_preferences(scope_of(values))
    return read(service, list(values["teams"]))


def apply(session: Session, id_: str, values: Values, olds: Values) -> dict[str, Any]:
    """Make the service equal these inputs; returns the outputs. A failure half-way is PartialFailure."""
    scope, want, before = scope_of(values), Applied.of(values), Applied.of(olds)
    service = session.client.team_data_pull_preferences(scope)
    teams, urn = {*want.teams, *before.teams}, current_urn()
    with session.ownership.hold(scope, teams):
        session.ownership.claim(urn, scope, want.pairs())
        spared = session.ownership.needed(urn, scope, before.pairs() - want.pairs())
        now = read(service, list(teams))
        todo = plan(want, now, before, spared)
        application = Application(service, session.semantics, catalogue.load(), todo, now)
        try:
            application.run()
        except JunctionError as reason:
            reached = partial(want, before, application)
            if reached is None:
                raise
            done = f"{len(done_teams(want, application))} of {len(want.teams)} teams are done"
            raise PartialFailure(f"{done}; {reason}", id_, sealed({**values, **reached})) from None
        finally:
            session.ownership.note_reset(scope, application.reset)
    _say_spared(spared)
    if not values.get("secret"):
        _say_kept(want, application.live)
    return outputs(values, application.live)


def reset(session: Session, values: Values) -> None:
    """Put every declared pair back to Junction's default, but for those that a resource of this run declares."""
    scope, before = scope_of(values), Applied.of(values)
    if session.ownership.is_released(current_urn()):
        warn("nothing was reset: the program reads these preferences now and no longer owns them")
        return
    service = session.client.team_data_pull_preferences(scope)
    with session.ownership.hold(scope, before.teams):
        spared = session.ownership.needed(current_urn(), scope, before.pairs())
        for one in resets(before.pairs() - spared.keys()):
            service.reset(one.teams, one.slugs)
            session.ownership.note_reset(scope, itertools.product(one.teams, one.slugs))
    _say_spared(spared)


def outputs(values: Values, live: Live) -> dict[str, Any]:
    """Add to the inputs what the service made of them."""
    return sealed({**values, **shared(values["teams"], Applied.of(values).providers, live)})


def sealed(values: Values) -> dict[str, Any]:
    """Where an argument is a secret, make all a secret that may repeat it: the engine marks the same paths only."""
    if not values.get("secret"):
        return dict(values)
    return {key: rpc.wrap_rpc_secret(value) if key in MAY_BE_SECRET else value for key, value in values.items()}


def _say_spared(spared: Mapping[Any, str]) -> None:
    for owner in sorted(set(spared.values())):
        count = sum(1 for one in spared.values() if one == owner)
        warn(f"{count} preference(s) were not reset, as {name_of(owner)} declares them now")


def _say_kept(want: Applied, live: Live) -> None:
    """Preferences are advisory: say where the service keeps another value than was asked."""
    for slug, preference in sorted(want.providers.items()):
        others = {team: live[team][slug] for team in want.teams if slug in live.get(team, {})}
        differing = {team: kept.preference() for team, kept in others.items() if kept.preference() != preference}
        if differing:
            team, kept = sorted(differing.items())[0]
            more = f" (and {len(differing) - 1} more)" if len(differing) > 1 else ""
            warn(f"providers.{slug}: asked {preference}, the service keeps {kept} for team {team}{more}")
