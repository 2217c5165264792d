"""Faults of the connection: dropped, cut, hanging and slow, and that none of them keeps the server up."""

from contextlib import ExitStack

import httpx
import pytest

from pulumi_junction.emulator.app import create_app
from pulumi_junction.emulator.server import ThreadedEmulator
from pulumi_junction.emulator.state import Emulator
from tests.contract.faults.talk import (
    ACME,
    AFTER,
    BEFORE,
    HERE,
    IMPATIENT,
    raw,
    send,
    statuses,
    to_the_end,
    until_recorded,
)
from tests.support.asgi import AsgiTransport


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize(
    ("what", "status"),
    [("drop", 0), ("hang seconds=0.1", 0), ("drip seconds=0.1", 0), ("cut", 200), ("stall seconds=0.1", 200)],
)
def test_after_it_is_done_the_connection_may_be_lost(
    what: str, status: int, method: str, junction: ThreadedEmulator, http: httpx.Client
) -> None:
    junction.fail(f"{method}#1 {what}", f"{method}#2 {what} after")

    with pytest.raises(httpx.RemoteProtocolError):
        send(http, method)
    assert junction.get(*HERE, ACME) == BEFORE
    with pytest.raises(httpx.RemoteProtocolError):
        send(http, method)

    assert junction.get(*HERE, ACME) == (AFTER if method == "POST" else {})
    assert statuses(junction) == [status] * 2


def test_dropped_is_the_end_without_a_byte(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("GET#1-2 drop")

    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        send(http, "GET")
    with raw(junction.url) as sock:
        assert to_the_end(sock) == b""

    assert send(http, "GET").status_code == 200
    assert statuses(junction) == [0, 0, 200]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_cut_is_less_than_was_announced(method: str, junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail(f"{method} cut")

    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        send(http, method)

    assert statuses(junction) == [200]


def test_a_cut_answer_is_the_first_half_of_the_real_one(junction: ThreadedEmulator, http: httpx.Client) -> None:
    real = send(http, "GET")
    path = real.request.url.raw_path.decode()
    junction.fail("GET cut")

    with raw(junction.url, path, X_Management_Key=junction.management_key) as sock:
        head, _, body = to_the_end(sock).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert f"content-length: {len(real.content)}".encode() in head.splitlines()
    assert body == real.content[: len(real.content) // 2]


def test_hanging_is_no_answer_for_as_long_as_the_client_waits(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("POST#1-2 hang")

    for _ in range(2):
        with pytest.raises(httpx.ReadTimeout):
            send(http, "POST", timeout=IMPATIENT)

    until_recorded(junction, [0, 0])
    assert junction.get(*HERE, ACME) == BEFORE
    assert send(http, "POST").status_code == 200


def test_hanging_has_an_end_of_its_own(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("GET hang seconds=0.1")

    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        send(http, "GET")


@pytest.mark.parametrize("what", ["stall", "drip"])
def test_what_never_ends_keeps_no_client_that_gives_up_and_no_other(
    what: str, junction: ThreadedEmulator, http: httpx.Client
) -> None:
    junction.fail(f"GET#1 {what}")

    with raw(junction.url, f"{http.base_url.path}us", X_Management_Key=junction.management_key) as sock:
        assert sock.recv(1) == b"H"

    assert send(http, "GET").status_code == 200


def test_a_stalled_answer_is_half_of_the_real_one_until_its_time_is_over(
    junction: ThreadedEmulator, http: httpx.Client
) -> None:
    real = send(http, "GET")
    junction.fail("GET stall seconds=0.1")

    path = real.request.url.raw_path.decode()
    with raw(junction.url, path, X_Management_Key=junction.management_key) as sock:
        head, _, body = to_the_end(sock).partition(b"\r\n\r\n")

    assert f"content-length: {len(real.content)}".encode() in head.splitlines()
    assert body == real.content[: len(real.content) // 2]


def test_a_dripping_answer_is_one_header_byte_by_byte_until_its_time_is_over(junction: ThreadedEmulator) -> None:
    junction.fail("GET drip seconds=0.3")

    with raw(junction.url) as sock:
        pieces = list(iter(lambda: sock.recv(65_536), b""))

    assert b"".join(pieces).startswith(b"HTTP/1.1 200 OK\r\nX-Slow: ..")
    assert b"".join(pieces).count(b"\r\n") == 1
    assert len(pieces) > 2
    assert statuses(junction) == [0]


def test_while_one_hangs_others_are_answered(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("ANY#1 hang")
    with raw(junction.url) as hanging:
        until_recorded(junction, [0])

        assert send(http, "GET").status_code == 200
        hanging.settimeout(0.05)
        with pytest.raises(TimeoutError):
            hanging.recv(1)


@pytest.mark.parametrize("what", ["hang", "slow seconds=60", "stall", "drip"])
def test_the_server_stops_at_once_whatever_still_waits(what: str, caplog: pytest.LogCaptureFixture) -> None:
    with ExitStack() as sockets:
        with ThreadedEmulator(fail=[f"GET {what}"]) as junction:
            path = f"/v1/org/{junction.org_id}/team_data_pull_preferences/production/us?team_id={ACME}"
            waiting = [
                sockets.enter_context(raw(junction.url, path, X_Management_Key=junction.management_key))
                for _ in range(3)
            ]
            until_recorded(junction, [200 if what in ("slow seconds=60", "stall") else 0] * 3)

        for sock in waiting:
            _, _, body = to_the_end(sock).partition(b"\r\n\r\n")
            assert not body.endswith(b"}")
    assert caplog.records == [], "the server had to end them itself, after a second"


def test_slow_is_the_real_answer_in_pieces(junction: ThreadedEmulator, http: httpx.Client) -> None:
    real = send(http, "GET").content
    junction.fail("GET slow seconds=0.5")

    with http.stream("GET", "us", params={"team_id": ACME, "provider": "oura"}) as answer:
        pieces = list(answer.iter_raw())

    assert b"".join(pieces) == real
    assert len(pieces) > 1


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_slow_write_is_carried_out(method: str, junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail(f"{method} slow seconds=0.1")

    assert send(http, method).status_code == 200
    assert junction.get(*HERE, ACME) == (AFTER if method == "POST" else {})


def test_who_gives_up_on_a_slow_answer_leaves_nothing_behind(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("GET#1 slow seconds=60")

    with http.stream("GET", "us", params={"team_id": ACME}) as answer:
        assert 0 < len(next(answer.iter_raw())) < int(answer.headers["content-length"])

    assert send(http, "GET").status_code == 200


@pytest.mark.parametrize("what", ["drop", "cut", "hang seconds=0.01", "stall seconds=0.01", "drip seconds=0.01"])
def test_in_process_the_end_of_a_connection_is_an_error(what: str) -> None:
    with (
        Emulator(fail=[f"GET {what}"]) as junction,
        httpx.Client(transport=AsgiTransport(create_app(junction))) as http,
    ):
        with pytest.raises(ConnectionAbortedError):
            http.get("http://junction/")

        assert len(junction.requests) == 1
