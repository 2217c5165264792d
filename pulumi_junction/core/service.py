"""What the core needs of the service: three requests, in one organisation, environment and region."""

from collections.abc import Sequence
from typing import Protocol

from pulumi_junction.core.plan import TEAMS_PER_REQUEST
from pulumi_junction.core.side_by_side import side_by_side
from pulumi_junction.core.values import Live, LiveProvider, Preferences, Slug, Team, chunks


class Service(Protocol):
    """Each request may raise a JunctionError."""

    @property
    def at_a_time(self) -> int:
        """The most requests that it takes side by side."""

    def get(self, teams: Sequence[Team], slugs: Sequence[Slug] = ()) -> Live:
        """What the service shows for these teams, all pages; without *slugs* every data provider."""

    def upsert(self, teams: Sequence[Team], providers: Preferences, at_once: bool = False) -> Live:
        """Send one POST; the answer may leave teams or data providers out.

        *at_once* is for what must not wait until the service wants requests again.
        """

    def reset(self, teams: Sequence[Team], slugs: Sequence[Slug]) -> None:
        """Send one DELETE; neither list may be empty."""


def read(service: Service, teams: Sequence[Team], slugs: Sequence[Slug] = ()) -> dict[Team, dict[Slug, LiveProvider]]:
    """GET what these teams have, 100 a request, several requests at a time."""
    live: dict[Team, dict[Slug, LiveProvider]] = {}

    def get(some: Sequence[Team]) -> None:
        live.update({team: dict(providers) for team, providers in service.get(some, slugs).items()})

    side_by_side(list(chunks(sorted(teams), TEAMS_PER_REQUEST)), get, service.at_a_time)
    return {team: live[team] for team in sorted(live)}
