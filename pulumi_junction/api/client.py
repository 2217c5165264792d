"""The one door out: every request of this package leaves through `ManagementClient._send`."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import httpx

from pulumi_junction.api import wire
from pulumi_junction.api.deadline import within
from pulumi_junction.api.key import Key
from pulumi_junction.api.patience import Patience
from pulumi_junction.api.responses import error_for
from pulumi_junction.api.retry import Say, send
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.plan import TEAMS_PER_REQUEST
from pulumi_junction.core.values import Live, LiveProvider, Preferences, Slug, Team
from pulumi_junction.errors import ApiConnectionError, ApiError, ApiResponseError, ApiTimeoutError, ConfigError
from pulumi_junction.version import __version__

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
LARGEST_ANSWER = 64 * 2**20  # bytes; a page of 100 teams with every data provider and override stays below
PAGES_WITHOUT_NEWS = 100  # in a row: more is no paging

OnPage = Callable[[int], None]
"""Takes the number of teams read so far, after each page: reading an organisation can take a while."""

_SENDING = ("send_request_headers.started", "send_request_body.started")  # headers alone are no request yet


class _TooLargeError(Exception):
    """The answer goes on beyond anything that this API can say."""


def _silent(_: str) -> None:
    """Say nothing about waits."""


def _unseen(_: int) -> None:
    """Nobody watches the pages."""


class ManagementClient:
    """Junction's management API. Thread-safe; holds the key, so it is never pickled, printed or logged."""

    def __init__(
        self,
        url: str,
        key: str,
        *,
        transport: httpx.BaseTransport | None = None,
        patience: Patience | None = None,
        say: Say = _silent,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._key = key = Key(key)
        self._patience = patience or Patience()
        self._say = say
        self._sleep = sleep
        try:
            self._http = httpx.Client(
                base_url=url,
                headers={"User-Agent": f"pulumi-junction/{__version__}"},
                follow_redirects=False,  # a redirect would take the key to another host
                trust_env=url.startswith("https://"),  # no proxy may read what goes to this machine in the clear
                transport=transport,
                event_hooks={"request": [_refuse_unscoped_delete, self._sign]},
            )
            return
        except (ImportError, OSError, ValueError, httpx.InvalidURL) as reason:
            kind = type(reason).__name__
        what = f"requests cannot be made as the environment says ({kind})."
        raise ConfigError(what, "Check JUNCTION_MANAGEMENT_URL, the proxy variables and SSL_CERT_FILE.")

    def __reduce__(self) -> Any:
        raise TypeError("a client holds a key and is not to be pickled")

    def team_data_pull_preferences(
        self, scope: Scope, patience: Patience | None = None
    ) -> "TeamDataPullPreferencesApi":
        """Return the preferences of one organisation, environment and region; *patience* can only be less."""
        least = patience.within(self._patience) if patience else self._patience
        return TeamDataPullPreferencesApi(self, scope, least)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _sign(self, request: httpx.Request) -> None:
        """Add the key at the last moment, so that nothing else holds it."""
        request.headers["X-Management-Key"] = self._key

    def _send(self, method: str, path: str, patience: Patience, **content: Any) -> httpx.Response:
        """Return a 2xx answer; everything else is one of our errors."""
        last = send(lambda seconds: self._attempt(seconds, method, path, **content), patience, self._say, self._sleep)
        if last.response.is_success:
            return last.response
        raise error_for(last, self._host, self._key.hide)

    def _page(self, method: str, path: str, patience: Patience, **content: Any) -> wire.Page:
        """Return a 2xx answer that is as documented."""
        return wire.page(self._send(method, path, patience, **content).content, self._key.hide)

    def _attempt(self, seconds: float, method: str, path: str, **content: Any) -> httpx.Response:
        """Send once. What went wrong inside HTTPX is dropped: its frames hold the key, and the answer."""
        ends = time.monotonic() + seconds
        timeout = httpx.Timeout(min(READ_SECONDS, seconds), connect=min(CONNECT_SECONDS, seconds))
        problem: ApiError
        try:
            return within(seconds, lambda: self._whole(ends, method, path, timeout=timeout, **content))
        except (TimeoutError, httpx.TimeoutException):
            problem = ApiTimeoutError(f"{self._host} did not answer in time.", "Try again later.")
        except httpx.TransportError as reason:
            what = f"{self._host} could not be reached ({type(reason).__name__})."
            problem = ApiConnectionError(what, "Check the network and JUNCTION_MANAGEMENT_URL.")
        except httpx.DecodingError:
            problem = ApiResponseError(f"{self._host} sent an answer that cannot be decoded.")
        except _TooLargeError:
            problem = ApiResponseError(f"{self._host} sent more than an answer of this API can hold.")
        except AssertionError:
            raise  # nothing was sent
        except Exception as bug:
            what = f"{self._host} could not be asked ({type(bug).__name__})."
            problem = ApiError(what, "This is a bug in pulumi-junction; please report this line to its authors.")
        raise problem

    def _whole(self, ends: float, method: str, path: str, **content: Any) -> httpx.Response:
        """Read the whole answer before *ends*, when nobody waits for it any more."""

        def stop_if_late(event: str, _: object) -> None:
            if event.endswith(_SENDING) and time.monotonic() > ends:
                raise httpx.WriteTimeout("nobody waits for an answer any more, so nothing is to be done")

        body = bytearray()
        with self._http.stream(method, path, extensions={"trace": stop_if_late}, **content) as answer:
            for piece in answer.iter_bytes():
                body += piece
                if time.monotonic() > ends:
                    raise httpx.ReadTimeout("slow")
                if len(body) > LARGEST_ANSWER:
                    raise _TooLargeError
        kept = {name: answer.headers[name] for name in ("Retry-After", "Location") if name in answer.headers}
        return httpx.Response(answer.status_code, headers=kept, content=bytes(body))

    @property
    def _host(self) -> str:
        return self._http.base_url.host


class TeamDataPullPreferencesApi:
    """`/v1/org/{org_id}/team_data_pull_preferences/{env}/{region}`: GET, POST, and DELETE with both filters."""

    def __init__(self, client: ManagementClient, scope: Scope, patience: Patience) -> None:
        self._client = client
        self._patience = patience
        self._path = f"/v1/org/{scope.org_id}/team_data_pull_preferences/{scope.env}/{scope.region}"

    def get(self, teams: Sequence[Team] = (), slugs: Sequence[Slug] = (), on_page: OnPage = _unseen) -> Live:
        """Read all pages; no filter means every team, or every data provider.

        An empty page is not the end, only an absent `next_cursor` is; a cursor that comes again is an error, and so
        are too many pages without a team or data provider that was asked for and not there already.
        """
        filters: dict[str, Any] = {"team_id": list(teams), "provider": list(slugs), "limit": TEAMS_PER_REQUEST}
        live: dict[Team, dict[Slug, LiveProvider]] = {}
        seen: set[str] = set()
        cursor: str | None = None
        without_news = 0
        while True:
            query = filters | ({"next_cursor": cursor} if cursor else {})
            page = self._client._page("GET", self._path, self._patience, params=query)
            shown = {team: providers for team, providers in page.live().items() if not teams or team in teams}
            without_news = 0 if _merge(live, shown) else without_news + 1
            on_page(len(live))
            cursor = page.next_cursor
            if not cursor:
                return live
            if without_news >= PAGES_WITHOUT_NEWS:
                raise ApiResponseError(f"{PAGES_WITHOUT_NEWS} pages in a row tell nothing new, and there is no end.")
            if cursor in seen:
                raise ApiResponseError("the answer's pages repeat themselves (the same next_cursor came twice).")
            seen.add(cursor)

    def first_page(self, teams: Sequence[Team] = (), limit: int | None = None) -> wire.Page:
        """Send one GET and read one page as it is, to learn what the service does; without *limit* it chooses."""
        filters: dict[str, Any] = {"team_id": list(teams)} | ({} if limit is None else {"limit": limit})
        return self._client._page("GET", self._path, self._patience, params=filters)

    def upsert(self, teams: Sequence[Team], providers: Preferences) -> Live:
        """Set these data providers of these teams; returns what the answer shows, which may be less than all."""
        body = wire.upsert_body(tuple(teams), providers)
        return self._client._page("POST", self._path, self._patience, json=body).live()

    def reset(self, teams: Sequence[Team], slugs: Sequence[Slug]) -> None:
        """Put these data providers of these teams back to Junction's defaults; the answer's body is undocumented."""
        if not teams or not slugs:
            raise AssertionError("a DELETE without team_id and provider may reset every team")
        query = {"team_id": list(teams), "provider": list(slugs)}
        self._client._send("DELETE", self._path, self._patience, params=query)


def _merge(live: dict[Team, dict[Slug, LiveProvider]], shown: Live) -> bool:
    """Add what a page shows; tells whether it names a team, or a data provider of one, that was not there already."""
    news = False
    for team, providers in shown.items():
        news = news or team not in live or not providers.keys() <= live[team].keys()
        live.setdefault(team, {}).update(providers)
    return news


def _refuse_unscoped_delete(request: httpx.Request) -> None:
    """Both filters are optional in the API; without them a DELETE may reset every team."""
    named = {name for name, value in request.url.params.multi_items() if value}
    if request.method == "DELETE" and not {"team_id", "provider"} <= named:
        raise AssertionError("a DELETE without team_id and provider was about to be sent")
