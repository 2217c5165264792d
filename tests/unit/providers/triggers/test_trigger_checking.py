"""What a preview says of a trigger: every problem at once, whose pulls will be triggered, and no secret."""

import pytest
from pulumi.runtime import rpc

from tests.unit.providers.conftest import EngineLog
from tests.unit.providers.triggers.conftest import Junction
from tests.unit.providers.triggers.process import A, B, C, TriggerProcess, declared

SECRET = "Jane Doe, born 1970"


def test_every_problem_is_reported_at_once_and_nothing_is_announced(process: TriggerProcess, log: EngineLog) -> None:
    checked = process.check("backfill", declared("x", provider="our", env="staging", wait=0))

    assert [problem.partition(":")[0] for problem in checked.problems] == ["user_ids[0]", "env", "wait", "provider"]
    assert log.requests == []


def test_a_provider_that_the_document_does_not_list_is_a_warning_in_every_preview(
    process: TriggerProcess, log: EngineLog
) -> None:
    assert process.check("backfill", declared(A, provider="quantum_ring")).problems == []

    assert log.warnings == [
        "backfill: provider: quantum_ring is not among those that the API's document lists; Junction has the last word"
    ]


def test_a_preview_announces_and_sends_nothing(process: TriggerProcess, service: Junction, log: EngineLog) -> None:
    process.inputs("backfill", declared(A, B, C, provider="garmin"))

    assert log.told == [
        "backfill: triggers historical pulls of 3 users from garmin; the last one starts after 1 min or later"
    ]
    assert service.asked == []


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (declared(A, B), []),
        (declared(A), []),
        (declared(A, B, wait=9), []),
        (declared(A, B, C), ["backfill: triggers historical pulls of 1 user from oura"]),
        (declared(A, B, triggers=["x"]), ["backfill: triggers historical pulls of 2 users from oura"]),
        (
            declared(A, B, triggers=[rpc.UNKNOWN]),
            ["backfill: triggers historical pulls of 2 users from oura, if what triggers it changes"],
        ),
        (declared(A, B, provider="fitbit"), ["backfill: triggers historical pulls of 2 users from fitbit"]),
        (declared(A, B, team="acme"), ["backfill: triggers historical pulls of 2 users from oura"]),
        (declared(A, B, region="eu"), ["backfill: triggers historical pulls of 2 users from oura"]),
    ],
    ids=["same", "removed", "wait", "added", "triggers", "triggers unknown", "provider", "team", "region"],
)
def test_only_what_will_be_triggered_is_announced(
    now: dict[str, object], told: list[str], process: TriggerProcess, service: Junction, log: EngineLog
) -> None:
    """In a replacement the engine checks once more, as if nothing had been there."""
    created = process.create("backfill", declared(A, B))
    log.requests.clear()

    inputs = process.inputs("backfill", now, created.inputs)
    if process.diff(created, inputs).replaces:
        process.inputs("backfill", now)

    assert log.told == told


@pytest.mark.parametrize("key", ["provider", "users"])
def test_of_what_is_not_known_yet_nothing_is_announced(key: str, process: TriggerProcess, log: EngineLog) -> None:
    inputs = process.inputs("backfill", declared(A, **{key: rpc.UNKNOWN}))

    assert inputs[key] == rpc.UNKNOWN
    assert log.requests == []


def test_what_is_unknown_deep_inside_triggers_stays_so(process: TriggerProcess) -> None:
    deep = [{"oura": {"default": rpc.UNKNOWN}}, [rpc.UNKNOWN, 1], "known"]

    assert process.inputs("backfill", declared(A, triggers=deep))["triggers"] == deep


def test_one_unknown_user_makes_them_all_unknown(process: TriggerProcess, log: EngineLog) -> None:
    assert process.inputs("backfill", declared(A, rpc.UNKNOWN))["users"] == rpc.UNKNOWN
    assert log.requests == []


def test_no_message_names_a_user_or_repeats_what_could_be_a_secret(process: TriggerProcess, log: EngineLog) -> None:
    """The engine hands secrets over in the clear, and does not say which they are."""
    right = process.check("backfill", declared(A, B, triggers=[{"token": SECRET}]))
    wrong = process.check("backfill", declared(A, A, SECRET, team=[SECRET], env=SECRET, wait=SECRET))

    shown = " ".join([*right.problems, *wrong.problems, *(request.message for request in log.requests)])
    assert len(wrong.problems) == 5
    assert all(text not in shown for text in (A, B, SECRET))
