"""At the first Ctrl-C the engine sends `Cancel` to the process: whatever waits for another attempt is over at once.

The service asks for 40 seconds. A call that waited them would end with its deadline, and with another message.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.conftest import Start
from tests.protocol.programs import applied, config, declared, new_team, stored
from tests.support.engine_log import EngineLog
from tests.support.plugin import CallFailedError, Plugin, urn_of
from tests.support.waiting import until

BUSY = "503 retry-after=40"
LOST = "withings 7, weight 20 days"
STOPPED = "stopped while waiting to try again, as Pulumi was told to stop. Run it again."


@pytest.fixture
def plugin(start: Start, junction: ThreadedEmulator) -> Plugin:
    """One of its own: it is told to stop once."""
    junction.clear_faults()
    return start(config(junction, liveChecks="off"))


def create(plugin: Plugin, junction: ThreadedEmulator, team: str) -> Any:
    """As in an `up` of a resource that is named like its team."""
    urn = urn_of(team)
    inputs = plugin.check({}, declared(junction, [team], {"oura": 120}), urn).inputs
    return plugin.create(inputs, urn)


def message_of(call: "Future[Any]") -> str:
    with pytest.raises(CallFailedError) as failed:
        call.result(60)
    assert failed.value.clean
    return failed.value.message


def test_a_create_stops_waiting_and_says_so_in_one_line(plugin: Plugin, junction: ThreadedEmulator) -> None:
    junction.fail(f"POST {BUSY}")
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(create, plugin, junction, new_team())
        until(lambda: junction.writes, "a POST")
        plugin.cancel()

        assert message_of(call).endswith(STOPPED)
    assert [request.status for request in junction.writes] == [503]


def test_cancel_is_heard_while_every_thread_is_busy(plugin: Plugin, junction: ThreadedEmulator) -> None:
    """The SDK serves four calls at a time, and would serve Cancel after these. Each call makes its first attempt."""
    junction.fail("POST 503")  # and no Retry-After, for which all would wait together
    with ThreadPoolExecutor(6) as threads:
        calls = [threads.submit(create, plugin, junction, new_team()) for _ in range(6)]
        until(lambda: len(junction.writes) >= 4, "four POSTs")
        plugin.cancel()

        assert [message_of(call)[-len(STOPPED) :] for call in calls] == [STOPPED] * 6
    assert {request.status for request in junction.writes} == {503}
    assert len({tuple((request.body or {})["team_ids"]) for request in junction.writes}) == 6


def test_four_resources_are_worked_on_at_a_time_as_before(plugin: Plugin, junction: ThreadedEmulator) -> None:
    """What other kinds of resources in this process count on is left as it is."""
    junction.fail("POST 503")  # and no Retry-After, for which all would wait together
    with ThreadPoolExecutor(6) as threads:
        calls = [threads.submit(create, plugin, junction, new_team()) for _ in range(6)]
        until(lambda: len(junction.writes) >= 4, "four POSTs")
        reads = [request for request in junction.requests if request.method == "GET"]
        plugin.cancel()
        for call in calls:
            message_of(call)

    assert len(reads) == 4


def test_an_update_and_a_delete_stop_waiting_too(plugin: Plugin, junction: ThreadedEmulator) -> None:
    changed, gone = new_team(), new_team()
    before = {team: declared(junction, {team: ""}, {"oura": {"default": 60}}) for team in (changed, gone)}
    state = {team: applied(junction, inputs) for team, inputs in before.items()}
    after = declared(junction, {changed: ""}, {"oura": {"default": 120}})
    junction.fail(f"POST {BUSY}", f"DELETE {BUSY}")
    with ThreadPoolExecutor(2) as threads:
        calls: list[Future[Any]] = [
            threads.submit(plugin.update, "sandbox/us/1", state[changed], after, before[changed], urn_of(changed)),
            threads.submit(plugin.delete, "sandbox/us/2", state[gone], before[gone], urn_of(gone)),
        ]
        until(lambda: junction.writes, "a POST or a DELETE, for whose end the other waits as well")
        plugin.cancel()

        assert [message_of(call).endswith(STOPPED) for call in calls] == [True, True]
    assert 1 <= len(junction.writes) <= 2


def test_what_nobody_declared_is_still_put_back(plugin: Plugin, junction: ThreadedEmulator) -> None:
    """A POST that replaces was carried out and its answer lost: the repair is a first attempt, and goes out."""
    team = new_team()
    junction.set("sandbox", "us", team, "withings", 7, {"weight": 20})
    junction.options.post = "replace"
    junction.fail("POST#1 503 after retry-after=40")
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(create, plugin, junction, team)
        until(lambda: junction.writes, "a POST")
        plugin.cancel()

        assert message_of(call).endswith(STOPPED)
    assert stored(junction, team)["withings"] == {"default": 7, "resource_overrides": {"weight": 20}}


def test_where_the_repair_fails_too_the_line_names_what_may_be_lost(plugin: Plugin, junction: ThreadedEmulator) -> None:
    """Nobody waits for a second attempt at the repair, but nobody is left in the dark."""
    team = new_team()
    junction.set("sandbox", "us", team, "withings", 7, {"weight": 20})
    junction.options.post = "replace"
    junction.fail("POST#1 503 after retry-after=40", f"POST#2- {BUSY}")
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(create, plugin, junction, team)
        until(lambda: junction.writes, "a POST")
        plugin.cancel()

        message = message_of(call)
    assert STOPPED in message
    assert message.endswith(f"Undeclared settings may be lost; check these and set them again: {team}: {LOST}.")
    assert len(junction.writes) == 2


def test_those_that_wait_for_the_first_write_of_another_stop_as_well(
    plugin: Plugin, junction: ThreadedEmulator
) -> None:
    """While it is not known what a POST does, teams that have something to lose are written one after the other."""
    teams = [new_team() for _ in range(6)]
    for team in teams:
        junction.set("sandbox", "us", team, "withings", 7, {"weight": 20})
    junction.fail(f"POST {BUSY}")
    with ThreadPoolExecutor(6) as threads:
        calls = [threads.submit(create, plugin, junction, team) for team in teams]
        until(lambda: junction.writes, "a POST")
        plugin.cancel()

        assert all(STOPPED in message_of(call) for call in calls)


def test_a_refresh_stops_waiting_too(plugin: Plugin, junction: ThreadedEmulator) -> None:
    inputs = declared(junction, {new_team(): ""}, {"oura": {"default": 60}})
    state = applied(junction, inputs)
    junction.fail(f"GET {BUSY}")
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(plugin.read, "sandbox/us/1", state, inputs)
        until(lambda: junction.requests, "a GET")
        plugin.cancel()

        assert message_of(call) == STOPPED
    assert [request.status for request in junction.requests] == [503]


def test_a_process_that_pulumi_left_behind_tries_nothing_again(start: Start, junction: ThreadedEmulator) -> None:
    """The CLI was killed, and its plugins live on. This one would write into the run that comes next."""
    junction.clear_faults()
    with EngineLog() as engine, ThreadPoolExecutor(1) as threads:
        plugin = start(config(junction, liveChecks="off"), engine=engine.address)
        junction.fail("POST 503 retry-after=1")
        call = threads.submit(create, plugin, junction, new_team())
        until(lambda: engine.messages, "word of a wait")
        engine.stop()

        assert message_of(call).endswith(STOPPED)
    assert [request.status for request in junction.writes] == [503]


def test_a_process_that_was_told_to_stop_still_answers(plugin: Plugin, junction: ThreadedEmulator) -> None:
    """Only waits are over: what succeeds at once is carried out, as the engine expects of calls that it has begun."""
    junction.clear_requests()
    plugin.cancel()
    team = new_team()

    create(plugin, junction, team)

    assert stored(junction, team) == {"oura": {"default": 120}}


def test_where_cancel_cannot_be_heard_the_wait_takes_its_time_and_the_work_gets_done(
    start: Start, junction: ThreadedEmulator, tmp_path: Path
) -> None:
    """A gRPC that knows no thread pools for single methods."""
    deaf = "import grpc._server as server\nserver._select_thread_pool_for_behavior = lambda behavior, pool: pool\n"
    (tmp_path / "sitecustomize.py").write_text(deaf, encoding="utf-8")
    plugin = start(config(junction, liveChecks="off"), site=tmp_path)
    junction.clear_faults()
    junction.fail("POST#1 503 retry-after=1")
    team = new_team()
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(create, plugin, junction, team)
        until(lambda: junction.writes, "a POST")
        plugin.cancel()
        call.result(60)

    assert stored(junction, team) == {"oura": {"default": 120}}
