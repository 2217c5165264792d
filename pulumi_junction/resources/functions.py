"""Reading, for programs: what is set at the service right now."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import pulumi

from pulumi_junction.api import settings
from pulumi_junction.core import catalogue, inputs
from pulumi_junction.core.check import misspelt
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.service import read
from pulumi_junction.core.values import Days, LiveProvider, Problem
from pulumi_junction.errors import JunctionError
from pulumi_junction.resources import scope
from pulumi_junction.resources.types import HistoricalDays, ProviderDataPullPreferences
from pulumi_junction.resources.waits import shown_by

_NAME = "get_team_data_pull_preferences"


@pulumi.output_type
class GetTeamDataPullPreferencesResult(dict[str, object]):
    """What the service shows."""

    def __init__(
        self,
        *,
        teams: Mapping[str, Mapping[str, ProviderDataPullPreferences]],
        org_id: str,
        env: str,
        region: str,
    ) -> None:
        pulumi.set(self, "teams", teams)
        pulumi.set(self, "org_id", org_id)
        pulumi.set(self, "env", env)
        pulumi.set(self, "region", region)

    @property
    @pulumi.getter
    def teams(self) -> Mapping[str, Mapping[str, ProviderDataPullPreferences]]:
        """By team UUID and data provider: days and limits. What the service does not show is absent."""
        return pulumi.get(self, "teams")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def org_id(self) -> str:
        """The organisation's UUID."""
        return pulumi.get(self, "org_id")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def env(self) -> str:
        """`production` or `sandbox`."""
        return pulumi.get(self, "env")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def region(self) -> str:
        """`us` or `eu`."""
        return pulumi.get(self, "region")  # type: ignore[no-any-return]


TeamIds: TypeAlias = Sequence[str] | Mapping[str, str]
"""UUIDs, or labels with the UUIDs they stand for."""


def get_team_data_pull_preferences(
    *,
    team_ids: TeamIds | None = None,
    providers: Sequence[str] | None = None,
    org_id: str | None = None,
    env: str | None = None,
    region: str | None = None,
) -> GetTeamDataPullPreferencesResult:
    """Read what the service has: days and limits of any teams, all pages. Asks at every preview and every `up`.

    :param team_ids: The teams to read; None means all of the organisation in this environment and region.
    :param providers: The data providers to read; None means all that the service shows.
    :param org_id: As for the resource: argument, `JUNCTION_ORG_ID`, config `junction:orgId`.
    :param env: As for the resource.
    :param region: As for the resource.
    :raises pulumi.RunError: one line; a setting is missing, or the service could not be asked.
    """
    place = scope.resolve(_NAME, org_id, env, region, allow_cross_environment=True)
    problems: list[Problem] = []
    where = inputs.place(place._asdict(), problems)
    teams = inputs.teams(team_ids, problems) if team_ids is not None else {}
    if isinstance(providers, str):
        problems.append(Problem("providers", f'must be a list, e.g. ["{providers[:20]}"]'))
    else:
        problems += misspelt(providers or (), catalogue.load())
    if problems:
        raise pulumi.RunError(f"{_NAME}: " + "; ".join(str(problem) for problem in problems))
    try:
        return _read(Scope(**where), list(teams), list(providers or ()))
    except JunctionError as problem:
        raise pulumi.RunError(f"{_NAME}: {problem}") from None


def get_team_data_pull_preferences_output(
    *,
    team_ids: pulumi.Input[Sequence[pulumi.Input[str]]] | pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
    providers: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
    org_id: pulumi.Input[str] | None = None,
    env: pulumi.Input[str] | None = None,
    region: pulumi.Input[str] | None = None,
) -> pulumi.Output[GetTeamDataPullPreferencesResult]:
    """Do the same with outputs as arguments; nothing is asked while one of them is unknown."""
    known = pulumi.Output.all(team_ids=team_ids, providers=providers, org_id=org_id, env=env, region=region)
    return known.apply(lambda arguments: get_team_data_pull_preferences(**arguments))


def _read(where: Scope, teams: Sequence[str], slugs: Sequence[str]) -> GetTeamDataPullPreferencesResult:
    from pulumi_junction.api.management import ManagementClient  # httpx: only for a program that asks

    url, key = settings.management_url(scope.stack_config), settings.management_key(scope.stack_config)
    patience, at_a_time = settings.patience(scope.stack_config), settings.at_a_time(scope.stack_config)
    client = ManagementClient(url, key, patience=patience, at_a_time=at_a_time, say=shown_by(_NAME))
    try:
        service = client.team_data_pull_preferences(where)
        live = read(service, teams, slugs) if teams else service.get((), slugs)
    finally:
        client.close()
    return GetTeamDataPullPreferencesResult(
        teams={team: {slug: _output(one) for slug, one in shown.items()} for team, shown in live.items()},
        org_id=where.org_id,
        env=where.env,
        region=where.region,
    )


def _output(live: LiveProvider) -> ProviderDataPullPreferences:
    overrides = {name: _days(days) for name, days in live.resource_overrides.items()}
    return ProviderDataPullPreferences(default=_days(live.default), resource_overrides=overrides or None)


def _days(days: Days) -> HistoricalDays:
    return HistoricalDays(historical_days_to_pull=days.days, historical_days_to_pull_limit=days.limit)
