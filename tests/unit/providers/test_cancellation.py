"""Once Pulumi was told to stop, nobody waits for another attempt; until then, and where it cannot be heard, all do."""

import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from pulumi_junction.emulator.state import Emulator
from pulumi_junction.errors import CanceledError
from pulumi_junction.providers import cancellation
from tests.unit.providers.conftest import Network
from tests.unit.providers.process import A, FailedError, Process, declared

FOREVER = 3600.0
"""Nobody waits that long: a test that did would not end."""


@pytest.fixture(autouse=True)
def stopped(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A process that was not told to stop."""
    event = threading.Event()
    monkeypatch.setattr(cancellation, "_stopped", event)
    monkeypatch.setattr(cancellation, "_met_engine", threading.Event())
    return event


class Servicer:
    """As gRPC sees the SDK's: `serve` is a call of the engine's, `Cancel` the one to be heard."""

    def serve(self, method: Callable[[], object], context: object = None) -> None:
        method()

    def Cancel(self, request: object, context: object) -> str:  # noqa: N802 - gRPC's name
        return "the SDK's own answer"


def send_cancel(servicer: Servicer) -> str:
    """Serve it as gRPC does: in the thread pool that the method names, if it names one."""
    pool = getattr(servicer.Cancel, "experimental_thread_pool", None)
    if not isinstance(pool, ThreadPoolExecutor):
        return servicer.Cancel(None, None)
    return pool.submit(servicer.Cancel, None, None).result(5)


@pytest.fixture
def servicer() -> Servicer:
    """Of a class of its own, as each process has."""

    class OfThisProcess(Servicer):
        def Cancel(self, request: object, context: object) -> str:  # noqa: N802 - gRPC's name
            return super().Cancel(request, context)

    return OfThisProcess()


def test_a_wait_ends_when_its_time_has_passed() -> None:
    cancellation.wait(0.001)


def test_a_wait_ends_at_once_when_pulumi_is_told_to_stop(servicer: Servicer) -> None:
    servicer.serve(cancellation.listen)
    problems: list[str] = []

    def waits() -> None:
        try:
            cancellation.wait(FOREVER)
        except CanceledError as problem:
            problems.append(str(problem))

    threads = [threading.Thread(target=waits, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    send_cancel(servicer)
    for thread in threads:
        thread.join(10)

    line = "stopped while waiting to try again, as Pulumi was told to stop. Run it again."
    assert problems == [line] * 8


def test_after_that_no_wait_begins(servicer: Servicer) -> None:
    servicer.serve(cancellation.listen)
    send_cancel(servicer)

    for _ in range(2):
        with pytest.raises(CanceledError):
            cancellation.wait(FOREVER)


def test_the_sdk_still_answers_cancel_itself(servicer: Servicer) -> None:
    servicer.serve(cancellation.listen)

    assert send_cancel(servicer) == "the SDK's own answer"


def test_two_kinds_of_resources_in_one_process_are_both_stopped(servicer: Servicer) -> None:
    """Each has a provider of its own, and each is configured."""
    servicer.serve(cancellation.listen)
    servicer.serve(cancellation.listen)
    send_cancel(servicer)

    with pytest.raises(CanceledError):
        cancellation.wait(FOREVER)


def test_where_nobody_serves_listening_does_no_harm() -> None:
    cancellation.listen()
    cancellation.wait(0.001)


class Frozen(type):
    """A servicer whose methods take no attribute of ours."""

    Cancel = property(lambda cls: object())


def test_where_the_method_takes_no_thread_pool_waits_take_their_time() -> None:
    class Other(metaclass=Frozen):
        def Cancel(self) -> None:  # noqa: N802 - gRPC's name
            """Never called."""

        def serve(self, context: object = None) -> None:
            cancellation.listen()

    Other().serve()
    cancellation.wait(0.001)


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """The engine's: opens, unless there is a reason why not."""
    reasons: list[Exception] = []

    def knock(address: tuple[str, int], timeout: float) -> socket.socket:
        if reasons:
            raise reasons[0]
        assert (address, timeout) == (("::1", 50_000), 1)
        return socket.socket()

    monkeypatch.setattr(sys, "argv", ["provider", "[::1]:50000"])
    monkeypatch.setattr(socket, "create_connection", knock)
    return reasons


def test_a_process_that_pulumi_left_behind_tries_nothing_again(door: list[Exception]) -> None:
    """It would write into the run that comes next."""
    cancellation.listen()
    cancellation.wait(0.001)
    door.append(ConnectionRefusedError())

    with pytest.raises(CanceledError):
        cancellation.wait(0.001)


def test_an_engine_that_was_never_there_is_not_missed(door: list[Exception]) -> None:
    door.append(ConnectionRefusedError())
    cancellation.listen()
    cancellation.wait(0.001)


@pytest.mark.parametrize("reason", [TimeoutError(), OSError(), OverflowError()])
def test_only_a_refusal_says_that_pulumi_is_gone(door: list[Exception], reason: Exception) -> None:
    cancellation.listen()
    door.append(reason)
    cancellation.wait(0.001)


@pytest.mark.parametrize("address", ["", "nonsense", "junction.example:443"])
def test_what_is_no_address_of_an_engine_is_not_called(
    door: list[Exception], monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    cancellation.listen()
    door.append(ConnectionRefusedError())
    monkeypatch.setattr(sys, "argv", ["provider", address])
    cancellation.wait(0.001)


def answers(*statuses: int) -> Callable[[httpx.Request], Any]:
    """Give these answers to POSTs, one after the other, and then let them through."""
    left = list(statuses)
    return lambda request: httpx.Response(left.pop(0)) if request.method == "POST" and left else None


@pytest.fixture
def waiting(network: Network, monkeypatch: pytest.MonkeyPatch, stopped: threading.Event) -> list[float]:
    """Pulumi is told to stop during the first wait."""
    asked: list[float] = []
    wait = _WAIT

    def told_meanwhile(seconds: float) -> None:
        asked.append(seconds)
        stopped.set()
        wait(FOREVER)

    monkeypatch.setattr(cancellation, "wait", told_meanwhile)
    return asked


_WAIT = cancellation.wait


def test_a_create_that_is_stopped_says_so_in_one_line_and_tries_nothing_again(
    start: Callable[..., Process], network: Network, waiting: list[float]
) -> None:
    network.refuse = answers(*[503] * 6)

    with pytest.raises(FailedError, match=r"stopped while waiting to try again.* Run it again\.$"):
        start(liveChecks="off").create("research", declared([A], oura=120))

    assert [request.method for request in network.asked] == ["GET", "POST"]
    assert len(waiting) == 1


def test_what_nobody_declared_is_still_put_back(
    start: Callable[..., Process], network: Network, junction: Emulator, waiting: list[float]
) -> None:
    """The request that is in doubt may have swept it away; putting it back is a first attempt, so it goes out."""
    junction.set("sandbox", "us", A, "strava", 7)
    network.refuse = answers(503)

    with pytest.raises(FailedError, match="stopped while waiting"):
        start(liveChecks="off").create("research", declared([A], oura=120))

    assert [sorted(request["providers"]) for request in (one.body for one in junction.writes) if request] == [
        ["oura", "strava"]
    ]
    assert junction.get("sandbox", "us", A)["strava"] == {"default": 7}
