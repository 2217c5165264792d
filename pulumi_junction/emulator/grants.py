"""The tokens of a connection: given, refreshed every hour until it is paused, and made up where nobody gave any."""

import math
from dataclasses import dataclass
from typing import Any, Literal, get_args
from uuid import UUID, uuid5

from pulumi_junction.emulator.clock import A_MOMENT
from pulumi_junction.emulator.teams import Team

Tokens = dict[str, Any]
"""`access_token`, `refresh_token`, `provider_id`, `expires_at` and `oauth_scopes`, as in a ConnectionRecipe."""

REFRESHED_SECONDS = 60 * 60.0
"""Between two refreshes, for every provider: the emulator's own assumption."""

LIFE_SECONDS = 8 * 60 * 60
"""How long a refreshed token lasts, on the machine's clock: also where time is scaled, nobody gets an expired one."""

NEVER = 2147483647
"""When an OAuth 1.0 token expires, says the page of the import."""

# The page's example, and the only OAuth 1.0 provider that it names.
_OAUTH_1 = Literal["garmin"]

_SHORTEST_SECONDS = 1e-3


def period_of(time_scale: float) -> float:
    """Seconds between two refreshes."""
    return max(REFRESHED_SECONDS / time_scale, _SHORTEST_SECONDS)


@dataclass(frozen=True)
class Grant:
    """What a connection was given, and when; what became of it follows from the time alone."""

    team: Team
    user_id: str
    provider: str
    since: float
    period: float
    """Seconds between two refreshes."""

    number: int
    """Of the refreshes before: no two of a connection's tokens are alike, however often it is imported."""

    given: Tokens | None
    """What was imported; None: what it has is made up."""

    paused_at: float | None

    def refreshed(self, now: float) -> int:
        """How often, since it was given. What is paused keeps what it has, and OAuth 1.0 tokens last for ever."""
        if self.provider in get_args(_OAUTH_1):
            return 0
        until = now if self.paused_at is None else min(now, self.paused_at)
        return max(0, math.floor((until - self.since + A_MOMENT) / self.period))

    def tokens(self, now: float) -> Tokens:
        """What an export shows at that moment."""
        times = self.refreshed(now)
        if self.given and not times:
            return self.given
        kept = self.given or self._made_up()
        if self.provider in get_args(_OAUTH_1):
            return kept
        expires_at = math.floor(self.since + times * self.period) + LIFE_SECONDS
        return {**kept, "access_token": f"fake-access-{self._name}-{self.number + times}", "expires_at": expires_at}

    def shown(self, now: float) -> dict[str, Any]:
        """For tests to look at."""
        mine = {"user_id": self.user_id, "provider": self.provider, "paused": self.paused_at is not None}
        return {**mine, **self.tokens(now)}

    def recipe(self, now: float) -> dict[str, Any]:
        """As ConnectionRecipe of the document."""
        return {"user_id": self.user_id, **self.tokens(now)}

    def _made_up(self) -> Tokens:
        """Fitbit's ids have six characters and Garmin's 36, says the page; Garmin has no scopes."""
        oauth_1 = self.provider in get_args(_OAUTH_1)
        return {
            "access_token": f"fake-access-{self._name}-0",
            "refresh_token": f"fake-{'secret' if oauth_1 else 'refresh'}-{self._name}",
            "provider_id": self._name.hex[:6].upper() if self.provider == "fitbit" else str(self._name),
            "expires_at": NEVER,
            "oauth_scopes": None if oauth_1 else ["activity", "sleep"],
        }

    @property
    def _name(self) -> UUID:
        """The same each time, and another for every connection of every team."""
        return uuid5(UUID(self.team.team_id), "/".join((self.team.env, self.team.region, self.user_id, self.provider)))
