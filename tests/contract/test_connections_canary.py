"""Credentials of connections show nowhere: not in logs, failures, crash reports or pickles. On real sockets."""

import copy
import json
import logging
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from pulumi_junction.api.junction import JunctionClient
from pulumi_junction.api.patience import Patience
from pulumi_junction.core.connection_files import CredentialsFile
from pulumi_junction.core.connections import Connection, connections
from pulumi_junction.core.values import Problem
from pulumi_junction.emulator.server import ThreadedEmulator
from pulumi_junction.errors import ConfigError, JunctionError
from pulumi_junction.providers.importing import Credentials
from tests.contract.test_canary import FAULTS, everything, failure
from tests.support.canary import KEY, crash_report, singing, sings
from tests.support.moving import recipe

USER = "aaaa1111-1111-4111-8111-111111111111"
SECRETS = {"access_token": KEY, "refresh_token": f"refresh-{KEY}", "provider_id": f"{KEY}-id"}


def connection(user: str = USER) -> Connection:
    problems: list[Problem] = []
    (one,) = connections([recipe(user, **SECRETS)], "oura", problems)
    assert problems == []
    return one


@pytest.fixture
def junction() -> Iterator[ThreadedEmulator]:
    with ThreadedEmulator(users=2) as junction:
        yield junction


@pytest.fixture
def client(junction: ThreadedEmulator) -> Iterator[JunctionClient]:
    client = JunctionClient(junction.url, junction.team_api_key, patience=Patience(0.5, 2))
    client.import_connections("oura", [connection(user) for user in junction.users])
    yield client
    client.close()


def asks(client: JunctionClient) -> list[Callable[[], object]]:
    """Every request that sends or gets credentials."""
    return [
        lambda: client.import_connections("oura", [connection()]),
        lambda: list(client.export_connections("oura")),
    ]


BRIEF = {"hang": "hang seconds=1", "stall": "stall seconds=1", "drip": "drip seconds=1"}
"""An import is waited for longer than these last by themselves."""


@pytest.mark.parametrize("fault", [BRIEF.get(one, one) for one in FAULTS if not one.startswith("slow")])
def test_no_failure_of_a_request_shows_them_however_closely_one_looks(
    fault: str, junction: ThreadedEmulator, client: JunctionClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    junction.fail(f"ANY {fault}")

    for ask in asks(client):
        reason = failure(ask)
        assert isinstance(reason, JunctionError)
        assert singing([("report", crash_report(reason, __file__)), ("pickle", pickle.dumps(reason))]) == []
    assert not sings(caplog.text)


def test_nor_does_an_export_that_stops_on_its_way(junction: ThreadedEmulator, client: JunctionClient) -> None:
    junction.options.page_size = 1
    junction.fail("POST/v2/link/bulk_export loop")

    assert not sings(crash_report(failure(asks(client)[1]), __file__))


def test_nor_does_what_goes_well(
    junction: ThreadedEmulator, client: JunctionClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    imported, exported = (ask() for ask in asks(client))

    assert not sings(repr([imported, exported]))
    assert exported == [([connection(user) for user in junction.users], None)]
    assert "send_request_body" in caplog.text
    assert not sings(caplog.text)


LONG = "x" * 290
ECHOES: list[tuple[int, Any]] = [
    (422, {"detail": f"no such token: {KEY}"}),
    (422, {"detail": f"{LONG}{KEY}"}),
    (422, {"detail": [{"loc": ["body", "connections", 0, KEY], "msg": f"{KEY} is wrong", "input": KEY}]}),
    (422, {"detail": [{"loc": ["body", "connections", 0, "access_token"], "msg": LONG + KEY, "input": KEY}]}),
    (401, {"detail": KEY}),
    (500, {"detail": KEY}),
    (418, KEY),
    (307, KEY),
    (200, KEY),
    (200, {"data": KEY, "user_ids_imported": KEY, "user_ids_failed": []}),
    (200, {"data": [recipe(USER, access_token=KEY, expires_at=KEY)], "user_ids_imported": [KEY]}),
    (200, {"data": [recipe(KEY, access_token=KEY)], "next_token": KEY}),
]


@pytest.mark.parametrize(("status", "body"), ECHOES, ids=[str(number) for number in range(len(ECHOES))])
def test_a_service_that_repeats_them_does_not_make_us_repeat_them(status: int, body: Any) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json=body, headers={"Location": KEY}))
    client = JunctionClient("https://junction.example", "a-key", transport=transport, patience=Patience(0.5, 2))

    for ask in asks(client)[: 1 if status == 422 else 2]:
        report = crash_report(failure(ask), __file__)
        assert not sings(report)
        assert KEY[:9] not in report, "not even the beginning"


def test_a_refused_row_is_named_by_field_and_user_and_nothing_that_may_be_a_piece_of_a_token_is_shown() -> None:
    wrong = {"loc": ["body", "connections", 1, "provider_id"], "msg": f"{KEY[:9]}... is too long"}
    body = {"detail": [wrong | {"type": "string_too_long"}, wrong | {"loc": [KEY], "type": KEY[:9]}]}
    transport = httpx.MockTransport(lambda _: httpx.Response(422, json=body))
    client = JunctionClient("https://junction.example", "a-key", transport=transport)
    other = "bbbb2222-2222-4222-8222-222222222222"

    refused = failure(lambda: client.import_connections("oura", [connection(), connection(other)]))

    assert str(refused).endswith(f"(422): connection of user {other}.provider_id (string_too_long)")


def broken(folder: Path, text: str) -> Path:
    file = folder / "credentials"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return file


ROW = json.dumps(recipe(USER, **SECRETS))
HEADER = "user_id,access_token,refresh_token,provider_id,expires_at\n"
BROKEN = {
    "line": f'{ROW}\n{{"access_token": "{KEY}\n',
    "array": f'[{ROW}, "{KEY}]',
    "deep": f'{{"access_token": "{KEY}", "deep": ' + "[" * 100_000,
    "csv": f"{HEADER}{USER},{KEY},{KEY},x,1900000000\n{'x' * 200_000}{KEY}\n",
    "no header": f"{USER},{KEY},{KEY},x,1900000000\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_broken_does_not_show_what_stands_before_or_in_the_break(text: str, tmp_path: Path) -> None:
    file = CredentialsFile(broken(tmp_path, text))

    reason = failure(lambda: list(file.connections("oura", [])))

    assert isinstance(reason, ConfigError)
    assert not sings(crash_report(reason, __file__))


def test_a_connection_shows_its_user_alone_and_is_neither_stored_nor_copied() -> None:
    one = connection()

    assert repr(one) == str(one) == f"{one}" == f"<connection of {USER}>"
    assert singing(everything({"held": one})) == []
    assert not sings(repr(one.wire()))
    assert one.clear()["access_token"] == KEY
    for store in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError, match="not to be pickled"):
            store(one)


def test_what_a_provider_process_keeps_cannot_be_looked_into_or_stored() -> None:
    kept = Credentials()
    assert list(kept.keep("urn", {"provider": "oura"}, [connection()])) == []

    assert singing(everything(kept)) == []
    for store in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError, match="not to be pickled"):
            store(kept)
