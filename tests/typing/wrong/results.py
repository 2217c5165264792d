"""What a program may get wrong about what it is given."""

import pulumi

from pulumi_junction import (
    TeamDataPullPreferences,
    get_historical_pulls,
    get_team_data_pull_preferences,
    get_team_data_pull_preferences_output,
    list_bulk_ops,
)

TEAM = "3aac0000-0000-4000-8000-000000000001"
later: pulumi.Output[str] = pulumi.Output.from_input(TEAM)
prefs = TeamDataPullPreferences("prefs", team_ids=[TEAM], providers={"oura": 30})

pulumi.export("no such output", prefs.team_ids)  # error
pulumi.export("misspelt", prefs.effective.apply(lambda shown: shown["oura"].defualt))  # error
pulumi.export("an object as a number", prefs.effective.apply(lambda shown: shown["oura"].default + 1))  # error
pulumi.export("no limit", prefs.providers.apply(lambda own: own["oura"].historical_days_to_pull))  # error
pulumi.export("perhaps none", prefs.providers.apply(lambda own: own["oura"].resource_overrides["sleep"]))  # error
number: pulumi.Output[int] = prefs.env  # error
known: str = prefs.region  # error

found = get_team_data_pull_preferences(team_ids=[TEAM])
pulumi.export("misspelt", found.team)  # error
text: str = found.teams[TEAM]["oura"].default.historical_days_to_pull  # error

get_team_data_pull_preferences(team=[TEAM])  # error
get_team_data_pull_preferences([TEAM])  # error
get_team_data_pull_preferences(team_ids=[later])  # error
get_team_data_pull_preferences(team_ids=[TEAM], providers={"oura": 30}, env=3)  # error
get_team_data_pull_preferences_output(team_ids=3)  # error

TeamDataPullPreferences.get("no id", team_ids=[TEAM], providers=["oura"])  # error
TeamDataPullPreferences.get("prefs", "id", team_ids=[TEAM], providers=[30])  # error

pulls = get_historical_pulls(user_id=TEAM)
days: int = pulls.pulls[0].range_start  # error
pulumi.export("misspelt", pulls.not_puled)  # error
get_historical_pulls(user_ids=[TEAM])  # error
list_bulk_ops(kind="link_bulk_import")  # error
list_bulk_ops(provider=later)  # error
