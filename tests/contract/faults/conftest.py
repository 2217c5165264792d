from collections.abc import Iterator

import httpx
import pytest

from pulumi_junction.emulator import server
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.contract.faults.talk import ACME, HERE, client_of


@pytest.fixture
def junction(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadedEmulator]:
    """It has one team, and stops within two seconds whatever hangs.

    A fault is no mistake of the server's: its log stays empty, and says at the end if it had to end a request.
    """
    monkeypatch.setattr(server, "STOP_SECONDS", 2)
    with ThreadedEmulator() as junction:
        junction.set(*HERE, ACME, "oura", 120)
        yield junction
    assert [record.getMessage() for record in caplog.records if record.name.startswith("uvicorn")] == []


@pytest.fixture
def http(junction: ThreadedEmulator) -> Iterator[httpx.Client]:
    with client_of(junction) as http:
        yield http
