"""What the service has, as rows: one for each number of days, beside what Junction's documents say of it."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pulumi_junction.core.catalogue import Catalogue
from pulumi_junction.core.values import Days, Live, LiveProvider, Slug, Team


class Row(NamedTuple):
    """One number of days."""

    team: Team
    provider: Slug
    resource: str
    """`default`: every resource that has no row of its own."""

    days: int
    limit: int | None
    """The most the service allows; None where its answer does not say."""

    default: int | None
    """Days when nothing is set; None where that is undocumented."""

    changed: bool | None
    """Whether it differs from Junction's documented default; None where there is none to compare with."""

    def plain(self) -> dict[str, Any]:
        """Shape a row for `--json`."""
        return {
            "team": self.team,
            "provider": self.provider,
            "resource": self.resource,
            "days": self.days,
            "limit": self.limit,
            "default_days": self.default,
            "changed": self.changed,
        }


def rows(live: Live, catalogue: Catalogue) -> Iterator[Row]:
    """Yield teams, data providers and resources in order."""
    for team, providers in sorted(live.items()):
        for slug, shown in sorted(providers.items()):
            yield from _of_provider(team, slug, shown, catalogue)


def only_changed(listed: Iterable[Row]) -> Iterator[Row]:
    """Leave out what surely is Junction's default."""
    return (row for row in listed if row.changed is not False)


def _of_provider(team: Team, slug: Slug, shown: LiveProvider, catalogue: Catalogue) -> Iterator[Row]:
    known = catalogue.providers.get(slug)
    default = known.default_days if known else None
    settable = known is None or known.settable

    def row(resource: str, amount: Days, changed: bool | None) -> Row:
        return Row(team, slug, resource, amount.days, amount.limit, default, changed if settable else False)

    yield row("default", shown.default, None if default is None else shown.default.days != default)
    for name, amount in sorted(shown.resource_overrides.items()):
        yield row(name, amount, True)  # somebody has set it: no default has an override
