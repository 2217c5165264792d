"""Teams, users and connections that are there from the beginning: so many of the demo team's, or as a file says."""

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from pulumi_junction.emulator import wire
from pulumi_junction.emulator.connections import User
from pulumi_junction.emulator.junction_wire import Provider
from pulumi_junction.emulator.teams import Team

DEMO_PROVIDERS = ("oura", "garmin", "fitbit", "strava", "withings")
"""What each of the users has that only a number asks for."""

CONNECTED_BEFORE = 24 * 60 * 60.0
"""Seconds before the emulator starts: when seeded users were connected, and pulled for the first time."""


class SeedError(ValueError):
    """A seed that cannot be read; one line that says where."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SeedUser(_Strict):
    """One user, who may have no connection at all."""

    user_id: wire.Id
    providers: list[Provider] = []


class SeedTeam(_Strict):
    """One team, and the key that opens it."""

    key: Annotated[str, StringConstraints(pattern=r"^[!-~]+$")]
    team_id: wire.Id
    env: wire.Env
    region: wire.Region
    users: list[SeedUser] = []

    @property
    def team(self) -> Team:
        """As the rest of the emulator names it."""
        return Team(self.env, self.region, str(self.team_id))

    def connections(self) -> list[User]:
        """As they are added."""
        return [(str(user.user_id), user.providers) for user in self.users]


class Seed(_Strict):
    """What a file holds."""

    teams: list[SeedTeam]


def read_seed(content: Any) -> Seed:
    """SeedError, in one line, for what is not `{"teams": [{"key": …, "team_id": …, "env": …, …}]}`."""
    try:
        seed = Seed.model_validate(content)
    except ValidationError as wrong:
        first, *others = wrong.errors()
        more = f" (and {len(others)} more)" if others else ""
        # Its value is left out: it may be a key.
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise SeedError(f"{place}: {first['msg']}{more}") from None
    for place, problem in _doubles(seed):
        raise SeedError(f"{place}: {problem}")
    return seed


def _doubles(seed: Seed) -> Iterator[tuple[str, str]]:
    keys: set[str] = set()
    users: set[tuple[Team, UUID]] = set()
    for number, team in enumerate(seed.teams):
        if team.key in keys:
            yield f"teams.{number}.key", "this key is another team's"
        keys.add(team.key)
        for place, user in enumerate(team.users):
            if (team.team, user.user_id) in users:
                yield f"teams.{number}.users.{place}", f"{user.user_id} is there twice"
            users.add((team.team, user.user_id))


def demo_users(team: Team, number: int) -> list[User]:
    """The same ids each time."""
    return [(str(uuid5(UUID(team.team_id), f"user {one}")), DEMO_PROVIDERS) for one in range(1, number + 1)]
