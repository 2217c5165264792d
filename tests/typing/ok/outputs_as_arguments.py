"""Outputs wherever a value may stand."""

import pulumi

from pulumi_junction import HistoricalDaysArgs, ProviderDataPullPreferencesArgs, TeamDataPullPreferences

ORG = "0a1b2c3d-0000-4000-8000-000000000001"
TEAMS = ["3aac0000-0000-4000-8000-000000000001"]

days: pulumi.Output[int] = pulumi.Output.from_input(90)
text: pulumi.Output[str] = pulumi.Output.from_input("sandbox")
overrides: pulumi.Output[dict[str, int]] = days.apply(lambda known: {"sleep": known})

TeamDataPullPreferences(
    "every-depth",
    team_ids=TEAMS,
    providers={
        "strava": days,
        "oura": {"default": days, "resource_overrides": {"sleep": days, "activity": 60}},
        "garmin": {"default": 90, "resource_overrides": overrides},
        "wahoo": {
            "default": {"historical_days_to_pull": days},
            "resource_overrides": {"sleep": {"historical_days_to_pull": days}},
        },
        "zwift": ProviderDataPullPreferencesArgs(default=days, resource_overrides={"sleep": days}),
        "peloton": ProviderDataPullPreferencesArgs(
            default=HistoricalDaysArgs(historical_days_to_pull=days), resource_overrides=overrides
        ),
        "withings": pulumi.Output.secret(30),
    },
)
TeamDataPullPreferences(
    "whole-values",
    team_ids=TEAMS,
    providers={
        "oura": days.apply(lambda known: {"default": known}),
        "garmin": days.apply(lambda known: {"default": known, "resource_overrides": {"sleep": known}}),
        "wahoo": days.apply(lambda known: ProviderDataPullPreferencesArgs(default=known)),
        "zwift": {"default": days.apply(lambda known: {"historical_days_to_pull": known})},
        "peloton": {
            "default": 90,
            "resource_overrides": days.apply(lambda known: {"sleep": {"historical_days_to_pull": known}}),
        },
    },
)
TeamDataPullPreferences("all-numbers", team_ids=TEAMS, providers=days.apply(lambda known: {"oura": known}))
TeamDataPullPreferences("all-short", team_ids=TEAMS, providers=days.apply(lambda known: {"oura": {"default": known}}))
TeamDataPullPreferences("secret", team_ids=TEAMS, providers=pulumi.Output.secret({"oura": {"default": 30}}))
TeamDataPullPreferences(
    "place",
    team_ids=TEAMS,
    providers={"oura": 30},
    org_id=pulumi.Output.from_input(ORG),
    env=text,
    region=pulumi.Output.from_input("us"),
)

first = TeamDataPullPreferences("first", team_ids=TEAMS, providers={"oura": 30})
TeamDataPullPreferences(
    "as-declared-there",
    team_ids=TEAMS,
    providers=first.providers.apply(lambda theirs: {slug: one.default for slug, one in theirs.items()}),
    env=first.env,
    region=first.region,
    org_id=first.org_id,
)
