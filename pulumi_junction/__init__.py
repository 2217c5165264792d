"""A Pulumi provider for Junction's team data pull preferences."""

from typing import TYPE_CHECKING, Any

from pulumi_junction.version import __version__

if TYPE_CHECKING:
    from pulumi_junction.resources import (
        BulkOp,
        ConnectionArgsDict,
        ConnectionImport,
        DeclaredPreference,
        GetHistoricalPullsResult,
        GetTeamDataPullPreferencesResult,
        HistoricalDays,
        HistoricalDaysArgs,
        HistoricalDaysArgsDict,
        HistoricalPull,
        HistoricalPullTrigger,
        ListBulkOpsResult,
        NotPulled,
        ProviderDataPullPreferences,
        ProviderDataPullPreferencesArgs,
        ProviderDataPullPreferencesArgsDict,
        ProviderInput,
        ProvidersInput,
        TeamDataPullPreferences,
        TeamIdsInput,
        export_connections,
        get_historical_pulls,
        get_historical_pulls_output,
        get_team_data_pull_preferences,
        get_team_data_pull_preferences_output,
        list_bulk_ops,
        list_bulk_ops_output,
    )

__all__ = [
    "BulkOp",
    "ConnectionArgsDict",
    "ConnectionImport",
    "DeclaredPreference",
    "GetHistoricalPullsResult",
    "GetTeamDataPullPreferencesResult",
    "HistoricalDays",
    "HistoricalDaysArgs",
    "HistoricalDaysArgsDict",
    "HistoricalPull",
    "HistoricalPullTrigger",
    "ListBulkOpsResult",
    "NotPulled",
    "ProviderDataPullPreferences",
    "ProviderDataPullPreferencesArgs",
    "ProviderDataPullPreferencesArgsDict",
    "ProviderInput",
    "ProvidersInput",
    "TeamDataPullPreferences",
    "TeamIdsInput",
    "__version__",
    "export_connections",
    "get_historical_pulls",
    "get_historical_pulls_output",
    "get_team_data_pull_preferences",
    "get_team_data_pull_preferences_output",
    "list_bulk_ops",
    "list_bulk_ops_output",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used: the command line and the core need no Pulumi."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pulumi_junction import resources

    return getattr(resources, name)


def __dir__() -> list[str]:
    return __all__
