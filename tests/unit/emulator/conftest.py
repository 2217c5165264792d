from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone

import httpx
import pytest

from pulumi_junction.emulator.app import create_app
from pulumi_junction.emulator.state import Emulator
from tests.support.asgi import AsgiTransport
from tests.support.pulls import Pulling
from tests.unit.emulator.talk import Talk

MIDDAY = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)


@pytest.fixture
def junction() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def talk(junction: Emulator) -> Iterator[Talk]:
    headers = {"X-Management-Key": junction.management_key}
    transport = AsgiTransport(create_app(junction))
    with httpx.Client(transport=transport, base_url="http://junction", headers=headers) as client:
        yield Talk(client, junction.org_id)


@contextmanager
def pulling(junction: Emulator, key: str | None = None) -> Iterator[Pulling]:
    headers = {"x-vital-api-key": key or junction.team_api_key}
    transport = AsgiTransport(create_app(junction))
    with httpx.Client(transport=transport, base_url="http://junction", headers=headers) as client:
        yield Pulling(client)


@pytest.fixture
def ten() -> Iterator[Emulator]:
    """Ten users, each with five connections, at a time that stands still."""
    with Emulator(users=10, clock=MIDDAY.timestamp) as emulator:
        yield emulator


@pytest.fixture
def api(ten: Emulator) -> Iterator[Pulling]:
    with pulling(ten) as talk:
        yield talk
