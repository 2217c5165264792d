"""A pretend Junction without a socket, the engine's log without an engine, and processes between them."""

import functools
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import httpx
import pytest
from pulumi.runtime.proto import engine_pb2

from pulumi_junction.api import management
from pulumi_junction.emulator.app import create_app
from pulumi_junction.emulator.state import Emulator
from pulumi_junction.providers import bridge, cancellation
from tests.support.asgi import AsgiTransport
from tests.unit.providers.process import ORG, Process

Refusal: TypeAlias = Callable[[httpx.Request], "httpx.Response | Exception | None"]


@dataclass
class Network:
    """Leads to the emulator, unless `refuse` has something else to say about a request."""

    junction: Emulator
    refuse: Refusal = lambda request: None
    asked: list[httpx.Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._transport = AsgiTransport(create_app(self.junction))

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        refusal = self.refuse(request)
        if isinstance(refusal, Exception):
            raise refusal
        return refusal or self._transport.handle_request(request)


@dataclass
class EngineLog:
    """What the engine was told, in place of its gRPC service."""

    requests: list[Any] = field(default_factory=list)

    def Log(self, request: Any, timeout: float) -> None:  # noqa: N802 - gRPC's name
        assert timeout <= 2
        self.requests.append(request)

    @property
    def warnings(self) -> list[str]:
        return [request.message for request in self.requests if request.severity == engine_pb2.WARNING]

    @property
    def progress(self) -> list[str]:
        return [
            request.message for request in self.requests if request.severity == engine_pb2.INFO and request.ephemeral
        ]

    @property
    def told(self) -> list[str]:
        return [
            request.message
            for request in self.requests
            if request.severity == engine_pb2.INFO and not request.ephemeral
        ]


@pytest.fixture
def junction() -> Iterator[Emulator]:
    with Emulator(org_id=ORG, management_key="a-key", unset="absent") as emulator:
        yield emulator


@pytest.fixture
def network(junction: Emulator, monkeypatch: pytest.MonkeyPatch) -> Network:
    network = Network(junction)
    transport = httpx.MockTransport(network.answer)
    monkeypatch.setattr(
        management, "ManagementClient", functools.partial(management.ManagementClient, transport=transport)
    )
    monkeypatch.setattr(cancellation, "wait", lambda seconds: None)
    return network


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> EngineLog:
    log = EngineLog()
    monkeypatch.setattr(sys, "argv", ["provider", "127.0.0.1:1"])
    monkeypatch.setattr(bridge, "_engine", lambda _: log)
    return log


@pytest.fixture
def start(network: Network, log: EngineLog) -> Callable[..., Process]:
    """Each operation of the engine starts a process."""

    def started(**config: str) -> Process:
        keys = {"managementKey": "a-key", "managementUrl": "https://junction.example", **config}
        return Process({f"junction:{name}": value for name, value in keys.items() if value})

    return started


@pytest.fixture
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests come in order."""
    monkeypatch.setenv("JUNCTION_PARALLEL_REQUESTS", "1")


@pytest.fixture
def process(start: Callable[..., Process]) -> Process:
    return start()
