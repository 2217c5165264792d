"""Days or teams that a program calls secret: the engine hides what it knows, so the provider hides what it adds."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from pulumi.runtime import rpc

from pulumi_junction.emulator.state import Emulator
from tests.unit.providers.conftest import EngineLog
from tests.unit.providers.process import A, B, FailedError, Process, declared, in_the_clear

Start = Callable[..., Process]

SECRET = {"secret": True}


def test_what_the_service_made_of_it_is_secret_too(start: Start) -> None:
    entry = start().create("research", declared([A], oura=123) | SECRET)

    for name in ("teams", "providers", "effective", "exceptions"):
        assert rpc.is_rpc_secret(entry.outputs[name])
    assert in_the_clear(entry.outputs["effective"])["oura"]["default"]["historical_days_to_pull"] == 123


def test_without_a_secret_nothing_is_hidden(start: Start) -> None:
    entry = start().create("research", declared([A], oura=123))

    assert not rpc.is_rpc_secret(entry.outputs["effective"])


def test_a_refresh_keeps_it_secret(start: Start, junction: Emulator) -> None:
    entry = start().create("research", declared([A], oura=123) | SECRET)
    junction.set("sandbox", "us", A, "oura", 99)

    found = start().read(entry)

    assert found is not None
    assert found.inputs["secret"] is True
    assert rpc.is_rpc_secret(found.outputs["effective"])


def test_a_read_keeps_it_secret(process: Process, junction: Emulator) -> None:
    junction.set("sandbox", "us", A, "oura", 123)

    outputs = process.get("theirs", "id", {**declared([A]), "providers": ["oura"], **SECRET})

    assert rpc.is_rpc_secret(outputs["effective"])


def test_a_read_of_nothing_is_still_an_error(process: Process) -> None:
    with pytest.raises(FailedError, match="shows none of these preferences"):
        process.get("theirs", "id", {**declared([A]), "providers": ["oura"], **SECRET})


@pytest.mark.parametrize(
    "wrong",
    [
        {"oura": 12345},
        {"oura": -12345},
        {"oura": 12345.5},
        {"oura": {"default": 1, "resource_overrides": {"sleep": 12345}}},
    ],
)
def test_what_is_wrong_is_said_without_a_number(wrong: Any, process: Process) -> None:
    problems = process.check("research", declared([A], **wrong) | SECRET).problems

    assert problems
    assert "12345" not in json.dumps(problems)


def test_what_is_doubtful_is_said_without_a_number(process: Process, log: EngineLog) -> None:
    process.inputs("research", declared([A], oura={"default": 123, "resource_overrides": {"sleep": 123}}) | SECRET)

    (said,) = log.warnings
    assert "is what the default says already" in said
    assert "123" not in said


def test_what_the_service_keeps_instead_is_not_said(start: Start, junction: Emulator, log: EngineLog) -> None:
    junction.options.limits = {"oura": 90}

    start(liveChecks="off").create("research", declared([A, B], oura=123) | SECRET)

    assert log.warnings == []
    assert junction.get("sandbox", "us", A) == {"oura": {"default": 90}}


def test_a_second_time_nothing_is_sent_for_a_secret_either(process: Process, junction: Emulator) -> None:
    entry = process.create("research", declared([A], oura=123) | SECRET)
    junction.clear_requests()

    after = process.update(entry, declared([A], oura=123) | SECRET)

    assert junction.writes == []
    assert in_the_clear(after.outputs) == in_the_clear(entry.outputs)


@pytest.mark.parametrize("given", [False, None, "yes", 1])
def test_only_true_makes_a_secret(given: Any, process: Process) -> None:
    assert "secret" not in process.inputs("research", declared([A], oura=1) | {"secret": given})


def test_what_has_drifted_is_as_secret_as_what_is_declared(start: Start, junction: Emulator) -> None:
    entry = start().create("research", declared([A, B], oura=123) | SECRET)
    junction.set("sandbox", "us", B, "oura", 123, {"sleep": 7})

    found = start().read(entry)

    assert found is not None
    for part in (found.inputs, found.outputs):
        assert rpc.is_rpc_secret(part["deviations"])
        assert rpc.is_rpc_secret(part["teams"])
