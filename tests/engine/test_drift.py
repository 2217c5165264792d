"""What somebody changed by hand: seen by a refresh, put right by the next up, and only that."""

from typing import Literal

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, CURA, OURA, days, preferences, sent

ALL = (ACME, BETA, CURA)


def by_hand(emulator: ThreadedEmulator, team: str, oura: int) -> None:
    emulator.set("production", "us", team, "oura", oura, {"sleep": 180})


def test_a_refresh_shows_what_was_changed_by_hand(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences())
    by_hand(emulator, ACME, 90)

    seen = stack.preview_refresh(diff=True)

    assert seen.drift == {"update": 1}
    assert seen.drift_diffs == {"providers.oura.default": "update"}
    assert "120 => 90" in seen.text


def test_a_preview_with_refresh_shows_the_drift_and_its_repair(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences())
    by_hand(emulator, ACME, 90)

    preview = stack.preview(refresh=True, diff=True)

    assert preview.drift_diffs == {"providers.oura.default": "update"}
    assert preview.diffs == {"providers.oura.default": "update"}
    assert "120 => 90" in preview.text
    assert "90 => 120" in preview.text


def test_the_next_up_repairs_what_a_refresh_has_seen(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences())
    by_hand(emulator, ACME, 90)
    assert stack.refresh().drift == {"update": 1}

    assert stack.up().diffs == {"providers.oura.default": "update"}

    assert emulator.get("production", "us", ACME) == OURA
    assert stack.refresh().drift == {"same": 1}
    assert stack.preview().changes == {"same": 1}


def test_drift_that_all_teams_share_is_shown_as_one_value(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(team_ids=ALL))
    for team in ALL:
        by_hand(emulator, team, 90)

    preview = stack.preview(refresh=True)

    assert preview.drift_diffs == {"providers.oura.default": "update"}
    assert preview.diffs == {"providers.oura.default": "update"}


def test_drift_of_one_team_of_many_is_shown_with_team_and_days(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(team_ids=ALL))
    by_hand(emulator, BETA, 90)

    preview = stack.preview(refresh=True, diff=True)

    assert preview.drift_diffs == {"deviations": "add"}
    assert preview.diffs == {"deviations": "delete"}
    assert BETA in preview.text
    assert preview.step("acme").old["deviations"] == {
        BETA: {"oura": {"default": 90, "resource_overrides": {"sleep": 180}}}
    }
    assert "90" in preview.text


def test_only_the_team_that_drifted_is_written(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(team_ids=ALL))
    by_hand(emulator, BETA, 90)
    emulator.clear_requests()

    up = stack.up(refresh=True)

    assert up.changes == {"update": 1}
    assert sent(emulator.writes) == [("POST", [BETA], ["oura"])]
    assert emulator.get("production", "us", BETA) == OURA
    assert stack.preview(refresh=True).changes == {"same": 1}


def test_drift_is_repaired_by_an_update_that_was_due_anyway(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    """No refresh was asked for: every update reads what is there before it writes."""
    stack.up(preferences(team_ids=(ACME, BETA), providers={"oura": 120, "garmin": 90}))
    emulator.set("production", "us", BETA, "oura", 7)

    stack.up(preferences(team_ids=(ACME, BETA), providers={"oura": 120, "garmin": 30}))

    assert emulator.get("production", "us", BETA) == days(oura=120, garmin=30)


@pytest.mark.parametrize("unset", ["absent", "defaults"])
def test_what_is_gone_at_the_service_is_set_again(
    stack: EngineStack, emulator: ThreadedEmulator, unset: Literal["absent", "defaults"]
) -> None:
    emulator.options.unset = unset
    stack.up(preferences())
    emulator.reset("production", "us", ACME, "oura")

    preview = stack.preview(refresh=True, diff=True)
    assert preview.changes in ({"create": 1}, {"update": 1})
    assert "120" in preview.text
    stack.up(refresh=True)

    assert emulator.get("production", "us", ACME) == OURA


def test_gone_at_the_service_is_a_create_in_the_next_preview(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.options.unset = "absent"
    stack.up(preferences())
    emulator.reset("production", "us", ACME, "oura")

    preview = stack.preview(refresh=True)

    assert preview.drift == {"delete": 1}
    assert preview.changes == {"create": 1}


def test_one_of_two_providers_that_is_gone_is_added_again(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.options.unset = "absent"
    stack.up(preferences(providers={"oura": 120, "garmin": 90}))
    emulator.reset("production", "us", ACME, "garmin")

    assert stack.preview(refresh=True).diffs == {"providers.garmin": "add"}
    stack.up(refresh=True)

    assert emulator.get("production", "us", ACME) == days(oura=120, garmin=90)


def test_one_team_of_many_without_its_preference_is_named_as_not_set(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    emulator.options.unset = "absent"
    stack.up(preferences(team_ids=ALL))
    emulator.reset("production", "us", CURA, "oura")

    preview = stack.preview(refresh=True, diff=True)

    assert preview.step("acme").old["deviations"] == {CURA: {"oura": "not set"}}
    assert "not set" in preview.text


def test_an_undeclared_provider_set_by_hand_is_never_shown_changed_or_deleted(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    stack.up(preferences())
    emulator.set("production", "us", ACME, "strava", 7)

    seen = stack.preview(refresh=True, diff=True)
    assert (seen.drift, seen.changes) == ({"same": 1}, {"same": 1})
    assert "strava" not in seen.text

    stack.up(preferences(providers={"oura": 200}), refresh=True)
    assert emulator.get("production", "us", ACME) == days(oura=200, strava=7)
    stack.destroy()
    assert emulator.get("production", "us", ACME) == days(strava=7)


def test_what_the_service_made_less_of_is_no_drift_later(
    stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Preferences are advisory: what was answered to our own write stands for what was asked."""
    emulator.options.limits = {"oura": 200}
    monkeypatch.setenv("JUNCTION_LIVE_CHECKS", "off")
    up = stack.up(preferences(providers={"oura": 300}))
    monkeypatch.delenv("JUNCTION_LIVE_CHECKS")
    emulator.clear_requests()

    (warning,) = up.warnings
    assert (warning.name, "300" in warning.text, "200" in warning.text) == ("acme", True, True)
    assert up.outputs["effective"]["oura"]["default"]["historical_days_to_pull"] == 200
    again = stack.up(refresh=True)
    assert (again.drift, again.changes) == ({"same": 1}, {"same": 1})
    assert emulator.writes == []
