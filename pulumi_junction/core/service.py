"""What the core needs of the service: three requests, in one organisation, environment and region."""

from collections.abc import Sequence
from typing import Protocol

from pulumi_junction.core.plan import TEAMS_PER_REQUEST
from pulumi_junction.core.values import Live, LiveProvider, Preferences, Slug, Team, chunks


class Service(Protocol):
    """Each request may raise a JunctionError."""

    def get(self, teams: Sequence[Team], slugs: Sequence[Slug] = ()) -> Live:
        """What the service shows for these teams, all pages; without *slugs* every data provider."""

    def upsert(self, teams: Sequence[Team], providers: Preferences) -> Live:
        """Send one POST; the answer may leave teams or data providers out."""

    def reset(self, teams: Sequence[Team], slugs: Sequence[Slug]) -> None:
        """Send one DELETE; neither list may be empty."""


def read(service: Service, teams: Sequence[Team], slugs: Sequence[Slug] = ()) -> dict[Team, dict[Slug, LiveProvider]]:
    """GET what these teams have, 100 a request."""
    live: dict[Team, dict[Slug, LiveProvider]] = {}
    for some in chunks(sorted(teams), TEAMS_PER_REQUEST):
        live |= {team: dict(providers) for team, providers in service.get(some, slugs).items()}
    return live
