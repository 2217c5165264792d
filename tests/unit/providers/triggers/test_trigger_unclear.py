"""While nobody knows whether a trigger was accepted, state remembers what is open and nothing is sent blindly."""

from typing import Any

import httpx
import pytest
from pulumi.runtime import rpc

from pulumi_junction.errors import CanceledError
from tests.unit.providers.conftest import EngineLog
from tests.unit.providers.process import Entry, FailedError
from tests.unit.providers.triggers.conftest import Junction, Start, Waits
from tests.unit.providers.triggers.process import TRIGGER_PATH, A, B, C, TriggerProcess, declared

DOWN = httpx.Response(503, headers={"Retry-After": "3600"})
LOST = [httpx.Response(503), httpx.Response(408), httpx.ReadTimeout("x"), httpx.RemoteProtocolError("x")]


def blind(service: Junction, accepted: bool, looks: int = 1) -> None:
    """The trigger's answer is lost, and after so many looks nobody can look either."""
    before = len(service.asked)

    def refuse(request: httpx.Request) -> "httpx.Response | None":
        if request.url.path == TRIGGER_PATH:
            return service.accept(request) and DOWN if accepted else DOWN
        return DOWN if len(service.asked) - before > looks else None

    service.refuse = refuse


def left_open(process: TriggerProcess, inputs: dict[str, Any], was: "Entry | None" = None) -> Entry:
    """What is in state after a create or update whose end is unclear."""
    checked = process.inputs("backfill", inputs, was.inputs if was else None)
    with pytest.raises(FailedError, match="It is not clear whether the trigger was accepted") as failed:
        process.update(was, inputs) if was else process.create("backfill", inputs)
    assert failed.value.details is not None
    return Entry("backfill", failed.value.details.id, checked, failed.value.kept)


@pytest.mark.parametrize("lost", LOST)
def test_an_unclear_end_is_looked_for_and_found(
    lost: "httpx.Response | Exception", start: Start, service: Junction
) -> None:
    service.loses("POST", lost, accepted=True)

    created = start().create("backfill", declared(A, B))

    assert service.triggered == [[A, B]]
    assert created.outputs["operation"]["pending"] == 2


def test_what_has_started_nothing_is_sent_by_the_next_run(start: Start, service: Junction) -> None:
    def refuse(request: httpx.Request) -> "httpx.Response | None":
        return DOWN if request.method == "POST" and len(service.triggered) == 1 else None

    service.refuse = refuse

    entry = left_open(start(), declared(A))
    assert service.triggered == [[A]]
    start().update(entry, declared(A))

    assert service.triggered == [[A], [A]]
    assert len(service.junction.operations) == 1


def test_an_operation_of_somebody_else_does_not_settle_it(start: Start, service: Junction) -> None:
    def refuse(request: httpx.Request) -> "httpx.Response | None":
        return DOWN if request.method == "POST" and len(service.triggered) == 1 else None

    service.refuse = refuse
    entry = left_open(start(), declared(A))
    start().create("another", declared(A, B))

    start().update(entry, declared(A))

    assert service.triggered == [[A], [A, B], [A]]


def test_state_holds_what_a_later_look_needs_as_a_secret_and_no_user_is_done(start: Start, service: Junction) -> None:
    blind(service, accepted=True)

    entry = left_open(start(), declared(A, B, triggers=["x"]))

    assert service.triggered == [[A, B]]
    assert entry.outputs["users"] == {}
    assert entry.outputs.get("operation") is None
    assert "triggers" not in entry.outputs
    sealed = entry.outputs["unsettled"]
    assert sealed[rpc._special_sig_key] == rpc._special_secret_sig
    assert set(sealed["value"]) == {"users", "before", "triggers"}
    assert sealed["value"]["users"] == [A, B]


def test_an_open_end_is_a_change_even_where_inputs_are_the_same(start: Start, service: Junction) -> None:
    blind(service, accepted=True)
    entry = left_open(start(), declared(A))

    assert start().diff(entry, entry.inputs).changes is True
    assert start().diff(entry, {**entry.inputs, "provider": "garmin"}).replaces == ["provider"]


def test_the_next_run_finds_what_was_accepted_and_sends_nothing(
    start: Start, service: Junction, log: EngineLog
) -> None:
    blind(service, accepted=True)
    entry = left_open(start(), declared(A, B, C, provider="garmin", triggers=["x"]))
    service.recovers()

    updated = start().update(entry, entry.inputs)

    assert len(service.triggered) == 1
    assert updated.outputs["users"] == {A: "", B: "", C: ""}
    assert updated.outputs["triggers"] == ["x"]
    assert updated.outputs["operation"]["pending"] == 3
    assert updated.outputs["window_seconds"] == 60
    assert "unsettled" not in updated.outputs
    assert "backfill: the trigger whose answer was lost was accepted: 0 of 3 connections processed" in log.told


