"""A pretend Junction API without a socket, on a clock that only waits move."""

import functools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import httpx
import pytest

from pulumi_junction.api import junction as api
from pulumi_junction.emulator.state import Emulator
from pulumi_junction.errors import CanceledError
from pulumi_junction.providers import cancellation, pulling
from tests.unit.providers.conftest import EngineLog, Network
from tests.unit.providers.process import ORG
from tests.unit.providers.triggers.process import KEY, TRIGGER_PATH, A, B, C, TriggerProcess

Start: TypeAlias = Callable[..., TriggerProcess]


@dataclass
class Waits:
    """Stands in for waiting, and for the clock of whoever waits; the service's clock goes on as well."""

    junction: Emulator
    now: float = 0.0
    naps: list[float] = field(default_factory=list)
    stops_at: int | None = None
    """The wait, counted from 1, in which Pulumi is told to stop."""

    def wait(self, seconds: float) -> None:
        self.naps.append(seconds)
        if self.stops_at is not None and len(self.naps) >= self.stops_at:
            raise CanceledError("stopped while waiting to try again, as Pulumi was told to stop.", "Run it again.")
        self.now += seconds
        self.junction.pass_time(seconds)

    def monotonic(self) -> float:
        return self.now


@dataclass
class Junction(Network):
    """Leads to the emulator, unless `refuse` has something else to say about a request."""

    @property
    def triggered(self) -> list[list[str]]:
        """The users of each trigger that was sent, refused ones included."""
        return [json.loads(one.content)["user_ids"] for one in self.asked if one.url.path == TRIGGER_PATH]

    @property
    def methods(self) -> list[str]:
        return [request.method for request in self.asked]

    def accept(self, request: httpx.Request) -> httpx.Response:
        """Carry a trigger out without holding the answer back."""
        body = json.loads(request.content)
        self.junction.pulls.trigger(self.junction.team, body["provider"], body["user_ids"])
        return httpx.Response(202)

    def loses(self, method: str, end: "httpx.Response | Exception", accepted: bool = False) -> None:
        """From now on requests of that method end so; a trigger has been *accepted* all the same."""

        def refuse(request: httpx.Request) -> "httpx.Response | Exception | None":
            if request.method != method:
                return None
            if accepted:
                self.accept(request)
            return end

        self.refuse = refuse

    def recovers(self) -> None:
        self.refuse = lambda _: None


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    users = [{"user_id": user, "providers": ["oura", "garmin"]} for user in (A, B, C)]
    team = {"key": KEY, "team_id": ORG, "env": "sandbox", "region": "us", "users": users}
    with Emulator(org_id=ORG, seed={"teams": [team]}) as emulator:
        emulator.team = emulator.teams[KEY]
        yield emulator


@pytest.fixture
def waits(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Waits:
    waits = Waits(emulator)
    monkeypatch.setattr(cancellation, "wait", waits.wait)
    monkeypatch.setattr(pulling, "time", waits)
    return waits


@pytest.fixture
def service(emulator: Emulator, waits: Waits, monkeypatch: pytest.MonkeyPatch) -> Junction:
    service = Junction(emulator)
    transport = httpx.MockTransport(service.answer)
    monkeypatch.setattr(api, "JunctionClient", functools.partial(api.JunctionClient, transport=transport))
    return service


@pytest.fixture
def start(service: Junction, log: EngineLog) -> Start:
    """Each operation of the engine starts a process."""

    def started(**config: str) -> TriggerProcess:
        settings = {"teamApiKey": KEY, "apiUrl": "https://junction.example", **config}
        return TriggerProcess({f"junction:{name}": value for name, value in settings.items() if value})

    return started


@pytest.fixture
def process(start: Start) -> TriggerProcess:
    return start()
