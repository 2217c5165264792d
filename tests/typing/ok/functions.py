"""Reading without owning: the functions and `get`."""

from collections.abc import Mapping

import pulumi
from typing_extensions import assert_type

from pulumi_junction import (
    GetTeamDataPullPreferencesResult,
    ProviderDataPullPreferences,
    TeamDataPullPreferences,
    get_team_data_pull_preferences,
    get_team_data_pull_preferences_output,
)

TEAM = "3aac0000-0000-4000-8000-000000000001"
later: pulumi.Output[str] = pulumi.Output.from_input("7c1e0000-0000-4000-8000-000000000002")

everything = get_team_data_pull_preferences()
some = get_team_data_pull_preferences(team_ids=[TEAM], providers=["oura", "garmin"])
labelled = get_team_data_pull_preferences(team_ids={"Acme Care": TEAM}, env="sandbox", region="us")

assert_type(some, GetTeamDataPullPreferencesResult)
assert_type(some.teams, Mapping[str, Mapping[str, ProviderDataPullPreferences]])
assert_type(some.env, str)
assert_type(some.region, str)
assert_type(some.org_id, str)
assert_type(some.teams[TEAM]["oura"].default.historical_days_to_pull, int)
pulumi.export("limits", {slug: one.default.historical_days_to_pull_limit for slug, one in some.teams[TEAM].items()})

by_output = get_team_data_pull_preferences_output(team_ids=[TEAM, later], providers=["oura"], region=some.region)
assert_type(by_output, pulumi.Output[GetTeamDataPullPreferencesResult])
assert_type(
    by_output.apply(lambda found: found.teams[TEAM]["oura"].default.historical_days_to_pull), pulumi.Output[int]
)
get_team_data_pull_preferences_output(team_ids={"Acme Care": later})
get_team_data_pull_preferences_output(team_ids=by_output.apply(lambda found: list(found.teams)))
get_team_data_pull_preferences_output()

seen = TeamDataPullPreferences.get("seen", "any name", team_ids=[later], providers=["oura"], region=some.region)
assert_type(seen, TeamDataPullPreferences)
assert_type(seen.effective.apply(lambda shown: list(shown)), pulumi.Output[list[str]])
