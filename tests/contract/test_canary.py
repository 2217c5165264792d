"""The key is in a header and nowhere else: not in URLs, logs, failures, crash reports or pickles. On real sockets."""

import copy
import logging
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import h11
import httpx
import pytest
from pulumi.dynamic.dynamic import serialize_provider

from pulumi_junction.api import settings
from pulumi_junction.api.management import ManagementClient, TeamDataPullPreferencesApi
from pulumi_junction.api.patience import Patience
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.values import ProviderPreference
from pulumi_junction.emulator.server import ThreadedEmulator
from pulumi_junction.errors import ConfigError, JunctionError
from tests.support.canary import KEY, crash_report, singing, sings

A = "aaaa1111-1111-4111-8111-111111111111"
OURA = {"oura": ProviderPreference(7)}
IMPATIENT = Patience(0.5, 2)


@pytest.fixture
def junction() -> Iterator[ThreadedEmulator]:
    with ThreadedEmulator(management_key=KEY) as junction:
        yield junction


def api_of(url: str, org: str = "0a1b2c3d-0000-4000-8000-000000000001") -> TeamDataPullPreferencesApi:
    client = ManagementClient(url, settings.management_key(lambda _: KEY))
    return client.team_data_pull_preferences(Scope(org, "sandbox", "us"))


@pytest.fixture
def api(junction: ThreadedEmulator) -> Iterator[TeamDataPullPreferencesApi]:
    api = api_of(junction.url, junction.org_id)
    yield api
    api._transport.close()


def failure(operation: Callable[[], object]) -> BaseException:
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - any, as long as it does not sing
        operation()
    return caught.value


FAULTS = [
    *(str(status) for status in (400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504)),
    *("429 retry-after=99", "drop", "cut", "hang", "stall", "drip", "slow seconds=9", "garble", "html", "shape"),
    *("html status=502", "empty", "redirect"),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_no_failure_of_a_request_shows_the_key_however_closely_one_looks(
    fault: str, junction: ThreadedEmulator, api: TeamDataPullPreferencesApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    junction.fail(f"ANY {fault}")
    service = TeamDataPullPreferencesApi(api._transport, Scope(junction.org_id, "sandbox", "us"), IMPATIENT)
    reads, writes = failure(lambda: service.get([A])), failure(lambda: service.upsert([A], OURA))

    for reason in (reads, writes):
        assert isinstance(reason, JunctionError)
        assert singing([("report", crash_report(reason)), ("pickle", pickle.dumps(reason))]) == []
    assert not sings(caplog.text)


@pytest.mark.parametrize("fault", ["loop", "empty-page"])
def test_nor_does_a_list_without_an_end(
    fault: str, junction: ThreadedEmulator, api: TeamDataPullPreferencesApi
) -> None:
    junction.fail(f"GET {fault}")

    assert not sings(crash_report(failure(lambda: api.get([A]))))


def test_nor_does_a_service_that_is_not_there() -> None:
    client = ManagementClient("http://127.0.0.1:9", settings.management_key(lambda _: KEY), patience=IMPATIENT)
    gone = client.team_data_pull_preferences(Scope("org", "sandbox", "us"))

    assert not sings(crash_report(failure(lambda: gone.get([A]))))


def test_nor_does_a_delete_that_is_stopped_at_the_door(api: TeamDataPullPreferencesApi) -> None:
    reason = failure(lambda: api._transport.send("DELETE", api._path, patience=IMPATIENT))

    assert isinstance(reason, AssertionError)
    assert not sings(crash_report(reason))


def test_nor_does_a_bug_deep_inside_where_the_key_is_on_its_way(
    api: TeamDataPullPreferencesApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send(self: h11.Connection, event: Any) -> None:
        raise KeyError(event)

    monkeypatch.setattr(h11.Connection, "send", send)

    reason = failure(lambda: api.get([A]))

    assert str(reason) == (
        "127.0.0.1 could not be asked (KeyError). This is a bug in pulumi-junction; please report this line to its "
        "authors."
    )
    assert not sings(crash_report(reason))


ECHOES: list[tuple[int, Any]] = [
    (422, {"detail": f"no such key: {KEY}"}),
    (422, {"detail": [{"loc": ["header", KEY], "msg": f"{KEY} is wrong", "input": KEY, "ctx": {"key": KEY}}]}),
    (401, {"detail": KEY}),
    (500, {"detail": KEY}),
    (418, KEY),
    (307, KEY),
    (200, KEY),
    (200, {"data_pull_preferences": KEY}),
    (200, {"data_pull_preferences": [{"team_id": A, "providers": {KEY: {"default": KEY}}}]}),
    (200, {"data_pull_preferences": [{"team_id": KEY}], "next_cursor": KEY}),
]


@pytest.mark.parametrize(("status", "body"), ECHOES, ids=[str(number) for number in range(len(ECHOES))])
def test_a_service_that_repeats_the_key_does_not_make_us_repeat_it(status: int, body: Any) -> None:
    """A gateway may say what was wrong with it."""
    headers = {"X-Echo": KEY, "Location": f"https://elsewhere.example/{KEY}"}
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json=body, headers=headers))
    client = ManagementClient("https://junction.example", KEY, transport=transport, patience=IMPATIENT)
    service = client.team_data_pull_preferences(Scope("org", "sandbox", "us"))

    assert not sings(crash_report(failure(lambda: service.get([A])), __file__))


def test_a_redirect_to_another_port_gets_neither_a_request_nor_the_key(
    junction: ThreadedEmulator, api: TeamDataPullPreferencesApi
) -> None:
    with ThreadedEmulator(management_key=KEY) as other:
        junction.fail(f"ANY redirect to={other.url}")

        for operation in (lambda: api.get([A]), lambda: api.upsert([A], OURA), lambda: api.reset([A], ["oura"])):
            assert "answered 307" in str(failure(operation))

        assert other.requests == []
    assert len(junction.requests) == 3


def test_no_url_and_no_body_has_the_key_and_no_log_of_what_goes_well(
    junction: ThreadedEmulator, api: TeamDataPullPreferencesApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    junction.fail("GET#1 empty-page")

    api.get([A])
    api.upsert([A], OURA)
    api.reset([A], ["oura"])

    assert [request.method for request in junction.requests] == ["GET", "GET", "POST", "DELETE"]
    assert singing((str(one), repr(one)) for one in junction.requests) == []
    assert "send_request_headers" in caplog.text
    assert not sings(caplog.text)


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "ALL_PROXY"])
def test_a_client_that_cannot_be_made_does_not_show_the_key_that_it_was_to_have(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "socks9://nowhere")

    reason = failure(lambda: api_of("https://junction.example"))

    assert isinstance(reason, ConfigError)
    assert not sings(crash_report(reason))


