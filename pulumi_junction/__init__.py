"""A Pulumi provider for Junction's team data pull preferences."""

import importlib
from typing import TYPE_CHECKING, Any

from pulumi_junction.version import __version__

if TYPE_CHECKING:
    from pulumi_junction.resources.bulk_op_types import BulkOp, ListBulkOpsResult
    from pulumi_junction.resources.connection_functions import export_connections
    from pulumi_junction.resources.connection_import import ConnectionArgsDict, ConnectionImport
    from pulumi_junction.resources.functions import (
        GetTeamDataPullPreferencesResult,
        get_team_data_pull_preferences,
        get_team_data_pull_preferences_output,
    )
    from pulumi_junction.resources.historical_pull_trigger import HistoricalPullTrigger
    from pulumi_junction.resources.pull_functions import (
        get_historical_pulls,
        get_historical_pulls_output,
        list_bulk_ops,
        list_bulk_ops_output,
    )
    from pulumi_junction.resources.pull_types import GetHistoricalPullsResult, HistoricalPull, NotPulled
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

_WHERE = {
    "bulk_op_types": (
        "BulkOp",
        "ListBulkOpsResult",
    ),
    "connection_functions": ("export_connections",),
    "connection_import": (
        "ConnectionArgsDict",
        "ConnectionImport",
    ),
    "functions": (
        "GetTeamDataPullPreferencesResult",
        "get_team_data_pull_preferences",
        "get_team_data_pull_preferences_output",
    ),
    "historical_pull_trigger": ("HistoricalPullTrigger",),
    "pull_functions": (
        "get_historical_pulls",
        "get_historical_pulls_output",
        "list_bulk_ops",
        "list_bulk_ops_output",
    ),
    "pull_types": (
        "GetHistoricalPullsResult",
        "HistoricalPull",
        "NotPulled",
    ),
    "team_data_pull_preferences": ("TeamDataPullPreferences",),
    "types": (
        "DeclaredPreference",
        "HistoricalDays",
        "HistoricalDaysArgs",
        "HistoricalDaysArgsDict",
        "ProviderDataPullPreferences",
        "ProviderDataPullPreferencesArgs",
        "ProviderDataPullPreferencesArgsDict",
        "ProviderInput",
        "ProvidersInput",
        "TeamIdsInput",
    ),
}
"""The module of `pulumi_junction.resources` that has them."""


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, and no other: a program pays for what it declares."""
    for module, names in _WHERE.items():
        if name in names:
            return getattr(importlib.import_module(f"pulumi_junction.resources.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
