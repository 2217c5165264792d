"""Totals of historical pulls: counters only, so that a million users take no more memory than ten."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pulumi_junction.core import outcomes
from pulumi_junction.core.pull_rows import PullRow
from pulumi_junction.core.values import Slug


class Group(NamedTuple):
    """Resources that are alike in what is counted."""

    provider: Slug
    status: str | None
    """None: no record of a pull."""

    error: str | None
    retried: bool | None


class Total(NamedTuple):
    """How many there are."""

    group: Group
    resources: int
    users: int
    """Those with at least one such resource."""

    def plain(self) -> dict[str, Any]:
        """Shape a total for `--json`."""
        provider, status, error, retried = self.group
        named = {"provider": provider, "status": status, "error_details": error, "retried": retried}
        return named | {"resources": self.resources, "users": self.users}


class Tally:
    """What has been counted so far."""

    def __init__(self) -> None:
        self.users = 0
        self._resources: Counter[Group] = Counter()
        self._users: Counter[Group] = Counter()

    def add(self, rows: Iterable[PullRow]) -> None:
        """Count the rows of one user; one without any is not counted."""
        found = Counter(map(_group, rows))
        self.users += bool(found)
        self._resources.update(found)
        self._users.update(found.keys())

    @property
    def resources(self) -> int:
        """Those with a record of a pull."""
        return self._resources.total() - self.not_pulled

    @property
    def not_pulled(self) -> int:
        """Those without."""
        return sum(count for group, count in self._resources.items() if group.status is None)

    def totals(self) -> Iterator[Total]:
        """Yield data provider by data provider, the most frequent first."""
        order = sorted(self._resources.items(), key=lambda one: (one[0].provider, -one[1], _text(one[0])))
        for group, count in order:
            yield Total(group, count, self._users[group])

    def plain(self) -> dict[str, Any]:
        """Shape all of it for `--json`."""
        return {
            "users": self.users,
            "resources": self.resources,
            "not_pulled": self.not_pulled,
            "by_outcome": [total.plain() for total in self.totals()],
        }


def _group(row: PullRow) -> Group:
    if row.pull is None:
        return Group(row.provider, None, None, None)
    return Group(row.provider, row.pull.status, row.pull.error, outcomes.retried(row.pull))


def _text(group: Group) -> tuple[str, str]:
    return group.status or outcomes.NOT_PULLED, group.error or ""