@pytest.mark.parametrize("broken", [f"sk_{KEY}", f"pk_{KEY}", f"{KEY} {KEY}", f"{KEY}\x00"])
def test_a_key_that_is_refused_is_not_shown_either(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", broken.replace("\x00", "é"))

    assert not sings(crash_report(failure(lambda: settings.management_key(lambda _: None)), __file__))


def everything(root: object, depth: int = 6) -> Iterator[tuple[str, str]]:
    """What a debugger shows of an object, and of what it holds, and so on."""
    seen: set[int] = set()
    todo = [("", root, depth)]
    while todo:
        name, one, left = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield name, repr(one)
        if left and hasattr(one, "__dict__"):
            todo += [(f"{name}.{key}", value, left - 1) for key, value in vars(one).items()]
        if left and isinstance(one, list | tuple | dict):
            values = one.values() if isinstance(one, dict) else one
            todo += [(f"{name}[{at}]", value, left - 1) for at, value in enumerate(values)]


def test_whoever_looks_into_a_client_finds_no_key(api: TeamDataPullPreferencesApi) -> None:
    api.get([A])
    shown = list(everything(api))

    assert len(shown) > 100
    assert singing(shown) == []


def test_neither_client_nor_key_can_be_stored_or_copied(api: TeamDataPullPreferencesApi) -> None:
    key = settings.management_key(lambda _: KEY)

    for one in (api, api._transport, key, {"held": key}):
        for store in (pickle.dumps, serialize_provider, copy.deepcopy):
            with pytest.raises(TypeError, match="not to be pickled"):
                store(one)


def test_a_key_shows_itself_to_nobody() -> None:
    key = settings.management_key(lambda _: KEY)

    shown = [repr(key), str(key), f"{key}", f"{key!r:>40}", "{}".format(key), "%s %r" % (key, key)]  # noqa: UP031, UP032

    assert singing((text, text) for text in shown) == []
    assert sings(key.encode())
