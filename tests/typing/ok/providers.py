"""Data providers: bare numbers, the short form, the API's own form, Args classes; mixed as one likes."""

from pulumi_junction import (
    HistoricalDaysArgs,
    ProviderDataPullPreferencesArgs,
    ProviderDataPullPreferencesArgsDict,
    ProviderInput,
    TeamDataPullPreferences,
)

TEAMS = ["3aac0000-0000-4000-8000-000000000001"]

TeamDataPullPreferences("numbers", team_ids=TEAMS, providers={"oura": 30, "strava": 60})
TeamDataPullPreferences("short", team_ids=TEAMS, providers={"oura": {"default": 120}})
TeamDataPullPreferences(
    "short-overrides", team_ids=TEAMS, providers={"oura": {"default": 120, "resource_overrides": {"sleep": 180}}}
)
TeamDataPullPreferences(
    "api",
    team_ids=TEAMS,
    providers={
        "oura": {
            "default": {"historical_days_to_pull": 120},
            "resource_overrides": {"sleep": {"historical_days_to_pull": 180}},
        }
    },
)
TeamDataPullPreferences(
    "args",
    team_ids=TEAMS,
    providers={
        "oura": ProviderDataPullPreferencesArgs(default=120),
        "garmin": ProviderDataPullPreferencesArgs(
            default=HistoricalDaysArgs(historical_days_to_pull=120),
            resource_overrides={"sleep": HistoricalDaysArgs(historical_days_to_pull=180)},
        ),
    },
)
TeamDataPullPreferences(
    "mixed",
    team_ids=TEAMS,
    providers={
        "strava": 30,
        "oura": {"default": 120, "resource_overrides": {"sleep": {"historical_days_to_pull": 180}, "activity": 60}},
        "garmin": {"default": {"historical_days_to_pull": 365}, "resource_overrides": None},
        "wahoo": ProviderDataPullPreferencesArgs(
            default=120,
            resource_overrides={
                "sleep": 180,
                "activity": {"historical_days_to_pull": 60},
                "workouts": HistoricalDaysArgs(historical_days_to_pull=90),
            },
        ),
        "zwift": {"default": HistoricalDaysArgs(historical_days_to_pull=90)},
    },
)

days = {"oura": 30, "strava": 60}
overrides = {"sleep": 180}
args = ProviderDataPullPreferencesArgs(default=120, resource_overrides=overrides)
base: dict[str, ProviderInput] = {"oura": {"default": 120, "resource_overrides": overrides}, "strava": 30}
shorts: dict[str, ProviderDataPullPreferencesArgsDict] = {"oura": {"default": 120}}

TeamDataPullPreferences("variable", team_ids=TEAMS, providers=days)
TeamDataPullPreferences("variable-of-args", team_ids=TEAMS, providers={"oura": args, "garmin": args})
TeamDataPullPreferences("annotated", team_ids=TEAMS, providers=base)
TeamDataPullPreferences("annotated-shorts", team_ids=TEAMS, providers=shorts)
TeamDataPullPreferences("extended", team_ids=TEAMS, providers={**base, "garmin": {"default": 90}})
TeamDataPullPreferences("comprehension", team_ids=TEAMS, providers={slug: {"default": 90} for slug in days})
TeamDataPullPreferences("from-keys", team_ids=TEAMS, providers=dict.fromkeys(days, 90))
