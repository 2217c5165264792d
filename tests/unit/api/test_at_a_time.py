"""A client sends so many requests at a time, whoever asks it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from pulumi_junction.api.management import ManagementClient
from pulumi_junction.api.settings import MOST_AT_A_TIME, at_a_time
from pulumi_junction.errors import ConfigError
from tests.unit.api.line import SCOPE, A, page


@pytest.mark.parametrize("allowed", [1, 3])
def test_no_more_than_allowed_are_on_their_way(allowed: int) -> None:
    places, beyond = threading.BoundedSemaphore(allowed), list[str]()

    def answer(request: httpx.Request) -> httpx.Response:
        if not places.acquire(blocking=False):
            beyond.append(request.method)
            return page()
        threading.Event().wait(0.005)
        places.release()
        return page()

    transport = httpx.MockTransport(answer)
    client = ManagementClient("https://junction.example", "a-key", transport=transport, at_a_time=allowed)
    with ThreadPoolExecutor(12) as threads:
        list(threads.map(lambda _: client.team_data_pull_preferences(SCOPE).get([A]), range(36)))

    assert beyond == []


@pytest.mark.parametrize(("value", "number"), [(None, 4), ("1", 1), ("16", 16)])
def test_how_many_is_a_setting(value: str | None, number: int) -> None:
    assert at_a_time({"junction:parallelRequests": value}.get) == number


@pytest.mark.parametrize("value", ["0", "17", "-1", "four", "1.5"])
def test_any_other_number_is_refused_in_one_line(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_PARALLEL_REQUESTS", value)

    with pytest.raises(ConfigError, match="Set JUNCTION_PARALLEL_REQUESTS, or run `pulumi config set"):
        at_a_time({"else": "x"}.get)
    assert MOST_AT_A_TIME == 16
