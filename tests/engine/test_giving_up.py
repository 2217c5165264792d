"""What becomes of what is declared no more: reset, retained or restored, and a reviewer reads it before."""

from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, days, nothing, preferences, together

TEAMS = {"Acme Care": ACME, "Beta Labs": BETA}
BOTH = {"oura": 120, "strava": 30}


@pytest.fixture(autouse=True)
def _set_by_somebody(emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", ACME, "oura", 90)


def test_a_preview_of_a_removed_data_provider_says_which_days_come_back(stack: EngineStack) -> None:
    stack.up(preferences(team_ids=TEAMS, providers=BOTH))

    preview = stack.preview(preferences(team_ids=TEAMS, providers={"strava": 30}))

    assert [warning.text for warning in preview.warnings] == [
        "acme: no longer declared; these values revert:\n"
        "team                  provider  resource  days now  days then\n"
        "Acme Care, Beta Labs  oura      default   120       180"
    ]


def test_a_preview_of_a_deletion_says_which_days_come_back(stack: EngineStack) -> None:
    """The engine does not start the provider for it; it prints what is in state."""
    stack.up(preferences(team_ids=TEAMS, providers=BOTH))

    destroyed = stack.command("destroy", "--preview-only", "--diff")
    removed = stack.preview(nothing, diff=True).stdout

    for text in (destroyed, removed):
        assert [line.split() for line in text.splitlines() if "oura" in line or "strava" in line][:2] == [
            ["oura", ":", "180"],
            ["strava:", "14"],
        ]


def test_a_deletion_says_what_went_back(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(team_ids=TEAMS, providers={"oura": 120}))

    destroyed = stack.destroy()

    (told,) = [message.text for message in destroyed.messages if message.severity == "info"]
    assert told.splitlines()[0].startswith("acme: reverted, by Junction's answer or its documents:")
    assert told.splitlines()[2].split() == ["Acme", "Care,", "Beta", "Labs", "oura", "default", "120", "180"]
    assert emulator.get("production", "us", ACME) == {}


def test_retain_keeps_everything(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(team_ids=TEAMS, providers=BOTH, on_delete="retain"))
    emulator.clear_requests()

    stack.destroy()

    assert emulator.writes == []
    assert emulator.get("production", "us", BETA) == days(**BOTH)


@pytest.mark.parametrize("way", ["destroy", "removed"])
def test_restore_brings_back_what_was_there(stack: EngineStack, emulator: ThreadedEmulator, way: str) -> None:
    stack.up(preferences(team_ids=TEAMS, providers=BOTH, on_delete="restore"))
    stack.refresh()

    if way == "destroy":
        stack.destroy()
    else:
        stack.up(nothing)

    assert emulator.get("production", "us", ACME) == days(oura=90)
    assert emulator.get("production", "us", BETA) == {}
    assert stack.resources() == {}


def test_the_word_counts_for_a_deletion_once_it_is_stored(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(team_ids=TEAMS, providers=BOTH))
    stack.up(preferences(team_ids=TEAMS, providers=BOTH, on_delete="restore"))

    stack.up(nothing)

    assert emulator.get("production", "us", ACME) == days(oura=90), "adoption is remembered whatever the word was"


def test_a_replacement_restores_the_old_place(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    more: dict[str, Any] = {"team_ids": TEAMS, "providers": BOTH, "on_delete": "restore"}
    stack.up(preferences(**more))

    stack.up(preferences(region="eu", allow_cross_environment=True, **more))

    assert emulator.get("production", "us", ACME) == days(oura=90)
    assert emulator.get("production", "eu", ACME) == days(**BOTH)


def test_a_rename_restores_nothing(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences("old", providers=BOTH, on_delete="restore"))
    emulator.clear_requests()

    stack.up(preferences("new", providers=BOTH, on_delete="restore"))

    assert emulator.writes == []
    assert emulator.get("production", "us", ACME) == days(**BOTH)


def test_a_move_to_another_resource_restores_nothing(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    more: dict[str, Any] = {"on_delete": "restore"}
    stack.up(
        together(
            preferences("one", team_ids=[ACME, BETA], providers={"oura": 120}, **more),
            preferences("two", team_ids=[ACME], providers={"strava": 30}, **more),
        )
    )
    stack.up(
        together(
            preferences("one", team_ids=[BETA], providers={"oura": 120}, **more),
            preferences("two", team_ids=[ACME], providers={"strava": 30, "oura": 120}, **more),
        )
    )

    assert emulator.get("production", "us", ACME) == days(oura=120, strava=30)


def test_an_up_that_would_reset_more_than_is_allowed_stops_in_the_preview(
    stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.up(preferences(team_ids=TEAMS, providers=BOTH))
    emulator.clear_requests()
    stack.config(maxResets="1")

    (error,) = stack.preview(preferences(team_ids=TEAMS, providers={"strava": 30}), fails=True).errors

    assert error.endswith(
        "junction:maxResets: 2 preferences (teams x data providers) would be reset or restored; the limit is 1. "
        "To allow it, set JUNCTION_MAX_RESETS=2"
    )
    monkeypatch.setenv("JUNCTION_MAX_RESETS", "2")
    stack.up()
    assert emulator.get("production", "us", BETA) == days(strava=30)


def test_a_destroy_that_would_reset_more_than_is_allowed_resets_nothing(
    stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.up(preferences(team_ids=TEAMS, providers=BOTH))
    emulator.clear_requests()
    monkeypatch.setenv("JUNCTION_MAX_RESETS", "3")

    (error,) = stack.destroy(fails=True).errors

    assert "4 preferences (teams x data providers) would be reset or restored; the limit is 3" in error
    assert emulator.writes == []
    assert list(stack.resources()) == ["acme"]
