"""How long a re-pull takes at least: Junction starts them at a documented rate for each data provider."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pulumi_junction.core import throttle
from pulumi_junction.core.throttle import Rate
from pulumi_junction.core.values import Slug


@dataclass(frozen=True, slots=True)
class Window:
    """A data provider whose days are raised: connections that exist get them by a re-pull only."""

    slug: Slug
    rate: Rate
    users: int | None
    """None: nobody said how many."""

    @property
    def seconds(self) -> int | None:
        """From the first connection's start to the last one's; each takes longer."""
        return None if self.users is None else self.rate.seconds(self.users)


def windows(raised: Iterable[Slug], users: Mapping[Slug, int]) -> list[Window]:
    """Make one for each data provider, the longest first."""
    found = [Window(slug, throttle.rate_of(slug), users.get(slug)) for slug in sorted(set(raised))]
    return sorted(found, key=lambda window: (-(window.seconds or 0), -window.rate.per_connection))
