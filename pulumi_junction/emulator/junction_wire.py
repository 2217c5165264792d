"""Requests and answers as the Junction API's OpenAPI document has them; class names are its schemas'."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, StrictBool, StrictInt

from pulumi_junction.emulator.wire import Id, Resource, whole_number

# fmt: off
OAuthProvider = Literal[
    "oura", "fitbit", "garmin", "strava", "wahoo", "ihealth", "withings", "google_fit", "dexcom_v3", "polar",
    "cronometer", "omron", "whoop_v2", "my_fitness_pal_v2", "ultrahuman", "runkeeper", "google_health",
]
Provider = Literal[
    "oura", "fitbit", "garmin", "whoop", "strava", "renpho", "peloton", "wahoo", "zwift", "freestyle_libre",
    "abbott_libreview", "tandem_source", "freestyle_libre_ble", "eight_sleep", "withings", "apple_health_kit",
    "manual", "ihealth", "google_fit", "beurer_api", "beurer_ble", "omron", "omron_ble", "onetouch_ble",
    "accuchek_ble", "contour_ble", "dexcom", "dexcom_v3", "hammerhead", "my_fitness_pal", "health_connect",
    "samsung_health", "polar", "cronometer", "kardia", "whoop_v2", "ultrahuman", "my_fitness_pal_v2",
    "map_my_fitness", "runkeeper", "google_health",
]
Lab = Literal[
    "ayumetrix", "spiriplex", "ussl", "quest", "sonora_quest", "labcorp", "bioreference", "us_biotek", "manual",
    "sanocardio", "ihd", "nexus", "my_uti", "crl", "mtl",
]
# fmt: on

PullStatus = Literal["success", "failure", "in_progress", "scheduled", "retrying"]
RetriableError = Literal[
    "provider_rate_limit_exceeded", "provider_unavailable", "transport_failure", "resource_contention"
]
FinalError = Literal["non_retriable_error", "unexpected_error", "retry_quota_exhausted"]
OpType = Literal["link_bulk_import", "link_bulk_historical_trigger"]
OpStatus = Literal["in_progress", "success", "failure", "aborted"]

PageSize = Annotated[int, Field(ge=0, le=50), BeforeValidator(whole_number)]


class BulkTriggerHistoricalPullBody(BaseModel):
    """The body of a POST that triggers; members that are not named here are ignored."""

    user_ids: list[Id]
    provider: OAuthProvider
    wait_for_completion: StrictBool = False


class ConnectionRecipe(BaseModel):
    """One connection with its tokens, in a request and in an answer."""

    user_id: Id
    access_token: str
    refresh_token: str
    provider_id: str
    expires_at: StrictInt
    oauth_scopes: list[str] | None = None


class BulkImportConnectionsBody(BaseModel):
    """The body of a POST that imports."""

    provider: OAuthProvider
    connections: list[ConnectionRecipe]
    wait_for_completion: StrictBool = False


class BulkImportConnectionsResponse(BaseModel):
    """The answer to somebody who waits, where the operation ends in time."""

    user_ids_imported: list[Id]
    user_ids_failed: list[Id]


class BulkExportConnectionsBody(BaseModel):
    """The body of a POST that exports: all connections to a provider, or those of some users."""

    user_ids: list[Id] | None = None
    provider: OAuthProvider
    next_token: str | None = None


class BulkExportConnectionsResponse(BaseModel):
    """A page of connections; `next_token` is null at the end."""

    data: list[ConnectionRecipe]
    next_token: str | None


class BulkPauseConnectionsBody(BaseModel):
    """The body of a POST that pauses."""

    user_ids: list[Id]
    provider: OAuthProvider


class BulkOp(BaseModel):
    """One operation. It has no id."""

    type: OpType
    status: OpStatus
    provider: Provider
    pending: int
    processed: int
    started_at: datetime
    ended_at: datetime | None


class BulkOpsResponse(BaseModel):
    """A page of operations, the newest first."""

    data: list[BulkOp]
    next_cursor: str | None


class HistoricalPullTimeline(BaseModel):
    """When what happened to a pull."""

    scheduled_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None


class SingleHistoricalPullStatistics(BaseModel):
    """The last pull of one resource."""

    status: PullStatus
    range_start: datetime | None = None
    range_end: datetime | None = None
    timeline: HistoricalPullTimeline
    days_with_data: int = 0
    release: str
    trace_id: str | None = None
    error_details: RetriableError | FinalError | None = None


class SingleProviderHistoricalPullResponse(BaseModel):
    """One connection."""

    pulled: dict[Resource, SingleHistoricalPullStatistics]
    not_pulled: list[Resource]


class SingleUserHistoricalPullResponse(BaseModel):
    """One user with connections."""

    user_id: Id
    provider: dict[Provider, SingleProviderHistoricalPullResponse]


class UserHistoricalPullsResponse(BaseModel):
    """A page of users; one without connections counts and is not shown."""

    data: list[SingleUserHistoricalPullResponse]
    next: str | None = Field(deprecated=True)
    next_cursor: str | None
