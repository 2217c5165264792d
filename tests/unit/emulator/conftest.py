from collections.abc import Iterator

import httpx
import pytest

from pulumi_junction.emulator.app import create_app
from pulumi_junction.emulator.state import Emulator
from tests.support.asgi import AsgiTransport
from tests.unit.emulator.talk import Talk


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
