"""`wait`: an `up` may look on until the operation ends, which goes on whatever happens here."""

import json

import httpx
import pytest

from tests.unit.providers.conftest import EngineLog
from tests.unit.providers.process import Entry, FailedError
from tests.unit.providers.triggers.conftest import Junction, Start, Waits
from tests.unit.providers.triggers.process import TRIGGER_PATH, A, B, C, TriggerProcess, declared


@pytest.fixture(autouse=True)
def _no_answer_is_held_back(service: Junction) -> None:
    """The emulator would hold it for 20 seconds of everybody's time."""
    service.refuse = lambda request: service.accept(request) if request.url.path == TRIGGER_PATH else None


def held(service: Junction) -> list[bool]:
    sent = [json.loads(one.content) for one in service.asked if one.url.path == TRIGGER_PATH]
    return [one["wait_for_completion"] for one in sent]


def test_without_it_nobody_waits(process: TriggerProcess, service: Junction, waits: Waits) -> None:
    created = process.create("backfill", declared(A))

    assert (waits.naps, held(service)) == ([], [False])
    assert created.outputs["operation"]["status"] == "in_progress"


def test_it_ends_with_the_operation(process: TriggerProcess, waits: Waits, log: EngineLog) -> None:
    created = process.create("backfill", declared(A, B, C, provider="garmin", wait=600))

    operation = created.outputs["operation"]
    assert (operation["status"], operation["processed"]) == ("success", 3)
    assert 90 <= waits.now <= 95, "two at once, 30 s each, and the third a minute after them"
    assert "2 of 3 connections processed" in log.progress
    assert log.warnings == []


def test_when_the_time_is_up_it_is_a_warning(process: TriggerProcess, waits: Waits, log: EngineLog) -> None:
    created = process.create("backfill", declared(A, provider="strava", wait=12))

    assert created.outputs["operation"]["status"] == "in_progress"
    assert waits.naps == [5.0, 5.0, 2.0]
    assert log.warnings == ["backfill: the operation is still in progress after 12 s: 0 of 1 connections processed"]


@pytest.mark.parametrize("wait", [1, 20, 600])
def test_junction_is_not_asked_to_hold_its_answer_back_as_nothing_would_be_said_meanwhile(
    wait: int, process: TriggerProcess, service: Junction
) -> None:
    process.create("backfill", declared(A, wait=wait))

    assert held(service) == [False]


def test_what_junction_has_waited_is_part_of_the_time(process: TriggerProcess, service: Junction, waits: Waits) -> None:
    def slow(request: httpx.Request) -> "httpx.Response | None":
        if request.url.path != TRIGGER_PATH:
            return None
        answer = service.accept(request)
        waits.now += 20
        return answer

    service.refuse = slow

    process.create("backfill", declared(A, provider="strava", wait=22))

    assert waits.naps == [2.0]


@pytest.mark.parametrize("status", ["failure", "aborted"])
def test_an_operation_that_ends_badly_fails_and_is_triggered_by_the_next_run(
    status: str, start: Start, service: Junction
) -> None:
    service.junction.options.op_statuses["oura"] = status
    inputs = declared(A, B, wait=600, triggers=["x"])

    with pytest.raises(FailedError) as failed:
        start().create("backfill", inputs)

    assert failed.value.message == (
        f"the operation ended with {status}: 2 of 2 connections processed. Run it again to trigger these pulls again."
    )
    kept = failed.value.kept
    assert (kept["users"], kept["operation"]["status"]) == ({}, status)
    assert {"triggers", "unsettled"} & kept.keys() == set()
    service.junction.options.op_statuses.clear()
    assert failed.value.details is not None
    updated = start().update(Entry("backfill", failed.value.details.id, inputs, kept), inputs)

    assert service.triggered == [[A, B], [A, B]]
    assert updated.outputs["operation"]["status"] == "success"


def test_a_status_that_nobody_knows_is_waited_for_until_it_has_an_end(
    process: TriggerProcess, service: Junction
) -> None:
    service.junction.options.op_statuses["oura"] = "resting"

    created = process.create("backfill", declared(A, wait=600))

    assert created.outputs["operation"]["status"] == "resting"
    assert created.outputs["operation"]["ended_at"]


def test_an_end_that_leaves_something_to_do_is_no_good_one_whatever_its_name(
    process: TriggerProcess, service: Junction
) -> None:
    service.junction.options.op_statuses["garmin"] = "partly_done"

    with pytest.raises(FailedError, match="the operation ended with partly_done: 2 of 3 connections processed"):
        process.create("backfill", declared(A, B, C, provider="garmin", wait=600))


def test_whoever_stops_pulumi_stops_waiting_and_nothing_else(
    process: TriggerProcess, service: Junction, waits: Waits, log: EngineLog
) -> None:
    waits.stops_at = 3

    created = process.create("backfill", declared(A, provider="strava", wait=600))

    assert created.outputs["users"] == {A: ""}
    assert created.outputs["operation"]["status"] == "in_progress"
    assert log.warnings == [
        "backfill: not waiting any longer, as Pulumi was told to stop; the operation goes on at Junction"
    ]


def test_a_service_that_cannot_say_how_far_it_is_ends_the_wait_and_not_the_update(
    process: TriggerProcess, service: Junction, log: EngineLog
) -> None:
    def refuse(request: httpx.Request) -> "httpx.Response | None":
        if request.url.path == TRIGGER_PATH:
            return service.accept(request)
        return httpx.Response(403) if len(service.asked) > 4 else None

    service.refuse = refuse

    created = process.create("backfill", declared(A, provider="strava", wait=600))

    assert created.outputs["operation"]["status"] == "in_progress"
    (warning,) = log.warnings
    assert "not waiting any longer, as how far it is cannot be read; the operation goes on: " in warning
