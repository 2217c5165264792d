"""The answers of the Junction API, read tolerantly.

Fields as in the service's public OpenAPI document (Junction API 0.4.687).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from pulumi_junction.core.connections import Connection
from pulumi_junction.core.masked import Masked
from pulumi_junction.core.pulls import Operation, ProviderPulls, Pull, UserPulls, utc

Count = Annotated[int, AfterValidator(lambda number: min(max(number, 0), 2**53))] | None
"""The document has no bounds; beyond these it is no count of anything, and could not be stored."""


class BulkOp(BaseModel):
    """`BulkOp`."""

    type: str
    status: str
    provider: str
    pending: Count = None
    processed: Count = None
    started_at: datetime
    ended_at: datetime | None = None

    def operation(self) -> Operation:
        """Translate for the core."""
        return Operation(
            self.type,
            self.provider,
            self.status,
            self.pending or 0,
            self.processed or 0,
            utc(self.started_at),
            _utc(self.ended_at),
        )


class BulkOps(BaseModel):
    """`BulkOpsResponse`."""

    data: list[BulkOp]
    next_cursor: str | None = None


class Timeline(BaseModel):
    """`HistoricalPullTimeline`."""

    scheduled_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None


class Statistics(BaseModel):
    """`SingleHistoricalPullStatistics`."""

    status: str
    timeline: Timeline | None = None
    range_start: datetime | None = None
    range_end: datetime | None = None
    days_with_data: int | None = None
    trace_id: str | None = None
    error_details: str | None = None

    def pull(self) -> Pull:
        """Translate for the core."""
        when = self.timeline or Timeline()
        return Pull(
            self.status,
            _utc(when.scheduled_at),
            _utc(when.started_at),
            _utc(when.ended_at),
            _utc(self.range_start),
            _utc(self.range_end),
            self.days_with_data or 0,
            self.error_details,
            self.trace_id,
        )


class Provider(BaseModel):
    """`SingleProviderHistoricalPullResponse`."""

    pulled: dict[str, Statistics] | None = None
    not_pulled: list[str] | None = None

    def pulls(self) -> ProviderPulls:
        """Translate for the core."""
        pulled = {resource: statistics.pull() for resource, statistics in (self.pulled or {}).items()}
        return ProviderPulls(pulled, tuple(self.not_pulled or ()))


class User(BaseModel):
    """`SingleUserHistoricalPullResponse`."""

    user_id: UUID
    provider: dict[str, Provider] | None = None

    def pulls(self) -> UserPulls:
        """Translate for the core."""
        return UserPulls(str(self.user_id), {slug: one.pulls() for slug, one in (self.provider or {}).items()})


class Users(BaseModel):
    """`UserHistoricalPullsResponse`. `next` is deprecated, and not read."""

    data: list[User]
    next_cursor: str | None = None


class BulkImported(BaseModel):
    """`BulkImportConnectionsResponse`."""

    user_ids_imported: list[UUID]
    user_ids_failed: list[UUID]

    def outcome(self) -> "Imported":
        """Translate for the core."""
        return Imported(frozenset(map(str, self.user_ids_imported)), frozenset(map(str, self.user_ids_failed)))


@dataclass(frozen=True, slots=True)
class Imported:
    """Whose connections were imported, and whose were not."""

    imported: frozenset[str]
    failed: frozenset[str]


class Recipe(BaseModel):
    """`ConnectionRecipe`."""

    user_id: UUID
    access_token: str = Field(repr=False)
    refresh_token: str = Field(repr=False)
    provider_id: str = Field(repr=False)
    expires_at: int
    oauth_scopes: list[str] | None = None

    def connection(self) -> Connection:
        """Translate for the core."""
        return Connection(
            str(self.user_id),
            Masked(self.access_token),
            Masked(self.refresh_token),
            Masked(self.provider_id),
            self.expires_at,
            None if self.oauth_scopes is None else tuple(self.oauth_scopes),
        )


class Exported(BaseModel):
    """`BulkExportConnectionsResponse`."""

    data: list[Recipe]
    next_token: str | None = None


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else utc(moment)
