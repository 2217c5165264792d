"""The time that there is for a request holds, however a server spends it; on real sockets."""

import socket
import threading
from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest

from pulumi_junction.api import deadline
from pulumi_junction.api.management import ManagementClient
from pulumi_junction.api.patience import Patience
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.values import ProviderPreference
from pulumi_junction.errors import ApiTimeoutError, ServerError

KEY = "k3y-that-nobody-may-see"
SCOPE = Scope("0a1b2c3d-0000-4000-8000-000000000001", "sandbox", "eu")
A = "aaaa1111-1111-4111-8111-111111111111"

Serve: TypeAlias = Callable[[socket.socket, threading.Event], None]

BOUND = 20.0
"""Seconds after which a test gives up; nothing here comes near."""


class Server:
    """Takes connections one after the other, each on a thread, until the end of the block."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(0.05)
        self.stopped = threading.Event()
        self.received: list[bytes] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def _accept(self) -> None:
        while not self.stopped.is_set():
            try:
                connection, _ = self._listening.accept()
            except TimeoutError:
                continue
            self._threads.append(threading.Thread(target=self._talk, args=(connection,)))
            self._threads[-1].start()

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(BOUND)
        with connection:
            try:
                self.received.append(connection.recv(65_536))
                self._serve(connection, self.stopped)
            except OSError:
                return  # the client has hung up

    def stop(self) -> None:
        self.stopped.set()
        for thread in self._threads:
            thread.join(BOUND)
        self._listening.close()


@pytest.fixture
def start() -> Iterator[Callable[[Serve], Server]]:
    running: list[Server] = []

    def started(serve: Serve) -> Server:
        running.append(Server(serve))
        return running[-1]

    yield started
    for server in running:
        server.stop()


def drip(connection: socket.socket, stopped: threading.Event) -> None:
    """A header byte by byte, to no end: each byte comes in time."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not stopped.wait(0.01):
        connection.sendall(b".")


def drip_body(connection: socket.socket, stopped: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not stopped.wait(0.01):
        connection.sendall(b" ")


def stall(connection: socket.socket, stopped: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    stopped.wait(BOUND)


def hang(connection: socket.socket, stopped: threading.Event) -> None:
    stopped.wait(BOUND)


def slow_failures(connection: socket.socket, stopped: threading.Event) -> None:
    """What is tried again and again, but not for ever."""
    stopped.wait(0.05)
    connection.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nRetry-After: 0\r\nConnection: close\r\n\r\n")


@pytest.mark.parametrize("serve", [drip, drip_body, stall, hang])
def test_no_request_outlives_its_time_whatever_comes_in_the_meantime(
    serve: Serve, start: Callable[[Serve], Server]
) -> None:
    """On a thread with a bound, so that a failure is a failure and no endless test."""
    server = start(serve)
    api = ManagementClient(server.url, KEY, patience=Patience(0.3, 6)).team_data_pull_preferences(SCOPE)
    ended: list[BaseException] = []

    def ask() -> None:
        try:
            api.get([A])
        except BaseException as reason:
            ended.append(reason)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(BOUND / 2)

    assert [type(one) for one in ended] == [ApiTimeoutError]
    assert str(ended[0]) == "127.0.0.1 did not answer in time. Try again later."
    assert 1 <= len(server.received) <= 6


def test_what_is_late_before_it_was_sent_is_never_sent(
    start: Callable[[Serve], Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asked has been told that it failed, and may have written something else since."""
    server = start(hang)
    resolved, left_behind = threading.Event(), []
    original = socket.getaddrinfo

    def slow(*args: object, **kwargs: object) -> object:
        left_behind.append(threading.current_thread())
        assert resolved.wait(BOUND)
        return original(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    api = ManagementClient(server.url, KEY, patience=Patience(0.1, 1)).team_data_pull_preferences(SCOPE)

    with pytest.raises(ApiTimeoutError):
        api.upsert([A], {"oura": ProviderPreference(1)})
    resolved.set()
    (late,) = left_behind
    late.join(BOUND)

    assert not late.is_alive()
    assert [request for request in server.received if request] == []


def test_what_becomes_late_between_headers_and_body_is_no_request_either(
    start: Callable[[Serve], Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies: list[bytes] = []

    def listen(connection: socket.socket, stopped: threading.Event) -> None:
        while piece := connection.recv(65_536):
            bodies.append(piece)

    server = start(listen)
    given_up, left_behind = threading.Event(), []
    original = socket.socket.send

    def slow(sender: socket.socket, data: bytes) -> int:
        sent = original(sender, data)
        left_behind.append(threading.current_thread())
        assert given_up.wait(BOUND)
        return sent

    monkeypatch.setattr(socket.socket, "send", slow, raising=False)
    api = ManagementClient(server.url, KEY, patience=Patience(1.0, 1)).team_data_pull_preferences(SCOPE)

    with pytest.raises(ApiTimeoutError):
        api.upsert([A], {"oura": ProviderPreference(1)})
    given_up.set()
    for late in left_behind:
        late.join(BOUND)
    server.stop()

    (headers,) = server.received
    assert headers.startswith(b"POST ")
    assert headers.endswith(b"\r\n\r\n")
    assert bodies == []


def test_what_the_work_raises_comes_through_as_it_is() -> None:
    problem = KeyboardInterrupt("as it is")

    def work() -> None:
        raise problem

    with pytest.raises(KeyboardInterrupt) as caught:
        deadline.within(BOUND, work)

    assert caught.value is problem


def test_a_process_that_is_ending_finishes_what_it_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """From Python 3.12 on no thread can be started by then; the engine may have told a provider to end."""

    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    monkeypatch.setattr(threading.Thread, "start", refuse)

    assert deadline.within(BOUND, lambda: "done") == "done"


def test_the_wait_is_said_by_whoever_asked_as_the_engine_finds_the_call_on_its_thread(
    start: Callable[[Serve], Server],
) -> None:
    threads: list[threading.Thread] = []
    server = start(slow_failures)
    say = lambda _: threads.append(threading.current_thread())  # noqa: E731
    patient = ManagementClient(server.url, KEY, patience=Patience(BOUND, 3), say=say)

    with pytest.raises(ServerError):
        patient.team_data_pull_preferences(SCOPE).get([A])

    assert threads == [threading.current_thread()] * 2
    assert len(server.received) == 3
