"""ConnectionImport in its own process, called over gRPC as the engine calls it."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from pulumi_junction.providers.pickled import CONNECTION_IMPORT as PICKLED
from tests.protocol.conftest import Start
from tests.support import plugin as plugins
from tests.support.engine_connections import access_tokens, imported
from tests.support.engine_log import EngineLog
from tests.support.moving import recipe
from tests.support.plugin import CallFailedError, Plugin
from tests.support.waiting import until

TYPE = "pulumi-python:dynamic/junction:ConnectionImport"
URN = f"urn:pulumi:sandbox-us::shop::{TYPE}::moved"


@pytest.fixture(autouse=True)
def _another_class(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "PICKLED", PICKLED)
    monkeypatch.setattr(plugins, "TYPE", TYPE)


@pytest.fixture(autouse=True)
def _good_days(junction: ThreadedEmulator) -> Iterator[None]:
    yield
    junction.clear_faults()


@pytest.fixture
def plugin(start: Start, junction: ThreadedEmulator, log: EngineLog) -> Plugin:
    return start(config(junction), engine=log.address)


@pytest.fixture
def users(junction: ThreadedEmulator) -> list[str]:
    """Never the same, so that tests can share one service; in the order in which they are sent."""
    users = strangers()
    welcome(junction, users)
    return users


def strangers() -> list[str]:
    return sorted(str(uuid4()) for _ in range(3))


def welcome(junction: ThreadedEmulator, users: list[str]) -> None:
    """The team has them from now on."""
    junction.connections.add(junction.team, [(user, []) for user in users], 0)


def config(junction: ThreadedEmulator) -> dict[str, str]:
    return {"junction:teamApiKey": junction.team_api_key, "junction:apiUrl": junction.url}


def checked(plugin: Plugin, *users: str, before: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    rows = [recipe(user, **changes) for user in users]
    found = plugin.check(before or {}, {"provider": "oura", "connections": rows, "env": "sandbox", "region": "us"}, URN)
    assert found.failures == []
    return found.inputs


def test_from_a_check_to_a_delete_only_a_create_and_an_update_send_something_and_nothing_answers_with_credentials(
    plugin: Plugin, junction: ThreadedEmulator, users: list[str], log: EngineLog
) -> None:
    *most, last = users
    inputs = checked(plugin, *most)
    assert junction.requests == []
    id_, outputs = plugin.create(inputs, URN)
    more = checked(plugin, *users, before=inputs)
    compared = plugin.diff(id_, outputs, more, inputs, URN)
    updated = plugin.update(id_, outputs, more, inputs, URN)
    found = plugin.read(id_, updated, more, URN)
    plugin.delete(id_, found.outputs, more, URN)

    assert re.fullmatch(r"oura/[0-9a-f]{8}", id_)
    assert (compared.engine_decides, compared.replaces) == (True, [])
    assert imported(junction) == [most, [last]]
    assert found.inputs == more
    assert found.outputs == updated == {**more, "imported": 3}
    answered = repr((inputs, outputs, more, updated, found)) + plugin.printed
    shown = " ".join(message.text for message in [*log.messages, *log.notes])
    assert "access of" not in answered + shown
    assert "refresh of" not in answered + shown


@pytest.mark.parametrize(
    "changed", [{"provider": "garmin"}, {"team": "acme"}, {"env": "production"}, {"region": "eu"}], ids=str
)
def test_another_place_or_provider_is_a_replacement(
    changed: dict[str, str], plugin: Plugin, users: list[str], junction: ThreadedEmulator
) -> None:
    inputs = checked(plugin, *users)

    assert plugin.diff("oura/1", {**inputs, "imported": 3}, {**inputs, **changed}, inputs, URN).replaces == [*changed]
    assert junction.requests == []


def test_where_all_fail_state_knows_nobody_and_all_are_tried_again(plugin: Plugin, junction: ThreadedEmulator) -> None:
    users = strangers()
    inputs = checked(plugin, *users)
    with pytest.raises(CallFailedError, match="3 connections could not be imported, of user ") as failed:
        plugin.create(inputs, URN)
    assert failed.value.clean
    assert failed.value.partial is not None
    assert (failed.value.kept["fingerprints"], failed.value.kept["imported"]) == ({}, 0)
    welcome(junction, users)

    again = checked(plugin, *users, before=inputs)
    outputs = plugin.update(failed.value.partial.id, failed.value.kept, again, again, URN)

    assert outputs == {**inputs, "imported": 3}
    assert imported(junction) == [users, users]


def test_cancel_while_an_unclear_end_is_looked_for_leaves_it_open_and_the_next_process_settles_it(
    plugin: Plugin, start: Start, junction: ThreadedEmulator, users: list[str], log: EngineLog
) -> None:
    """As Ctrl-C while a later part is sent: who was imported before stays imported."""
    first, *others = users
    alone = checked(plugin, first)
    id_, outputs = plugin.create(alone, URN)
    inputs = checked(plugin, *users, before=alone)
    junction.clear_requests()
    junction.fail("POST 503 after", "GET#2- 503 retry-after=40")
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(plugin.update, id_, outputs, inputs, alone, URN)
        until(lambda: any("waiting 40.0 s" in message.text for message in log.messages), "word of a wait")
        plugin.cancel()
        with pytest.raises(CallFailedError, match="It is not clear whether the import was accepted") as failed:
            call.result(60)
    assert failed.value.clean
    assert failed.value.partial is not None
    assert list(failed.value.kept["fingerprints"]) == [first]
    junction.clear_faults()

    kept = {**failed.value.kept, "unsettled": failed.value.kept["unsettled"]["value"]}  # the engine sends it so
    after = start(config(junction))
    again = checked(after, *users, before=inputs)
    outputs = after.update(failed.value.partial.id, kept, again, again, URN)

    assert outputs == {**inputs, "imported": 3}
    assert imported(junction) == [others]
    assert access_tokens(junction, *users) == [f"access of {user}" for user in users]