def test_the_next_run_triggers_what_has_started_nothing(start: Start, service: Junction, log: EngineLog) -> None:
    blind(service, accepted=False)
    entry = left_open(start(), declared(A, B))
    service.recovers()

    updated = start().update(entry, entry.inputs)

    assert service.triggered == [[A, B], [A, B]]
    assert len(service.junction.operations) == 1
    assert updated.outputs["users"] == {A: "", B: ""}
    assert "backfill: the trigger whose answer was lost has started nothing" in log.told


def test_a_run_that_cannot_look_either_sends_nothing_and_leaves_it_open(start: Start, service: Junction) -> None:
    blind(service, accepted=True)
    entry = left_open(start(), declared(A))
    service.loses("GET", DOWN)

    with pytest.raises(FailedError, match="has a problem of its own") as failed:
        start().update(entry, entry.inputs)

    assert failed.value.details is None, "the engine keeps the state, and with it what is open"
    assert len(service.triggered) == 1


def test_an_update_whose_end_is_unclear_keeps_what_was_there_before(start: Start, service: Junction) -> None:
    created = start().create("backfill", declared(A, B, C, provider="garmin", triggers=["x"]))
    blind(service, accepted=True)

    entry = left_open(start(), declared(A, B, C, provider="garmin", triggers=["y"]), created)

    assert {key: value for key, value in entry.outputs.items() if key != "unsettled"} == created.outputs


def test_of_an_unclear_update_that_was_accepted_only_the_rest_is_owed(start: Start, service: Junction) -> None:
    """The program goes on meanwhile: somebody else is added before the next run."""
    created = start().create("backfill", declared(A))
    blind(service, accepted=True)
    entry = left_open(start(), declared(A, B), created)
    service.recovers()

    updated = start().update(entry, declared(A, B, C))

    assert service.triggered == [[A], [B], [C]]
    assert updated.outputs["users"] == {A: "", B: "", C: ""}


def test_triggers_that_change_in_between_trigger_all_again(start: Start, service: Junction) -> None:
    created = start().create("backfill", declared(A, triggers=["x"]))
    blind(service, accepted=True)
    entry = left_open(start(), declared(A, triggers=["y"]), created)
    service.recovers()

    start().update(entry, declared(A, triggers=["z"]))

    assert service.triggered == [[A], [A], [A]]


@pytest.mark.parametrize("back", [None, ["x"]], ids=["none", "others"])
def test_a_program_that_goes_back_to_what_it_was_triggers_again(
    back: "list[str] | None", start: Start, service: Junction
) -> None:
    """What was accepted was for other triggers."""
    created = start().create("backfill", declared(A, triggers=back))
    blind(service, accepted=True)
    entry = left_open(start(), declared(A, triggers=["y"]), created)
    service.recovers()

    start().update(entry, declared(A, triggers=back))

    assert service.triggered == [[A], [A], [A]]


def test_a_refresh_in_between_forgets_nothing(start: Start, service: Junction) -> None:
    blind(service, accepted=True)
    entry = left_open(start(), declared(A))
    service.recovers()

    found = start().read(entry)

    assert found is not None
    assert found.outputs["unsettled"]["users"] == [A]
    assert found.inputs["users"] == {}
    assert start().update(found, declared(A)).outputs["users"] == {A: ""}
    assert len(service.triggered) == 1


def test_whoever_stops_pulumi_while_it_looks_leaves_it_open(start: Start, service: Junction, waits: Waits) -> None:
    service.loses("POST", httpx.ReadTimeout("x"))
    waits.stops_at = 1

    entry = left_open(start(), declared(A))

    assert entry.outputs["unsettled"]["value"]["users"] == [A]
    assert len(service.triggered) == 1


def test_whoever_stops_it_while_it_waits_to_send_again_sends_nothing(
    start: Start, service: Junction, waits: Waits
) -> None:
    service.loses("POST", httpx.Response(429, headers={"Retry-After": "5"}))
    waits.stops_at = 1

    entry = left_open(start(), declared(A))
    assert len(service.triggered) == 1
    service.recovers()
    waits.stops_at = None
    start().update(entry, entry.inputs)

    assert len(service.junction.operations) == 1


def test_a_look_before_that_is_stopped_leaves_nothing_behind(start: Start, service: Junction) -> None:
    service.refuse = lambda _: CanceledError("stopped while waiting.")

    with pytest.raises(FailedError) as failed:
        start().create("backfill", declared(A))

    assert failed.value.details is None
    assert service.triggered == []
