"""`ResourceOptions(id=...)` and `get`: read what is there, own nothing."""

from collections.abc import Callable

import pulumi
from pulumi import ResourceOptions

from pulumi_junction import TeamDataPullPreferences
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, OURA, days, nothing, preferences

READ = ResourceOptions(id="production/us/anything")


def reading() -> None:
    read = TeamDataPullPreferences("acme", team_ids=[ACME], providers=OURA, opts=READ)
    pulumi.export("days", read.effective.apply(lambda live: live["oura"].default.historical_days_to_pull))
    pulumi.export("providers", read.providers)


def test_a_preview_shows_live_values(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", ACME, "oura", 77, {"sleep": 66})

    preview = stack.preview(reading)

    assert preview.changes == {"read": 1}
    assert preview.outputs["days"] == 77
    assert preview.outputs["providers"] == {"oura": {"default": 77, "resource_overrides": {"sleep": 66}}}


def test_get_needs_names_of_providers_only(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", ACME, "oura", 77)
    emulator.set("production", "us", ACME, "garmin", 66)

    def program() -> None:
        read = TeamDataPullPreferences.get("acme", "any name", team_ids=[ACME], providers=["oura", "garmin"])
        pulumi.export("providers", read.providers)

    preview = stack.preview(program)

    assert preview.changes == {"read": 1}
    assert preview.outputs["providers"] == days(oura=77, garmin=66)
    stack.up(program)
    stack.destroy()
    assert emulator.writes == []


def test_another_place_may_be_read_from_a_stack_that_is_named_for_one(
    emulator: ThreadedEmulator, new_stack: Callable[[str], EngineStack]
) -> None:
    emulator.set("sandbox", "eu", ACME, "oura", 77)

    def program() -> None:
        read = TeamDataPullPreferences.get(
            "acme", "any name", team_ids=[ACME], providers=["oura"], env="sandbox", region="eu"
        )
        pulumi.export("providers", read.providers)

    assert new_stack("production-us").preview(program).outputs["providers"] == days(oura=77)


def test_reading_writes_nothing_and_is_not_deleted(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", ACME, "oura", 77)
    stack.up(reading)
    assert stack.resources()["acme"]["external"] is True

    stack.up(nothing)
    stack.up(reading)
    stack.destroy()

    assert emulator.get("production", "us", ACME) == days(oura=77)
    assert emulator.writes == []


def test_reading_what_is_not_there_fails_in_one_line(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.options.unset = "absent"

    preview = stack.preview(reading, fails=True)

    assert any("production-us shows none of these preferences" in error for error in preview.errors)
    assert "Traceback" not in preview.text


def test_a_refresh_of_what_is_read_shows_new_live_values(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", ACME, "oura", 77)
    stack.up(reading)
    emulator.set("production", "us", ACME, "oura", 55)

    assert stack.preview(refresh=True).outputs["days"] == 55


def test_turning_a_read_into_a_declaration_adopts_it(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", ACME, "oura", 77)
    stack.up(reading)
    stack.up(preferences())

    assert emulator.get("production", "us", ACME) == OURA
    stack.destroy()
    assert emulator.get("production", "us", ACME) == {}


def test_several_teams_are_read_with_what_differs(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", ACME, "oura", 77)
    emulator.set("production", "us", BETA, "oura", 55)

    preview = stack.preview(preferences(team_ids=[ACME, BETA], providers={"oura": 1}, opts=READ))

    both = [preview.outputs["effective"], *preview.outputs["exceptions"].values()]
    assert sorted(one["oura"]["default"]["historical_days_to_pull"] for one in both) == [55, 77]
