"""Teams, and the API key of each."""

import hmac
from collections.abc import Mapping
from typing import NamedTuple

from starlette.requests import Request

from pulumi_junction.emulator.store import World

HEADER = "x-vital-api-key"


class Team(NamedTuple):
    """One team in one environment and region, which is what a team API key belongs to."""

    env: str
    region: str
    team_id: str

    @property
    def world(self) -> World:
        """Where it is."""
        return World(self.env, self.region)


def team_of(request: Request, teams: Mapping[str, Team]) -> Team | None:
    """The team whose key was sent. Compared as bytes: `compare_digest` refuses text that is not ASCII."""
    sent = request.headers.get(HEADER, "").encode("latin-1")
    return next((team for key, team in teams.items() if hmac.compare_digest(sent, key.encode())), None)
