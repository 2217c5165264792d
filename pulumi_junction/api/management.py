"""The management API: preferences of any team of an organisation."""

from collections.abc import Callable, Sequence
from typing import Any

from pulumi_junction.api import management_wire as wire
from pulumi_junction.api.paging import Pages
from pulumi_junction.api.patience import Patience
from pulumi_junction.api.transport import Client, Transport
from pulumi_junction.api.words import MANAGEMENT
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.plan import TEAMS_PER_REQUEST
from pulumi_junction.core.values import Live, LiveProvider, Preferences, Slug, Team

OnPage = Callable[[int], None]
"""Takes the number of teams read so far, after each page: reading an organisation can take a while."""


def _unseen(_: int) -> None:
    """Nobody watches the pages."""


class ManagementClient(Client):
    """Junction's management API. Thread-safe."""

    words = MANAGEMENT

    def team_data_pull_preferences(
        self, scope: Scope, patience: Patience | None = None
    ) -> "TeamDataPullPreferencesApi":
        """Return the preferences of one organisation, environment and region; *patience* can only be less."""
        most = self.transport.patience
        return TeamDataPullPreferencesApi(self.transport, scope, patience.within(most) if patience else most)


class TeamDataPullPreferencesApi:
    """`/v1/org/{org_id}/team_data_pull_preferences/{env}/{region}`: GET, POST, and DELETE with both filters."""

    def __init__(self, transport: Transport, scope: Scope, patience: Patience) -> None:
        self._transport = transport
        self._patience = patience
        self._path = f"/v1/org/{scope.org_id}/team_data_pull_preferences/{scope.env}/{scope.region}"

    @property
    def at_a_time(self) -> int:
        """The most requests that the client sends side by side."""
        return self._transport.at_a_time

    def get(self, teams: Sequence[Team] = (), slugs: Sequence[Slug] = (), on_page: OnPage = _unseen) -> Live:
        """Read all pages; no filter means every team, or every data provider.

        News is a team or data provider that was asked for and not there already.
        """
        filters: dict[str, Any] = {"team_id": list(teams), "provider": list(slugs), "limit": TEAMS_PER_REQUEST}
        live: dict[Team, dict[Slug, LiveProvider]] = {}
        pages = Pages()
        cursor: str | None = None
        while True:
            page = self._page("GET", params=filters | ({"next_cursor": cursor} if cursor else {}))
            shown = {team: providers for team, providers in page.live.items() if not teams or team in teams}
            news = _merge(live, shown)
            on_page(len(live))
            cursor = page.next_cursor
            if not pages.follow(cursor, news):
                return live

    def first_page(self, teams: Sequence[Team] = (), limit: int | None = None) -> wire.Page:
        """Send one GET and read one page as it is, to learn what the service does; without *limit* it chooses."""
        filters: dict[str, Any] = {"team_id": list(teams)} | ({} if limit is None else {"limit": limit})
        return self._page("GET", params=filters)

    def upsert(self, teams: Sequence[Team], providers: Preferences, at_once: bool = False) -> Live:
        """Set these data providers of these teams; returns what the answer shows, which may be less than all."""
        return self._page("POST", at_once=at_once, json=wire.upsert_body(tuple(teams), providers)).live

    def reset(self, teams: Sequence[Team], slugs: Sequence[Slug]) -> None:
        """Put these data providers of these teams back to Junction's defaults; the answer's body is undocumented."""
        if not teams or not slugs:
            raise AssertionError("a DELETE without team_id and provider may reset every team")
        query = {"team_id": list(teams), "provider": list(slugs)}
        self._transport.send("DELETE", self._path, patience=self._patience, params=query)

    def _page(self, method: str, **content: Any) -> wire.Page:
        return self._transport.read(wire.page, method, self._path, patience=self._patience, **content)


def _merge(live: dict[Team, dict[Slug, LiveProvider]], shown: Live) -> bool:
    """Add what a page shows; tells whether it names a team, or a data provider of one, that was not there already."""
    news = False
    for team, providers in shown.items():
        news = news or team not in live or not providers.keys() <= live[team].keys()
        live.setdefault(team, {}).update(providers)
    return news
