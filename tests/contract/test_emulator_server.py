"""The emulator behind its socket: what tests and the demo start in a thread."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import get_args

import httpx
import pytest

from pulumi_junction.emulator.server import STOP_SECONDS, ThreadedEmulator, listen, url_of
from pulumi_junction.emulator.wire import Provider

ACME = "11111111-1111-4111-8111-111111111111"


def path(junction: ThreadedEmulator) -> str:
    return f"{junction.url}/v1/org/{junction.org_id}/team_data_pull_preferences/production/us"


def client(junction: ThreadedEmulator) -> httpx.Client:
    return httpx.Client(headers={"X-Management-Key": junction.management_key}, trust_env=False)


def days(default: int) -> dict[str, dict[str, int]]:
    return {"default": {"historical_days_to_pull": default}}


def test_it_answers_at_its_url_from_the_first_line_of_the_block() -> None:
    with ThreadedEmulator() as junction, client(junction) as http:
        answer = http.post(path(junction), json={"team_ids": [ACME], "providers": {"oura": days(120)}})

        assert answer.status_code == 200
        assert junction.get("production", "us", ACME) == {"oura": {"default": 120}}
        assert [(write.method, write.status) for write in junction.writes] == [("POST", 200)]


def test_two_at_once_are_two_services() -> None:
    with ThreadedEmulator() as one, ThreadedEmulator(management_key="other") as other, client(other) as http:
        assert one.url != other.url
        assert http.get(path(one)).status_code == 401
        assert http.get(path(other)).status_code == 200


def test_what_is_changed_while_it_runs_counts_at_once() -> None:
    with ThreadedEmulator() as junction, client(junction) as http:
        junction.set("production", "us", ACME, "oura", 120)
        junction.options.unset = "absent"

        (team,) = http.get(path(junction)).json()["data_pull_preferences"]

    assert list(team["providers"]) == ["oura"]


def test_after_the_block_nobody_listens_and_no_thread_is_left() -> None:
    before = threading.active_count()
    with ThreadedEmulator() as junction, client(junction) as http:
        http.get(path(junction))  # the connection stays open, and must not keep the server up

    assert threading.active_count() == before
    with pytest.raises(httpx.ConnectError):
        httpx.get(junction.url, trust_env=False)
    assert [request.method for request in junction.requests] == ["GET"]


def test_a_request_that_is_never_answered_does_not_keep_it_from_stopping() -> None:
    with ThreadedEmulator(latency_ms=600_000) as junction, client(junction) as http:
        with pytest.raises(httpx.ReadTimeout):
            http.get(path(junction), timeout=httpx.Timeout(30, read=0.2))
        stopping = time.monotonic()

    assert time.monotonic() - stopping < STOP_SECONDS
    assert junction.requests == []


def test_writes_from_many_threads_are_all_kept() -> None:
    slugs = get_args(Provider)
    with ThreadedEmulator() as junction, client(junction) as http, ThreadPoolExecutor(8) as threads:

        def write(slug: str) -> int:
            junction.set("sandbox", "eu", ACME, slug, 1)
            body = {"team_ids": [ACME], "providers": {slug: days(7)}}
            return http.post(path(junction), json=body).status_code

        assert set(threads.map(write, slugs)) == {200}

        assert junction.get("production", "us", ACME) == {slug: {"default": 7} for slug in slugs}
        assert junction.get("sandbox", "eu", ACME) == {slug: {"default": 1} for slug in slugs}
        assert len(junction.requests) == len(slugs)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_loopback_address_is_listened_on(host: str) -> None:
    with listen(host, 0) as sock:
        assert url_of(sock) == f"http://127.0.0.1:{sock.getsockname()[1]}"
        with socket.create_connection(sock.getsockname(), timeout=5):
            pass


def test_an_address_of_version_six_is_bracketed_in_the_url() -> None:
    try:
        sock = listen("::1", 0)
    except OSError:
        pytest.skip("no IPv6 here")
    with sock:
        assert url_of(sock) == f"http://[::1]:{sock.getsockname()[1]}"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.1", "junction.example", "localhost.example", "127.1"])
def test_nothing_but_loopback_is_listened_on(host: str) -> None:
    with pytest.raises(ValueError, match="not a loopback address"):
        listen(host, 0)


def test_no_answer_is_held_back_to_be_sent_with_the_next() -> None:
    """Or each takes 40 ms more, until the client's machine says that it has the first half."""
    with listen("127.0.0.1", 0) as sock, socket.create_connection(sock.getsockname()):
        served, _ = sock.accept()
        with served:
            assert served.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
