"""Historical pulls as the Junction API tells of them: bulk operations, and what came of each user and resource.

Enums are open: the document calls each of them "non-exhaustive", so any text is kept as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from pulumi_junction.core.values import Slug

TRIGGER = "link_bulk_historical_trigger"
"""The `type` of an operation that a trigger has started."""

HELD_BACK_SECONDS = 20
"""How long `wait_for_completion` may hold the answer to a trigger back."""

SUCCESS = "success"
FAILURES = frozenset({"failure", "aborted"})


@dataclass(frozen=True, slots=True)
class Operation:
    """`BulkOp`. It has no id: one is told from another by type, provider and start."""

    type: str
    provider: Slug
    status: str
    pending: int
    processed: int
    started_at: datetime
    ended_at: datetime | None = None

    @property
    def total(self) -> int:
        """Connections: our reading of `pending` and `processed`, which the document does not describe."""
        return self.pending + self.processed

    @property
    def running(self) -> bool:
        """Tell whether anything may still come of it. A status that is new to us counts as long as there is no end."""
        return self.ended_at is None and self.status != SUCCESS and self.status not in FAILURES

    @property
    def ended_well(self) -> bool:
        """Tell what an end is worth. One that is new to us is good only where nothing is left to do."""
        return self.status == SUCCESS or not (self.running or self.failed or self.pending)

    @property
    def failed(self) -> bool:
        """Tell whether it ended, and not well."""
        return self.status in FAILURES

    def is_same(self, other: "Operation") -> bool:
        """Tell whether both are one operation, at different times."""
        return (self.type, self.provider, self.started_at) == (other.type, other.provider, other.started_at)

    def plain(self) -> dict[str, Any]:
        """The form that state, outputs and `--json` show: times in ISO 8601, UTC."""
        return {
            "type": self.type,
            "provider": self.provider,
            "status": self.status,
            "pending": self.pending,
            "processed": self.processed,
            "started_at": at(self.started_at),
            "ended_at": at(self.ended_at),
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Operation":
        """Read that form; the engine hands numbers over as floats."""
        ended = plain.get("ended_at")
        return cls(
            plain["type"],
            plain["provider"],
            plain["status"],
            int(plain["pending"]),
            int(plain["processed"]),
            datetime.fromisoformat(plain["started_at"]),
            None if ended is None else datetime.fromisoformat(ended),
        )


@dataclass(frozen=True, slots=True)
class Pull:
    """`SingleHistoricalPullStatistics`: what became of one resource of one user and provider."""

    status: str
    scheduled_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    range_start: datetime | None = None
    range_end: datetime | None = None
    days_with_data: int = 0
    error: str | None = None
    trace_id: str | None = None

    @property
    def days(self) -> int | None:
        """The length of the range, in days."""
        return (self.range_end - self.range_start).days if self.range_start and self.range_end else None


@dataclass(frozen=True, slots=True)
class ProviderPulls:
    """`SingleProviderHistoricalPullResponse`: by resource, and what was not pulled."""

    pulled: Mapping[str, Pull]
    not_pulled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UserPulls:
    """`SingleUserHistoricalPullResponse`: by provider."""

    user_id: str
    providers: Mapping[Slug, ProviderPulls]


def utc(moment: datetime) -> datetime:
    """Read a time without an offset as UTC; the document's own examples all have `+00:00`."""
    try:
        return moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)
    except OverflowError:  # hours before the year 1, or after 9999: no time that means anything
        return moment.replace(tzinfo=timezone.utc)


def at(moment: datetime | None) -> str | None:
    """Write a time."""
    return None if moment is None else moment.isoformat()
