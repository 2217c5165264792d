"""What a program may get wrong about data providers."""

import pulumi

from pulumi_junction import (
    HistoricalDaysArgs,
    ProviderDataPullPreferencesArgs,
    ProviderDataPullPreferencesArgsDict,
    TeamDataPullPreferences,
)

TEAMS = ["3aac0000-0000-4000-8000-000000000001"]
amount = HistoricalDaysArgs(historical_days_to_pull=30)
text: pulumi.Output[str] = pulumi.Output.from_input("30")

TeamDataPullPreferences("string days", team_ids=TEAMS, providers={"oura": "30"})  # error
TeamDataPullPreferences("half days", team_ids=TEAMS, providers={"oura": 30.5})  # error
TeamDataPullPreferences("a list of days", team_ids=TEAMS, providers={"oura": [30]})  # error
TeamDataPullPreferences("an output of text", team_ids=TEAMS, providers={"oura": text})  # error
TeamDataPullPreferences("a misspelt key", team_ids=TEAMS, providers={"oura": {"defualt": 30}})  # error
TeamDataPullPreferences("an unknown key", team_ids=TEAMS, providers={"oura": {"default": 30, "sleep": 3}})  # error
TeamDataPullPreferences("no default", team_ids=TEAMS, providers={"oura": {"resource_overrides": {"sleep": 3}}})  # error
TeamDataPullPreferences("a string default", team_ids=TEAMS, providers={"oura": {"default": "30"}})  # error
TeamDataPullPreferences("a default of text", team_ids=TEAMS, providers={"oura": {"default": text}})  # error
TeamDataPullPreferences("another unit", team_ids=TEAMS, providers={"oura": {"default": {"days": 30}}})  # error
TeamDataPullPreferences("no level", team_ids=TEAMS, providers={"oura": {"historical_days_to_pull": 30}})  # error
TeamDataPullPreferences("no level", team_ids=TEAMS, providers={"oura": amount})  # error

ProviderDataPullPreferencesArgs(resource_overrides={"sleep": 180})  # error
ProviderDataPullPreferencesArgs(default="30")  # error
ProviderDataPullPreferencesArgs(default=30, overrides={"sleep": 180})  # error
ProviderDataPullPreferencesArgs(default=30, resource_overrides={"sleep": "180"})  # error
ProviderDataPullPreferencesArgs(default=30, resource_overrides=["sleep"])  # error
ProviderDataPullPreferencesArgs(30)  # error
HistoricalDaysArgs(30)  # error
HistoricalDaysArgs(days=30)  # error
HistoricalDaysArgs(historical_days_to_pull="30")  # error

no_default: ProviderDataPullPreferencesArgsDict = {"resource_overrides": {"sleep": 180}}  # error
unknown_key: ProviderDataPullPreferencesArgsDict = {"default": 30, "overrides": {"sleep": 180}}  # error
string_days: ProviderDataPullPreferencesArgsDict = {"default": 30, "resource_overrides": {"sleep": "180"}}  # error
