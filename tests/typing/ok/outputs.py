"""What a resource gives back, typed all the way down."""

from collections.abc import Mapping

import pulumi
from typing_extensions import assert_type

from pulumi_junction import DeclaredPreference, HistoricalDays, ProviderDataPullPreferences, TeamDataPullPreferences

TEAM = "3aac0000-0000-4000-8000-000000000001"

prefs = TeamDataPullPreferences(
    "prefs",
    team_ids={"Acme Care": TEAM},
    providers={"oura": {"default": 120, "resource_overrides": {"sleep": 180}}},
    env="sandbox",
    region="us",
    lenient=True,
    allow_cross_environment=True,
    opts=pulumi.ResourceOptions(protect=True),
)

assert_type(prefs.org_id, pulumi.Output[str])
assert_type(prefs.env, pulumi.Output[str])
assert_type(prefs.region, pulumi.Output[str])
assert_type(prefs.teams, pulumi.Output[Mapping[str, str]])
assert_type(prefs.providers, pulumi.Output[Mapping[str, DeclaredPreference]])
assert_type(prefs.effective, pulumi.Output[Mapping[str, ProviderDataPullPreferences]])
assert_type(prefs.exceptions, pulumi.Output[Mapping[str, Mapping[str, ProviderDataPullPreferences]]])


def declared(providers: Mapping[str, DeclaredPreference]) -> int:
    oura = providers["oura"]
    assert_type(oura.default, int)
    assert_type(oura.resource_overrides, Mapping[str, int] | None)
    return oura.default + (oura.resource_overrides or {})["sleep"]


def effective(providers: Mapping[str, ProviderDataPullPreferences]) -> int:
    oura = providers["oura"]
    assert_type(oura.default, HistoricalDays)
    assert_type(oura.default.historical_days_to_pull, int)
    assert_type(oura.default.historical_days_to_pull_limit, int | None)
    assert_type(oura.resource_overrides, Mapping[str, HistoricalDays] | None)
    return oura.default.historical_days_to_pull + (oura.default.historical_days_to_pull_limit or 0)


def exceptional(teams: Mapping[str, Mapping[str, ProviderDataPullPreferences]]) -> list[int]:
    return [one.default.historical_days_to_pull for providers in teams.values() for one in providers.values()]


assert_type(prefs.providers.apply(declared), pulumi.Output[int])
assert_type(prefs.effective.apply(effective), pulumi.Output[int])
assert_type(prefs.exceptions.apply(exceptional), pulumi.Output[list[int]])
pulumi.export("labels", prefs.teams.apply(lambda teams: sorted(teams.values())))
pulumi.export("days", prefs.effective["oura"]["default"]["historical_days_to_pull"])
