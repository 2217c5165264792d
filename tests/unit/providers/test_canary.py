"""What leaves the provider's methods, and what a provider process holds, never shows the key."""

import base64
import copy
import pickle
from collections.abc import Callable
from typing import Any

import dill  # type: ignore[import-untyped]
import httpx
import pytest

from pulumi_junction.emulator.state import Emulator
from pulumi_junction.providers.pickled import TEAM_DATA_PULL_PREFERENCES as PICKLED
from pulumi_junction.providers.team_data_pull_preferences import TeamDataPullPreferencesProvider
from tests.support.canary import KEY, crash_report, singing, sings
from tests.unit.providers.conftest import EngineLog, Network
from tests.unit.providers.process import A, B, FailedError, Process, declared

Start = Callable[..., Process]


@pytest.fixture(autouse=True)
def _canary(junction: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    junction.management_key = KEY
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", KEY)


ANSWERS: list[Any] = [
    *(httpx.Response(status, json={"detail": f"not {KEY}"}) for status in (401, 403, 404, 422, 429, 500, 503)),
    httpx.Response(200, json={"data_pull_preferences": KEY}),
    httpx.Response(200, text=f"<html>{KEY}"),
    httpx.Response(307, headers={"Location": f"https://elsewhere.example/{KEY}"}),
    httpx.ConnectError(KEY),
    httpx.ReadTimeout(KEY),
    httpx.DecodingError(KEY),
    LookupError(KEY),
]


def failures(start: Start, network: Network, answer: Any) -> list[FailedError]:
    """One of each method that asks the service."""
    entry = start().create("research", declared([A, B], oura=120))
    operations: list[Callable[[Process], object]] = [
        lambda process: process.create("research", declared([A], oura=7)),
        lambda process: process.update(entry, declared([A, B], oura=7)),
        lambda process: process.read(entry),
        lambda process: process.get("theirs", "id", {**declared([A]), "providers": ["oura"]}),
        lambda process: process.delete(entry),
    ]
    found = []
    for operation in operations:
        process = start(liveChecks="off")
        network.refuse = lambda _: answer
        with pytest.raises(FailedError) as caught:
            operation(process)
        found.append(caught.value)
        network.refuse = lambda _: None
    return found


@pytest.mark.parametrize("answer", ANSWERS, ids=repr)
def test_no_failure_of_a_method_shows_the_key_however_closely_one_looks(
    answer: Any, start: Start, network: Network, log: EngineLog
) -> None:
    found = failures(start, network, answer)

    assert len(found) == 5
    assert [one.message for one in found if sings(crash_report(one, __file__))] == []
    assert [one.details for one in found if one.details and sings(one.details.SerializeToString())] == []
    assert singing((str(one), one.SerializeToString()) for one in log.requests) == []


def test_nor_does_the_warning_of_a_preview(start: Start, network: Network, log: EngineLog) -> None:
    network.refuse = lambda _: httpx.Response(500, text=KEY)

    start().check("research", declared([A], oura=120))

    assert len(log.warnings) == 1
    assert singing((one, one) for one in log.warnings + log.progress) == []


def test_nor_does_a_key_that_cannot_be_one(start: Start, network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", f"sk_{KEY}")

    with pytest.raises(FailedError, match="is a team API key") as caught:
        start().check("research", declared([A], oura=120))

    assert not sings(crash_report(caught.value))


def test_what_is_stored_of_a_provider_that_has_used_its_key_is_its_class(start: Start) -> None:
    process = start(managementKey=KEY)
    process.create("research", declared([A], oura=120))
    provider = process.provider

    for stored in (pickle.dumps(provider, protocol=4), base64.b64decode(PICKLED)):
        assert not sings(stored)
        assert type(pickle.loads(stored)) is TeamDataPullPreferencesProvider
    assert not sings(dill.dumps(provider))
    assert not vars(copy.deepcopy(provider))


def test_what_leads_to_the_key_cannot_be_stored_or_copied_and_does_not_show_it(start: Start) -> None:
    """`dill`, which the SDK uses, stores closures with all that they see."""
    session = start(managementKey=KEY).provider._session
    client = session.client

    assert singing((text, text) for text in (repr(session), repr(client), str(vars(session)), str(vars(client)))) == []
    for one in (session, client, {"held": session}):
        for store in (pickle.dumps, dill.dumps, copy.deepcopy):
            with pytest.raises(TypeError, match="not to be pickled"):
                store(one)
    client.close()
