"""A trigger from its declaration to its removal: what is sent, and what state holds of it."""

import re

import httpx
import pytest

from tests.unit.providers.conftest import EngineLog
from tests.unit.providers.process import FailedError
from tests.unit.providers.triggers.conftest import Junction, Start, Waits
from tests.unit.providers.triggers.process import A, B, C, TriggerProcess, declared


def test_creating_triggers_all_once_and_keeps_what_came_of_it(
    process: TriggerProcess, service: Junction, log: EngineLog
) -> None:
    created = process.create("backfill", declared(B, A, triggers=["monday"]))

    assert service.triggered == [[A, B]]
    assert service.methods == ["GET", "POST", "GET"]
    assert re.fullmatch(r"oura/[0-9a-f]{8}", created.id)
    operation = created.outputs.pop("operation")
    assert created.outputs == {**declared(triggers=["monday"]), "users": {A: "", B: ""}, "window_seconds": 0.0}
    assert (operation["type"], operation["provider"]) == ("link_bulk_historical_trigger", "oura")
    assert (operation["pending"], operation["processed"], operation["status"]) == (2, 0, "in_progress")
    assert "ended_at" not in operation
    assert "triggering pulls of 2 users" in log.progress


def test_nobody_is_no_trigger(process: TriggerProcess, service: Junction) -> None:
    created = process.create("backfill", declared())

    assert service.asked == []
    assert (created.outputs["operation"], created.outputs["window_seconds"]) == (None, 0)


def test_whoever_is_added_is_triggered_alone_and_the_window_is_theirs(
    process: TriggerProcess, service: Junction
) -> None:
    created = process.create("backfill", declared(A, B, C, provider="garmin"))
    assert created.outputs["window_seconds"] == 60

    four = "dddd4444-4444-4444-8444-444444444444"
    updated = process.update(created, declared(A, B, C, four, provider="garmin"))

    assert service.triggered == [[A, B, C], [four]]
    assert updated.outputs["window_seconds"] == 0
    assert updated.outputs["operation"]["started_at"] > created.outputs["operation"]["started_at"]


def test_for_those_who_are_removed_nothing_is_sent_and_what_was_shown_stays(
    start: Start, service: Junction, log: EngineLog
) -> None:
    created = start().create("backfill", declared(A, B, C, provider="garmin"))
    service.asked.clear()

    updated = start().update(created, declared(A, provider="garmin"))

    assert service.asked == []
    assert updated.outputs == {**created.outputs, "users": {A: ""}}
    assert log.told[-1] == "backfill: 2 users left out: nothing is sent, and what was triggered for them goes on"


def test_when_triggers_change_all_are_triggered_again(start: Start, service: Junction) -> None:
    created = start().create("backfill", declared(A, B, triggers=[{"oura": {"default": 120.0}}]))

    same = start().update(created, declared(A, B, triggers=[{"oura": {"default": 120}}], wait=None))
    assert len(service.triggered) == 1
    start().update(same, declared(A, triggers=[{"oura": {"default": 365}}]))

    assert service.triggered == [[A, B], [A]]


def test_a_change_of_how_long_to_wait_triggers_nothing(start: Start, service: Junction) -> None:
    created = start().create("backfill", declared(A))
    service.asked.clear()

    updated = start().update(created, declared(A, wait=60))

    assert service.asked == []
    assert updated.outputs["operation"] == created.outputs["operation"]


@pytest.mark.parametrize(
    ("changed", "replaced"),
    [
        ({}, []),
        ({"triggers": ["x"]}, []),
        ({"wait": 5}, []),
        ({"users": {B: ""}}, []),
        ({"provider": "garmin"}, ["provider"]),
        ({"team": "acme"}, ["team"]),
        ({"env": "production", "region": "eu"}, ["env", "region"]),
    ],
    ids=str,
)
def test_another_place_or_provider_is_another_trigger(
    changed: dict[str, object], replaced: list[str], process: TriggerProcess
) -> None:
    created = process.create("backfill", declared(A))

    found = process.diff(created, {**created.inputs, **changed})

    assert (found.replaces or [], found.changes, found.delete_before_replace) == (replaced, None, None)


def test_deleting_sends_nothing_and_says_so(process: TriggerProcess, service: Junction, log: EngineLog) -> None:
    created = process.create("backfill", declared(A))
    service.asked.clear()

    process.delete(created)

    assert service.asked == []
    assert log.told[-1] == (
        "backfill: nothing is sent: what was triggered goes on at Junction, and what was pulled stays there"
    )


