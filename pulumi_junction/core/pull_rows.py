"""Historical pulls as rows: one for each resource of a user and data provider, chosen one user at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from pulumi_junction.core import outcomes
from pulumi_junction.core.pulls import Pull, UserPulls, at
from pulumi_junction.core.values import Slug


class PullRow(NamedTuple):
    """One resource."""

    user_id: str
    provider: Slug
    resource: str
    pull: Pull | None
    """None: the service has no record of a pull."""

    def plain(self) -> dict[str, Any]:
        """Shape a row for `--json`; times in ISO 8601, UTC."""
        where = {"user_id": self.user_id, "provider": self.provider, "resource": self.resource}
        return where | plain(self.pull)


def plain(pull: Pull | None) -> dict[str, Any]:
    """Shape what became of a resource; where there is no record everything is null."""
    one = pull
    return {
        "status": one and one.status,
        "range_start": one and at(one.range_start),
        "range_end": one and at(one.range_end),
        "days": one and one.days,
        "days_with_data": one and one.days_with_data,
        "error_details": one and one.error,
        "retried": one and outcomes.retried(one),
        "scheduled_at": one and at(one.scheduled_at),
        "started_at": one and at(one.started_at),
        "ended_at": one and at(one.ended_at),
        "trace_id": one and one.trace_id,
    }


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows; what is empty chooses everything."""

    providers: frozenset[Slug] = frozenset()
    resources: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    failed: bool = False
    """Only what failed, is tried again, or met an error."""

    days_below: int | None = None
    """Only a range of fewer days, or none."""

    not_pulled: bool = False
    """Also resources without a record; whatever is asked of a status is no question to them."""

    def shows(self, row: PullRow) -> bool:
        """Tell whether a row of the chosen data providers and resources is wanted by what became of it, too."""
        if row.pull is None:
            return self.not_pulled
        return (
            (not self.statuses or row.pull.status in self.statuses)
            and (not self.failed or outcomes.troubled(row.pull))
            and (self.days_below is None or (row.pull.days or 0) < self.days_below)
        )

    def rows(self, user: UserPulls) -> Iterator[PullRow]:
        """Yield the rows of a user that the data provider and resource choose, in order: what totals count."""
        for slug, pulls in sorted(user.providers.items()):
            if self.providers and slug not in self.providers:
                continue
            found: dict[str, Pull | None] = dict.fromkeys(pulls.not_pulled)
            for resource, pull in sorted((found | dict(pulls.pulled)).items(), key=lambda item: item[0]):
                if not self.resources or resource in self.resources:
                    yield PullRow(user.user_id, slug, resource, pull)
