"""A team's key is in its header and nowhere else: not in URLs, logs, failures, crash reports or pickles."""

import copy
import logging
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from pulumi.dynamic.dynamic import serialize_provider

from pulumi_junction.api.junction import JunctionClient
from pulumi_junction.api.patience import Patience
from pulumi_junction.api.team_keys import team_api_key
from pulumi_junction.emulator.server import ThreadedEmulator
from pulumi_junction.errors import ConfigError, JunctionError
from pulumi_junction.providers.pull_session import PullSession
from tests.contract.test_canary import FAULTS, everything, failure
from tests.support.canary import KEY, crash_report, singing, sings

IMPATIENT = Patience(0.5, 2)
PLACE = {"env": "sandbox", "region": "us", "provider": "oura"}


@pytest.fixture
def junction() -> Iterator[ThreadedEmulator]:
    with ThreadedEmulator(team_api_key=KEY, users=2) as junction:
        yield junction


@pytest.fixture
def client(junction: ThreadedEmulator) -> Iterator[JunctionClient]:
    client = JunctionClient(junction.url, team_api_key(lambda _: KEY), patience=IMPATIENT)
    yield client
    client.close()


def asks(client: JunctionClient) -> list[Callable[[], object]]:
    """Every request there is."""
    return [
        lambda: client.trigger_historical_pull("oura", []),
        lambda: list(client.operations()),
        lambda: list(client.historical_pulls()),
    ]


@pytest.mark.parametrize("fault", FAULTS)
def test_no_failure_of_a_request_shows_the_key_however_closely_one_looks(
    fault: str, junction: ThreadedEmulator, client: JunctionClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    junction.fail(f"ANY {fault}")
    unread = fault in ("garble", "html", "shape", "empty", "slow seconds=9")  # a trigger's answer has no body to read

    for ask in asks(client)[1 if unread else 0 :]:
        reason = failure(ask)
        assert isinstance(reason, JunctionError)
        assert singing([("report", crash_report(reason)), ("pickle", pickle.dumps(reason))]) == []
    assert not sings(caplog.text)


@pytest.mark.parametrize(("fault", "ask"), [("loop", 1), ("loop", 2), ("empty-page", 1)])
def test_nor_does_a_list_without_an_end(
    fault: str, ask: int, junction: ThreadedEmulator, client: JunctionClient
) -> None:
    junction.fail(f"GET {fault}")

    assert not sings(crash_report(failure(asks(client)[ask])))


ECHOES: list[tuple[int, Any]] = [
    (422, {"detail": f"no such key: {KEY}"}),
    (422, {"detail": [{"loc": ["header", KEY], "msg": f"{KEY} is wrong", "input": KEY, "ctx": {"key": KEY}}]}),
    (401, {"detail": KEY}),
    (500, {"detail": KEY}),
    (418, KEY),
    (307, KEY),
    (200, KEY),
    (200, {"data": KEY}),
    (200, {"data": [{"type": KEY, "user_id": KEY}], "next_cursor": KEY}),
]


@pytest.mark.parametrize(("status", "body"), ECHOES, ids=[str(number) for number in range(len(ECHOES))])
def test_a_service_that_repeats_the_key_does_not_make_us_repeat_it(status: int, body: Any) -> None:
    headers = {"X-Echo": KEY, "Location": f"https://elsewhere.example/{KEY}"}
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json=body, headers=headers))
    client = JunctionClient("https://junction.example", KEY, transport=transport, patience=IMPATIENT)

    for ask in asks(client)[1 if status == 200 else 0 :]:
        assert not sings(crash_report(failure(ask), __file__))


def test_a_redirect_to_another_port_gets_neither_a_request_nor_the_key(
    junction: ThreadedEmulator, client: JunctionClient
) -> None:
    with ThreadedEmulator(team_api_key=KEY) as other:
        junction.fail(f"ANY redirect to={other.url}")

        assert ["answered 307" in str(failure(ask)) for ask in asks(client)] == [True] * 3

        assert other.requests == []


def test_no_url_and_no_body_has_the_key_and_no_log_of_what_goes_well(
    junction: ThreadedEmulator, client: JunctionClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    for ask in asks(client):
        ask()

    assert [request.status for request in junction.requests] == [202, 200, 200]
    assert singing((str(one), repr(one)) for one in junction.requests) == []
    assert "send_request_headers" in caplog.text
    assert not sings(caplog.text)


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "ALL_PROXY"])
def test_a_client_that_cannot_be_made_does_not_show_the_key_that_it_was_to_have(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "socks9://nowhere")
    session = PullSession({"junction:teamApiKeys": f'{{"acme": "{KEY}"}}'}.get)

    reason = failure(lambda: session.client({**PLACE, "team": "acme"}))

    assert isinstance(reason, ConfigError)
    assert not sings(crash_report(reason, __file__))


def test_whoever_looks_into_a_client_or_a_session_finds_no_key(
    junction: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUNCTION_TEAM_API_KEY", KEY)
    monkeypatch.setenv("JUNCTION_API_URL", junction.url)
    session = PullSession(lambda _: None)
    client = session.client(PLACE)
    with session.turn(PLACE):
        list(client.operations())

    shown = [*everything(session), *everything(client)]
    client.close()

    assert len(shown) > 100
    assert singing(shown) == []


def test_neither_client_nor_session_can_be_stored_or_copied(client: JunctionClient) -> None:
    for one in (client, client.transport, PullSession(lambda _: KEY), {"held": client}):
        for store in (pickle.dumps, serialize_provider, copy.deepcopy):
            with pytest.raises(TypeError, match="not to be pickled"):
                store(one)
