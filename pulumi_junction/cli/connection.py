"""From settings to the service: the client, watched, and read-only."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pulumi_junction.api import settings
from pulumi_junction.api.patience import Patience
from pulumi_junction.cli.settings import CommandSettings
from pulumi_junction.cli.waiting import Waiting
from pulumi_junction.core.plan import TEAMS_PER_REQUEST
from pulumi_junction.core.values import Live, LiveProvider, Slug, Team, chunks

if TYPE_CHECKING:
    from pulumi_junction.api import management_wire as wire
    from pulumi_junction.api.management import TeamDataPullPreferencesApi


class Reader:
    """Reads one organisation in one environment and region. It has no way to write."""

    def __init__(self, api: "TeamDataPullPreferencesApi", waiting: Waiting) -> None:
        self._api = api
        self._waiting = waiting

    def read(self, teams: Sequence[Team], slugs: Sequence[Slug]) -> Live:
        """Read these teams, 100 a request, or without any every team that the service lists.

        Says of which of them the service shows nothing.
        """
        if not teams:
            return self._api.get((), slugs, self._waiting.page)
        live: dict[Team, dict[Slug, LiveProvider]] = {}
        self._waiting.requests(teams)
        for some in chunks(sorted(teams), TEAMS_PER_REQUEST):
            live |= {team: dict(shown) for team, shown in self._api.get(some, slugs, self._waiting.page).items()}
            self._waiting.request_done(len(some))
        for team in sorted(team for team in teams if not live.get(team)):
            self._waiting.say(f"Junction shows nothing for team {team}.")
        return live

    def first_page(self, teams: Sequence[Team] = (), limit: int | None = None) -> "wire.Page":
        """Send one GET, for what its answer tells of the service."""
        return self._api.first_page(teams, limit)


@contextmanager
def reading(given: CommandSettings, what: str, patience: Patience | None = None) -> Iterator[Reader]:
    """Open the connection; *what* is shown while it takes time, and *patience* can only be less than the setting."""
    from pulumi_junction.api.management import ManagementClient  # httpx: only for a command that asks

    scope = given.scope()
    url, key = settings.management_url(given.config), given.management_key()
    with Waiting(what) as waiting:
        client = ManagementClient(url, key, patience=settings.patience(given.config), say=waiting.say)
        try:
            yield Reader(client.team_data_pull_preferences(scope, patience), waiting)
        finally:
            client.close()
