"""What a Pulumi program declares and calls: every public name."""

from pulumi_junction.resources.functions import (
    GetTeamDataPullPreferencesResult,
    get_team_data_pull_preferences,
    get_team_data_pull_preferences_output,
)
from pulumi_junction.resources.team_data_pull_preferences import TeamDataPullPreferences
from pulumi_junction.resources.types import (
    DeclaredPreference,
    HistoricalDays,
    HistoricalDaysArgs,
    HistoricalDaysArgsDict,
    ProviderDataPullPreferences,
    ProviderDataPullPreferencesArgs,
    ProviderDataPullPreferencesArgsDict,
    ProviderInput,
    ProvidersInput,
    TeamIdsInput,
)

__all__ = [
    "DeclaredPreference",
    "GetTeamDataPullPreferencesResult",
    "HistoricalDays",
    "HistoricalDaysArgs",
    "HistoricalDaysArgsDict",
    "ProviderDataPullPreferences",
    "ProviderDataPullPreferencesArgs",
    "ProviderDataPullPreferencesArgsDict",
    "ProviderInput",
    "ProvidersInput",
    "TeamDataPullPreferences",
    "TeamIdsInput",
    "get_team_data_pull_preferences",
    "get_team_data_pull_preferences_output",
]
