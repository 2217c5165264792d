"""No answer keeps a caller for ever, and no environment ends in a bug report."""

from collections.abc import Iterator

import httpx
import pytest

from pulumi_junction.api.management import ManagementClient
from pulumi_junction.api.patience import Patience
from pulumi_junction.core.identity import Scope
from pulumi_junction.errors import ApiError, ApiResponseError, ConfigError

HERE = Scope("0a1b2c3d-0000-4000-8000-000000000001", "sandbox", "us")
TEAM = "3aac0000-0000-4000-8000-000000000001"


def client(transport: httpx.MockTransport, budget: float = 60.0) -> ManagementClient:
    return ManagementClient("http://127.0.0.1:1", "mg_key", transport=transport, patience=Patience(budget, 1))


def test_an_answer_without_an_end_is_given_up() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b" " * 65536

    api = client(httpx.MockTransport(lambda _: httpx.Response(200, content=endless())), budget=0.2)

    with pytest.raises(ApiError, match=r"did not answer in time|more than an answer of this API can hold"):
        api.team_data_pull_preferences(HERE).get([TEAM])


Team = dict[str, object]


def pages(end: int | None, *teams: Team) -> httpx.MockTransport:
    """The same teams again and again, each time with a cursor of its own, until the page that is the end."""
    numbers = iter(range(1, 10_000))

    def answer(_: httpx.Request) -> httpx.Response:
        number = next(numbers)
        cursor = None if number == end else str(number)
        return httpx.Response(200, json={"data_pull_preferences": list(teams), "next_cursor": cursor})

    return httpx.MockTransport(answer)


def with_oura(team: str) -> Team:
    return {"team_id": team, "providers": {"oura": {"default": {"historical_days_to_pull": 5}}}}


@pytest.mark.parametrize(
    "teams",
    [
        [],
        [{"team_id": TEAM, "providers": {}}],
        [with_oura(TEAM)],
        [with_oura("7c1e0000-0000-4000-8000-000000000002")],
    ],
    ids=["empty", "a team without anything", "what is known already", "a team that nobody asked for"],
)
def test_pages_that_tell_nothing_new_and_have_no_end_are_given_up(teams: list[Team]) -> None:
    with pytest.raises(ApiResponseError, match=r"^100 pages in a row tell nothing new, and there is no end\.$"):
        client(pages(None, *teams)).team_data_pull_preferences(HERE).get([TEAM])


def test_pages_without_news_that_come_to_an_end_are_read_to_it() -> None:
    found = client(pages(100, with_oura(TEAM))).team_data_pull_preferences(HERE).get([TEAM])

    assert list(found[TEAM]) == ["oura"]


@pytest.mark.parametrize("providers", [{}, {"oura": {"default": {"historical_days_to_pull": 5}}}])
def test_a_long_list_of_teams_is_read_whole_whatever_they_have(providers: Team) -> None:
    """Asked for one data provider, the service may show the teams that have none of it, too."""
    numbers = iter(range(150))

    def answer(_: httpx.Request) -> httpx.Response:
        number = next(numbers)
        team = {"team_id": f"{number:08d}-0000-4000-8000-000000000000", "providers": providers}
        cursor = str(number) if number < 149 else None
        return httpx.Response(200, json={"data_pull_preferences": [team], "next_cursor": cursor})

    assert len(client(httpx.MockTransport(answer)).team_data_pull_preferences(HERE).get()) == 150


@pytest.mark.parametrize(
    ("variable", "value"), [("SSL_CERT_FILE", "/nowhere/ca.pem"), ("ALL_PROXY", "socks9://127.0.0.1:1")]
)
def test_an_environment_that_does_not_do_is_said_in_one_line(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(ConfigError, match=r"as the environment says .* proxy variables and SSL_CERT_FILE"):
        ManagementClient("https://api.management.junction.com", "mg_key")


@pytest.mark.parametrize("absent", [None, {}])
def test_a_member_that_is_null_is_as_good_as_absent(absent: object) -> None:
    teams = [{"team_id": TEAM, "providers": {"oura": None, "garmin": {"default": {"historical_days_to_pull": 5}}}}]
    teams.append({"team_id": TEAM, "providers": absent})  # type: ignore[dict-item]
    page = httpx.MockTransport(lambda _: httpx.Response(200, json={"data_pull_preferences": teams}))

    assert list(client(page).team_data_pull_preferences(HERE).get([TEAM])[TEAM]) == ["garmin"]
