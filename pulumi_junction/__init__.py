"""A Pulumi provider for Junction's team data pull preferences."""

from typing import TYPE_CHECKING, Any

from pulumi_junction.version import __version__

if TYPE_CHECKING:
    from pulumi_junction.resources import (
        DeclaredPreference,
        GetTeamDataPullPreferencesResult,
        HistoricalDays,
        HistoricalDaysArgs,
        HistoricalDaysArgsDict,
        ProviderDataPullPreferences,
        ProviderDataPullPreferencesArgs,
        ProviderDataPullPreferencesArgsDict,
        ProviderInput,
        ProvidersInput,
        TeamDataPullPreferences,
        TeamIdsInput,
        get_team_data_pull_preferences,
        get_team_data_pull_preferences_output,
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
    "__version__",
    "get_team_data_pull_preferences",
    "get_team_data_pull_preferences_output",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used: the command line and the core need no Pulumi."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pulumi_junction import resources

    return getattr(resources, name)


def __dir__() -> list[str]:
    return __all__
