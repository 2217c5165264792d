"""Refreshing shows what somebody changed by hand, the next update repairs it; `get` reads without owning."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from pulumi_junction.emulator.state import Emulator
from tests.unit.providers.conftest import Network
from tests.unit.providers.process import ORG, A, B, C, FailedError, Process, declared

Start = Callable[..., Process]


def shown(days: int, limit: int = 365) -> dict[str, Any]:
    return {"default": {"historical_days_to_pull": days, "historical_days_to_pull_limit": limit}}


def test_where_nothing_has_changed_a_refresh_finds_what_is_stored(start: Start, junction: Emulator) -> None:
    program = declared({"Acme": A}, oura={"default": 120, "resource_overrides": {"sleep": 7}}, garmin=30)
    entry = start().create("research", {**program, "lenient": True})

    assert start().read(entry) == entry


def test_a_change_by_hand_is_shown_in_days_and_repaired(start: Start, junction: Emulator) -> None:
    program = declared([A], oura=120, garmin=30)
    entry = start().create("research", program)
    junction.set("sandbox", "us", A, "oura", 90)

    found = start().read(entry)

    assert found is not None
    assert found.id == entry.id
    assert found.inputs["providers"] == {"garmin": {"default": 30}, "oura": {"default": 90}}
    assert found.outputs["providers"] == found.inputs["providers"]
    assert found.outputs["effective"]["oura"] == shown(90)
    junction.clear_requests()
    repaired = start().update(found, program)
    assert repaired.outputs == entry.outputs
    assert [request.method for request in junction.writes] == ["POST"]


def test_a_change_of_one_of_many_teams_is_a_deviation_and_repaired_alone(start: Start, junction: Emulator) -> None:
    program = declared([A, B, C], oura=120)
    entry = start().create("research", program)
    junction.set("sandbox", "us", B, "oura", 90)

    found = start().read(entry)

    assert found is not None
    assert found.inputs == {**entry.inputs, "deviations": {B: {"oura": {"default": 90}}}}
    assert found.outputs["exceptions"] == {B: {"oura": shown(90)}}
    assert start().read(found) == found
    junction.clear_requests()
    repaired = start().update(found, program)
    assert repaired.outputs == entry.outputs
    assert [request.body["team_ids"] for request in junction.writes if request.body] == [[B]]


def test_a_pair_that_one_of_many_teams_has_lost_is_a_deviation(start: Start, junction: Emulator) -> None:
    entry = start().create("research", declared([A, B], oura=120))
    junction.reset("sandbox", "us", B, "oura")

    found = start().read(entry)

    assert found is not None
    assert found.inputs["deviations"] == {B: {"oura": "not set"}}


def test_what_is_gone_is_said_to_be_gone_and_set_again(start: Start, junction: Emulator) -> None:
    entry = start().create("research", declared([A, B], oura=120))
    for team in (A, B):
        junction.reset("sandbox", "us", team, "oura")

    assert start().read(entry) is None
    start().create("research", declared([A, B], oura=120))
    assert junction.get("sandbox", "us", A) == {"oura": {"default": 120}}


def test_what_nobody_declares_is_never_shown(start: Start, junction: Emulator) -> None:
    entry = start().create("research", declared([A], oura=120))
    junction.set("sandbox", "us", A, "garmin", 1)
    junction.set("sandbox", "us", B, "oura", 1)

    assert start().read(entry) == entry


def test_what_the_service_made_of_it_is_no_drift(start: Start, junction: Emulator) -> None:
    junction.options.limits = {"oura": 90}
    entry = start(liveChecks="off").create("research", declared([A, B], oura=120))

    assert start().read(entry) == entry


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_only_an_answer_can_say_that_it_is_gone(status: int, start: Start, network: Network) -> None:
    entry = start().create("research", declared([A], oura=120))
    network.refuse = lambda _: httpx.Response(status)

    with pytest.raises(FailedError) as caught:
        start().read(entry)

    assert f"({status})" in caught.value.message
    assert caught.value.details is None


@pytest.mark.parametrize("answer", [httpx.Response(200, text="<html>"), httpx.ConnectError("x")])
def test_neither_can_an_answer_that_is_none(answer: Any, start: Start, network: Network) -> None:
    entry = start().create("research", declared([A], oura=120))
    network.refuse = lambda _: answer

    with pytest.raises(FailedError):
        start().read(entry)


def asked(teams: Any, *providers: str) -> dict[str, Any]:
    """A `get`: names of data providers, without days."""
    return {**declared(teams), "providers": list(providers)}


def test_get_reads_what_the_service_has_for_the_names_that_are_asked_for(process: Process, junction: Emulator) -> None:
    junction.set("sandbox", "us", A, "oura", 120, {"sleep": 7})
    junction.set("sandbox", "us", A, "garmin", 30)

    outputs = process.get("theirs", "any-name", asked({"Acme": A.upper()}, "oura"))

    sleep = shown(7)["default"]
    assert outputs == {
        "org_id": ORG,
        "env": "sandbox",
        "region": "us",
        "teams": {A: "Acme"},
        "providers": {"oura": {"default": 120, "resource_overrides": {"sleep": 7}}},
        "effective": {"oura": {**shown(120), "resource_overrides": {"sleep": sleep}}},
        "exceptions": {},
        "adopted": {},
    }
    assert junction.writes == []


def test_get_takes_the_form_of_a_declaration_too_and_ignores_its_days(process: Process, junction: Emulator) -> None:
    junction.set("sandbox", "us", A, "oura", 120)

    outputs = process.get("theirs", "any-name", declared([A], oura={"default": 7}))

    assert outputs["providers"] == {"oura": {"default": 120}}


def test_get_tells_the_teams_apart_that_differ(process: Process, junction: Emulator) -> None:
    for team, days in ((A, 120), (B, 120), (C, 60)):
        junction.set("sandbox", "us", team, "oura", days)

    outputs = process.get("theirs", "any-name", asked([A, B, C], "oura"))

    assert outputs["providers"] == {"oura": {"default": 120}}
    assert outputs["exceptions"] == {C: {"oura": shown(60)}}


def test_get_of_nothing_is_an_error_as_the_engine_would_take_it_for_something(process: Process) -> None:
    with pytest.raises(FailedError) as caught:
        process.get("theirs", "any-name", asked([A], "oura"))

    assert caught.value.message == "sandbox-us shows none of these preferences. Check team_ids and providers."


def test_get_says_what_is_wrong_with_its_inputs_all_at_once(process: Process) -> None:
    with pytest.raises(FailedError) as caught:
        process.get("theirs", "any-name", {**asked(["acme"]), "env": "staging"})

    assert caught.value.message == (
        "env: must be production or sandbox, not a string of 7 characters; "
        "team_ids[0]: must be the UUID of a team, not a string of 4 characters; "
        'providers: at least one data provider is needed, e.g. {"oura": 180}'
    )
