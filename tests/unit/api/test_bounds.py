"""No answer keeps a caller for ever, and no environment ends in a bug report."""

from collections.abc import Iterator

import httpx
import pytest

from pulumi_junction.api.client import ManagementClient
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


def test_empty_pages_without_an_end_are_given_up() -> None:
    numbers = iter(range(10_000))
    page = httpx.MockTransport(
        lambda _: httpx.Response(200, json={"data_pull_preferences": [], "next_cursor": str(next(numbers))})
    )

    with pytest.raises(ApiResponseError, match="pages in a row are empty"):
        client(page).team_data_pull_preferences(HERE).get([TEAM])


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
