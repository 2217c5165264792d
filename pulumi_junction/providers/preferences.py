"""What the provider's methods do: read, plan, send, and say what came of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_junction.api import settings
from pulumi_junction.api.patience import PATIENCE_OF_PREVIEWS
from pulumi_junction.core import catalogue
from pulumi_junction.core.apply import Application, read
from pulumi_junction.core.check import Findings, check
from pulumi_junction.core.compare import Applied, shared
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.inputs import Normalised, at
from pulumi_junction.core.limits import over_limits
from pulumi_junction.core.plan import Plan, plan, resets
from pulumi_junction.core.values import UNKNOWN, Live, Problem, ProviderPreference
from pulumi_junction.errors import ApiError, JunctionError
from pulumi_junction.providers.bridge import Call, PartialFailure, warn
from pulumi_junction.providers.session import Session

Values = Mapping[str, Any]


def judge(session: Session, inputs: Normalised, olds: Values) -> Findings:
    """Find everything that is wrong or doubtful: by shape, by catalogue, among resources, by the service's limits."""
    found = check(inputs.values, catalogue.load())
    errors = [*inputs.problems, *found.errors]
    if not errors and _known(inputs.values):
        want = Applied.of(inputs.values)
        errors += _rivals(session, _scope(inputs.values), want)
        errors += _over_limits(session, inputs.values, want, olds)
    return Findings(tuple(errors), found.warnings)


def live(session: Session, values: Values) -> Live:
    """Read what the service has for the teams of these inputs or outputs."""
    service = session.client.team_data_pull_preferences(_scope(values))
    return read(service, list(values["teams"]))


def apply(session: Session, id_: str, values: Values, olds: Values) -> dict[str, Any]:
    """Make the service equal these inputs; returns the outputs. A failure half-way is PartialFailure."""
    scope, want, before = _scope(values), Applied.of(values), Applied.of(olds)
    service = session.client.team_data_pull_preferences(scope)
    teams = {*want.teams, *before.teams}
    with session.ownership.hold(scope, teams):
        session.ownership.claim(_urn(), scope, want.pairs())
        spared = session.ownership.claimed(scope, before.pairs() - want.pairs())
        now = read(service, list(teams))
        todo = plan(want, now, before, spared)
        application = Application(service, session.semantics, catalogue.load(), now)
        try:
            application.run(todo)
        except JunctionError as reason:
            raise _half_done(reason, id_, values, todo, before, application) from None
    _say_spared(spared)
    _say_kept(want, application.live)
    return outputs(values, application.live)


def reset(session: Session, values: Values) -> None:
    """Put every declared pair back to Junction's default, but for those that a resource of this run declares."""
    scope, before = _scope(values), Applied.of(values)
    service = session.client.team_data_pull_preferences(scope)
    with session.ownership.hold(scope, before.teams):
        spared = session.ownership.claimed(scope, before.pairs())
        for one in resets(before.pairs() - spared.keys()):
            service.reset(one.teams, one.slugs)
    _say_spared(spared)


def outputs(values: Values, live: Live) -> dict[str, Any]:
    """Add to the inputs what the service made of them."""
    return {**values, **shared(values["teams"], Applied.of(values).providers, live)}


def _half_done(
    reason: JunctionError, id_: str, values: Values, todo: Plan, before: Applied, application: Application
) -> JunctionError:
    """Keep in state what was done, so that the next run sends the rest; with nothing done, state stays as it is.

    `effective` is left empty: nothing counts as settled until the service has answered for all of it.
    """
    want = Applied.of(values)
    if application.resetting:
        gone = {team for team in before.teams if team not in want.teams and application.is_reset(team)}
        teams = {team: label for team, label in before.teams.items() if team not in gone}
        providers = before.providers
    else:
        done = want.teams.keys() - todo.stale.keys() | application.done
        teams = {team: label for team, label in want.teams.items() if team in done or team in before.teams}
        providers = {**before.providers, **want.providers}
    if not teams or not (application.done or application.reset):
        return reason
    plain = {slug: preference.plain() for slug, preference in providers.items()}
    partial = {**values, "teams": teams, "providers": plain, "effective": {}, "exceptions": {}}
    done_teams = len(want.teams.keys() - todo.stale.keys() | application.done)
    return PartialFailure(JunctionError(f"{done_teams} of {len(want.teams)} teams are done; {reason}"), id_, partial)


def _known(value: object) -> bool:
    """Tell whether nothing in a value is still unknown."""
    if isinstance(value, Mapping):
        return all(_known(one) for one in value.values())
    return value is not UNKNOWN


def _scope(values: Values) -> Scope:
    return Scope(values["org_id"], values["env"], values["region"])


def _urn() -> str:
    call = Call.current()
    return call.urn if call else ""


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]


def _rivals(session: Session, scope: Scope, want: Applied) -> Iterator[Problem]:
    """Two resources that declare one pair would undo each other at every run."""
    urn = _urn()
    for other, (team, slug) in session.ownership.declare(urn, scope, want.pairs()).items():
        reason = f"{slug} of team {team} is declared by {_name(other)} and by {_name(urn)}; leave it to one of them"
        yield Problem(at("providers", slug), reason)


def _over_limits(session: Session, values: Values, want: Applied, olds: Values) -> Iterator[Problem]:
    """Ask the service for its limits, where a key is at hand. An outage here never fails a preview."""
    if not (settings.live_checks(session.config) and session.limits_reachable and session.has_key()):
        return
    try:
        service = session.client.team_data_pull_preferences(_scope(values), PATIENCE_OF_PREVIEWS)
        now = read(service, list(want.teams))
    except ApiError as reason:
        session.limits_reachable = False
        warn(f"the service's limits were not checked: {reason.what}")
        return
    yield from over_limits(want, now, Applied.of(olds))


def _say_spared(spared: Mapping[Any, str]) -> None:
    for owner in sorted(set(spared.values())):
        count = sum(1 for one in spared.values() if one == owner)
        warn(f"{count} preference(s) were not reset, as {_name(owner)} declares them now")


def _say_kept(want: Applied, live: Live) -> None:
    """Preferences are advisory: say where the service keeps another value than was asked."""
    for slug, preference in sorted(want.providers.items()):
        others = {team: live[team][slug] for team in want.teams if slug in live.get(team, {})}
        differing = {team: kept.preference() for team, kept in others.items() if kept.preference() != preference}
        if differing:
            team, kept = sorted(differing.items())[0]
            more = f" (and {len(differing) - 1} more)" if len(differing) > 1 else ""
            warn(f"providers.{slug}: asked {_say(preference)}, the service keeps {_say(kept)} for team {team}{more}")


def _say(preference: ProviderPreference) -> str:
    overrides = "".join(f", {name} {days}" for name, days in sorted(preference.resource_overrides.items()))
    return f"{preference.default}{overrides} days"
