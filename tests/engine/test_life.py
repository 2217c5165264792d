"""The life of preferences on the real engine: from the first preview to destroy."""

from typing import Any

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, OURA, days, nothing, preferences, sent

PROVIDERS: dict[str, Any] = {"oura": 100, "garmin": {"default": 60, "resource_overrides": {"activity": 30}}}
MORE: dict[str, Any] = {**PROVIDERS, "oura": 365}


def test_the_first_preview_shows_the_days_and_sends_nothing(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    preview = stack.preview(preferences(), diff=True)

    assert preview.changes == {"create": 1}
    assert preview.step("acme").new["providers"] == OURA
    assert "default           : 120" in preview.text
    assert "sleep: 180" in preview.text
    assert emulator.writes == []


def test_up_sets_every_team_as_declared_in_one_request(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.options.unset = "absent"  # else a default that no document names might be a setting to be careful with

    up = stack.up(preferences(team_ids=(ACME, BETA), providers=PROVIDERS))

    assert up.changes == {"create": 1}
    assert emulator.get("production", "us", ACME) == days(**PROVIDERS)
    assert emulator.get("production", "us", BETA) == days(**PROVIDERS)
    assert sent(emulator.writes) == [("POST", [ACME, BETA], ["garmin", "oura"])]


def test_up_says_what_the_service_made_of_it(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.options.limits = {"oura": 300}

    up = stack.up(preferences())

    limited = {"historical_days_to_pull": 120, "historical_days_to_pull_limit": 300}
    assert up.outputs["effective"]["oura"]["default"] == limited
    assert up.outputs["exceptions"] == {}


def test_a_second_up_sends_nothing(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences())
    emulator.clear_requests()

    assert stack.preview().changes == {"same": 1}
    assert stack.up().changes == {"same": 1}
    assert emulator.writes == []


def test_the_first_up_adopts_what_is_already_right(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", ACME, "oura", 120, {"sleep": 180})

    assert stack.up(preferences()).changes == {"create": 1}
    assert emulator.writes == []


def test_an_edit_is_shown_in_days(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(providers={"oura": 180, "garmin": 60}))

    preview = stack.preview(preferences(providers={"oura": 365, "garmin": 60}), diff=True)

    assert preview.changes == {"update": 1}
    assert preview.diffs == {"providers.oura.default": "update"}
    assert "180 => 365" in preview.text
    assert "garmin" not in preview.text


def test_an_edit_sends_one_request_with_only_what_changed(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.options.unset = "absent"
    stack.up(preferences(team_ids=(ACME, BETA), providers=PROVIDERS))
    emulator.clear_requests()

    up = stack.up(preferences(team_ids=(ACME, BETA), providers=MORE))

    assert up.changes == {"update": 1}
    assert sent(emulator.writes) == [("POST", [ACME, BETA], ["oura"])]
    assert emulator.get("production", "us", BETA) == days(**MORE)


def test_a_team_more_is_the_only_one_that_is_written(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(team_ids=(ACME,)))
    emulator.clear_requests()

    up = stack.up(preferences(team_ids=(ACME, BETA)))

    assert up.diffs == {f'teams["{BETA}"]': "add"}
    assert sent(emulator.writes) == [("POST", [BETA], ["oura"])]


def test_a_resource_that_is_removed_resets_its_pairs_and_no_other(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    emulator.set("production", "us", ACME, "strava", 7)
    stack.up(preferences())

    up = stack.up(nothing)

    assert up.changes == {"delete": 1}
    assert emulator.get("production", "us", ACME) == days(strava=7)


def test_destroy_resets_exactly_what_was_declared(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", ACME, "strava", 7)
    emulator.set("production", "eu", ACME, "oura", 7)
    stack.up(preferences(team_ids=(ACME, BETA), providers=PROVIDERS))
    emulator.clear_requests()

    assert stack.destroy().changes == {"delete": 1}

    assert emulator.get("production", "us", ACME) == days(strava=7)
    assert emulator.get("production", "us", BETA) == {}
    assert emulator.get("production", "eu", ACME) == days(oura=7)
    assert sent(emulator.writes) == [("DELETE", [ACME, BETA], ["garmin", "oura"])]


def test_destroyed_twice_sends_nothing_more(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences())
    stack.destroy()
    emulator.clear_requests()

    assert stack.destroy().changes == {}
    assert emulator.requests == []


def test_destroying_what_somebody_has_reset_already_is_done(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences())
    emulator.reset("production", "us", ACME, "oura")

    assert stack.destroy().changes == {"delete": 1}
    assert emulator.get("production", "us", ACME) == {}