def test_a_refresh_reads_how_far_it_is(start: Start, service: Junction, waits: Waits) -> None:
    created = start().create("backfill", declared(A, B, C, provider="garmin", team=None, triggers=["x"]))
    service.asked.clear()
    waits.wait(3600)

    found = start().read(created)

    assert found is not None
    assert set(service.methods) == {"GET"}
    operation = found.outputs["operation"]
    assert (operation["status"], operation["processed"], operation["pending"]) == ("success", 3, 0)
    assert operation["ended_at"] > operation["started_at"]
    assert found.inputs == created.inputs
    assert found.id == created.id


@pytest.mark.parametrize(
    "end", [httpx.Response(401), httpx.Response(403), httpx.Response(200, text="<html>"), httpx.ConnectError("x")]
)
def test_a_refresh_that_cannot_read_warns_and_keeps_what_is_known(
    end: "httpx.Response | Exception", start: Start, service: Junction, log: EngineLog
) -> None:
    created = start().create("backfill", declared(A))
    service.loses("GET", end)

    found = start().read(created)

    assert found is not None
    assert found.outputs == created.outputs
    (warning,) = log.warnings
    assert warning.startswith("backfill: how far the operation is could not be read: ")


def test_so_does_one_without_a_key(start: Start, log: EngineLog) -> None:
    created = start().create("backfill", declared(A))

    found = start(teamApiKey="").read(created)

    assert found is not None
    assert found.outputs == created.outputs
    assert "no team API key. Set JUNCTION_TEAM_API_KEY" in log.warnings[0]


def test_an_operation_that_is_no_longer_listed_is_kept_as_it_was(start: Start, service: Junction) -> None:
    created = start().create("backfill", declared(A))
    service.loses("GET", httpx.Response(200, json={"data": [], "next_cursor": None}))

    found = start().read(created)

    assert found is not None
    assert found.outputs == created.outputs


def test_without_an_operation_there_is_nothing_to_read(start: Start, service: Junction) -> None:
    created = start().create("backfill", declared())

    found = start().read(created)

    assert found is not None
    assert found.outputs == {key: value for key, value in created.outputs.items() if value is not None}
    assert service.asked == []


def test_an_operation_that_ended_badly_is_a_warning_once(
    start: Start, service: Junction, waits: Waits, log: EngineLog
) -> None:
    service.junction.options.op_statuses["oura"] = "aborted"
    created = start().create("backfill", declared(A))
    waits.wait(3600)

    found = start().read(created)
    assert found is not None
    assert start().read(found) == found

    assert log.warnings == [
        "backfill: the operation ended with aborted: 1 of 1 connections processed; "
        "`pulumi-junction pulls status --provider oura --days-below DAYS` shows who is left; "
        "change `triggers` to trigger all again"
    ]


def test_what_was_never_created_cannot_be_read_or_imported(process: TriggerProcess, service: Junction) -> None:
    with pytest.raises(FailedError) as refused:
        process.get("backfill", "some-id", declared(A))

    assert refused.value.message == (
        "a trigger is something that was done once, and cannot be read or imported. "
        "`list_bulk_ops` and `get_historical_pulls` read what Junction knows."
    )
    assert service.asked == []


@pytest.mark.parametrize(("status", "said"), [(403, "Ask Junction's support"), (401, "refused the team API key")])
def test_a_refusal_creates_nothing(status: int, said: str, process: TriggerProcess, service: Junction) -> None:
    service.loses("POST", httpx.Response(status))

    with pytest.raises(FailedError, match=said) as refused:
        process.create("backfill", declared(A))

    assert refused.value.details is None
    assert len(service.triggered) == 1


def test_without_a_key_nothing_is_sent(start: Start, service: Junction) -> None:
    with pytest.raises(FailedError, match="no team API key"):
        start(teamApiKey="").create("backfill", declared(A))

    assert service.asked == []


def test_what_was_accepted_and_is_not_listed_is_a_warning(
    process: TriggerProcess, service: Junction, waits: Waits, log: EngineLog
) -> None:
    service.loses("GET", httpx.Response(200, json={"data": [], "next_cursor": None}))

    created = process.create("backfill", declared(A))

    assert created.outputs["operation"] is None
    assert log.warnings == [
        "backfill: Junction accepted the trigger, but lists no operation for it, so its progress cannot be shown"
    ]
    assert waits.naps == [1.0, 2.0, 4.0]
    assert process.update(created, declared(A)).outputs == created.outputs
    assert len(service.triggered) == 1
