"""HistoricalPullTrigger in its own process, called over gRPC as the engine calls it."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from pulumi_junction.providers.pickled import HISTORICAL_PULL_TRIGGER as PICKLED
from tests.protocol.conftest import Start
from tests.support import plugin as plugins
from tests.support.bags import UNKNOWN
from tests.support.engine_log import EngineLog
from tests.support.plugin import CallFailedError, Plugin
from tests.support.waiting import until

TYPE = "pulumi-python:dynamic/junction:HistoricalPullTrigger"
STOPPED = "as Pulumi was told to stop"


def urn_of(name: str) -> str:
    return f"urn:pulumi:sandbox-us::shop::{TYPE}::{name}"


URN = urn_of("backfill")


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


def config(junction: ThreadedEmulator) -> dict[str, str]:
    return {"junction:teamApiKey": junction.team_api_key, "junction:apiUrl": junction.url}


def declared(*users: str, provider: str = "oura", **more: Any) -> dict[str, Any]:
    return {"provider": provider, "users": list(users), "env": "sandbox", "region": "us", **more}


def new_user() -> str:
    """Never the same, so that tests can share one service."""
    return str(uuid4())


def create(plugin: Plugin, inputs: dict[str, Any], urn: str = URN) -> tuple[str, dict[str, Any]]:
    checked = plugin.check({}, inputs, urn)
    assert checked.failures == []
    return plugin.create(checked.inputs, urn)


def sent(junction: ThreadedEmulator) -> list[list[str]]:
    return [request.body["user_ids"] for request in junction.writes if request.body]


def test_from_a_check_to_a_delete_only_a_create_and_an_update_with_a_reason_send_something(
    plugin: Plugin, junction: ThreadedEmulator
) -> None:
    one, other = sorted([new_user(), new_user()])
    inputs = plugin.check({}, declared(one), URN).inputs
    assert junction.requests == []
    id_, outputs = plugin.create(inputs, URN)
    more = plugin.check(inputs, declared(one, other), URN).inputs
    compared = plugin.diff(id_, outputs, more, inputs, URN)
    updated = plugin.update(id_, outputs, more, inputs, URN)
    found = plugin.read(id_, updated, more, URN)
    plugin.delete(id_, found.outputs, more, URN)

    assert re.fullmatch(r"oura/[0-9a-f]{8}", id_)
    assert (compared.engine_decides, compared.replaces) == (True, [])
    assert sent(junction) == [[one], [other]]
    assert found.inputs == more == {**declared(), "users": {one: "", other: ""}}
    assert {key: found.outputs[key] for key in more} == more
    assert junction.team_api_key not in repr((outputs, updated, found)) + plugin.printed


@pytest.mark.parametrize(
    "changed", [{"provider": "garmin"}, {"team": "acme"}, {"env": "production"}, {"region": "eu"}], ids=str
)
def test_another_place_or_provider_is_a_replacement(
    changed: dict[str, str], plugin: Plugin, junction: ThreadedEmulator
) -> None:
    inputs = plugin.check({}, declared(new_user()), URN).inputs

    assert plugin.diff("oura/1", inputs, {**inputs, **changed}, inputs, URN).replaces == list(changed)


def test_every_problem_is_told_at_once_without_a_property_whose_value_would_be_printed(plugin: Plugin) -> None:
    checked = plugin.check({}, declared("x", provider="our", wait=0.5, triggers=[1]), URN)

    assert checked.failures == [
        ("", "user_ids[0]: must be the UUID of a user, not a string of 1 characters"),
        ("", "wait: must be whole seconds, 1 to 86400, not 0.5"),
        ("", "provider: our is not a data provider that Junction lists; did you mean oura?"),
    ]


def test_what_is_unknown_deep_inside_triggers_comes_back_unknown(plugin: Plugin, log: EngineLog) -> None:
    deep = [{"oura": {"default": UNKNOWN}}, [UNKNOWN, 1.0], None, "known"]

    checked = plugin.check({}, declared(new_user(), triggers=deep), URN)

    assert checked.failures == []
    assert checked.inputs["triggers"] == deep
    assert [message.text for message in log.messages] == ["backfill: triggers historical pulls of 1 user from oura"]


@pytest.mark.parametrize("users", [UNKNOWN, [UNKNOWN], {"a": UNKNOWN}], ids=["all", "one", "a map"])
def test_while_users_are_unknown_nothing_is_announced(users: Any, plugin: Plugin, log: EngineLog) -> None:
    checked = plugin.check({}, {**declared(), "users": users}, URN)

    assert checked.failures == [] or checked.reasons == ["user_ids: must be a list of UUIDs, not a map"]
    assert log.messages == []


def test_what_was_never_created_cannot_be_read(plugin: Plugin, junction: ThreadedEmulator) -> None:
    with pytest.raises(CallFailedError, match="cannot be read or imported") as failed:
        plugin.read("oura/1", None, declared(new_user()), URN)

    assert failed.value.clean
    assert junction.requests == []


def test_a_refusal_is_one_line_and_leaves_nothing(plugin: Plugin, junction: ThreadedEmulator) -> None:
    junction.fail("ANY 404")

    with pytest.raises(CallFailedError, match=r"does not have this endpoint for the team \(404\)") as failed:
        create(plugin, declared(new_user()))

    assert failed.value.clean
    assert failed.value.partial is None
    assert "Traceback" not in failed.value.traceback


def test_eight_triggers_of_one_provider_at_the_same_time_each_find_their_own_operation(
    plugin: Plugin, junction: ThreadedEmulator
) -> None:
    groups = {f"r{number}": [new_user() for _ in range(number)] for number in range(1, 9)}
    checked = {name: plugin.check({}, declared(*users), urn_of(name)).inputs for name, users in groups.items()}
    before = len(junction.operations)

    with ThreadPoolExecutor(len(groups)) as threads:
        created = list(threads.map(lambda name: plugin.create(checked[name], urn_of(name)), groups))

    assert [outputs["operation"]["pending"] for _, outputs in created] == list(range(1, 9))
    assert len({outputs["operation"]["started_at"] for _, outputs in created}) == 8
    assert len(junction.operations) - before == 8


def test_cancel_ends_a_wait_and_the_trigger_is_done(plugin: Plugin, junction: ThreadedEmulator, log: EngineLog) -> None:
    """Without `Cancel` this would take ten minutes."""
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(create, plugin, declared(new_user(), provider="strava", wait=19))
        until(lambda: any("connections processed" in message.text for message in log.messages), "word of a wait")
        plugin.cancel()
        _, outputs = call.result(60)

    assert outputs["operation"]["status"] == "in_progress"
    assert [STOPPED in warning.text for warning in log.warnings] == [True]


def test_cancel_while_an_unclear_end_is_looked_for_leaves_it_open_and_the_next_process_settles_it(
    plugin: Plugin, start: Start, junction: ThreadedEmulator, log: EngineLog
) -> None:
    user = new_user()
    checked = plugin.check({}, declared(user), URN).inputs
    junction.fail("POST 503 after", "GET#2- 503 retry-after=40")
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(plugin.create, checked, URN)
        until(lambda: any("waiting 40.0 s" in message.text for message in log.messages), "word of a wait")
        plugin.cancel()
        with pytest.raises(CallFailedError, match="It is not clear whether the trigger was accepted") as failed:
            call.result(60)
    assert failed.value.clean
    assert failed.value.partial is not None
    assert failed.value.kept["users"] == {}
    junction.clear_faults()

    kept = {**failed.value.kept, "unsettled": failed.value.kept["unsettled"]["value"]}  # the engine sends it so
    outputs = start(config(junction)).update(failed.value.partial.id, kept, checked, checked, URN)

    assert outputs["users"] == {user: ""}
    assert outputs["operation"]["pending"] == 1
    assert sent(junction) == [[user]]


def test_no_message_of_a_whole_life_names_a_user(plugin: Plugin, junction: ThreadedEmulator, log: EngineLog) -> None:
    """Whether they are secret is not told to a process that takes no secrets."""
    users = [new_user(), new_user()]
    plugin.check({}, declared(*users, users[0]), URN)
    id_, outputs = create(plugin, declared(*users, triggers=[{"token": "hush"}]))
    inputs = {key: outputs[key] for key in ("provider", "users", "env", "region", "triggers")}
    fewer = plugin.check(inputs, declared(users[0], triggers=[{"token": "hush"}]), URN).inputs
    plugin.update(id_, outputs, fewer, inputs, URN)
    plugin.read(id_, outputs, inputs, URN)
    plugin.delete(id_, outputs, inputs, URN)

    shown = " ".join(message.text for message in [*log.messages, *log.notes]) + plugin.printed
    assert "1 user left out" in shown
    assert [text for text in [*users, "hush"] if text in shown] == []
