"""What a Pulumi program declares and calls: every public name."""

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
    "export_connections",
    "get_historical_pulls",
    "get_historical_pulls_output",
    "get_team_data_pull_preferences",
    "get_team_data_pull_preferences_output",
    "list_bulk_ops",
    "list_bulk_ops_output",
]
