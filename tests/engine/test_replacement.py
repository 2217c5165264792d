"""Another name, another place, replacement on demand: a reset never wipes what was just written."""

from typing import Any, cast

import pytest
from pulumi import Alias, Resource, ResourceOptions

from pulumi_junction import TeamDataPullPreferences
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import (
    ACME,
    BETA,
    CURA,
    OURA,
    Program,
    days,
    nothing,
    preferences,
    sent,
    together,
    urn,
)


def test_a_rename_with_an_alias_changes_and_sends_nothing(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences("old"))
    emulator.clear_requests()

    up = stack.up(preferences("new", opts=ResourceOptions(aliases=[Alias(name="old")])))

    assert up.changes == {"same": 1}
    assert emulator.writes == []
    assert list(stack.resources()) == ["new"]


def test_a_rename_without_alias_keeps_the_settings_and_warns(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    """The engine creates the new one first and then deletes the old."""
    stack.up(preferences("old"))
    emulator.clear_requests()

    up = stack.up(preferences("new"))

    assert up.changes == {"create": 1, "delete": 1}
    assert emulator.get("production", "us", ACME) == OURA
    assert emulator.writes == []
    (warning,) = up.warnings
    assert (warning.name, "not reset" in warning.text, "new" in warning.text) == ("old", True, True)
    assert stack.preview(refresh=True).changes == {"same": 1}


def test_a_rename_without_alias_and_with_new_values_ends_with_the_new_ones(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    stack.up(preferences("old", providers={"oura": 100, "garmin": 60}))

    stack.up(preferences("new", providers={"oura": 300}))

    assert emulator.get("production", "us", ACME) == days(oura=300)
    assert stack.preview(refresh=True).changes == {"same": 1}


def test_a_team_that_moves_to_another_resource_keeps_its_settings(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    stack.up(together(preferences("one", team_ids=[ACME, BETA]), preferences("two", team_ids=[CURA])))

    stack.up(together(preferences("one", team_ids=[ACME]), preferences("two", team_ids=[BETA, CURA])))

    assert emulator.get("production", "us", BETA) == OURA
    assert stack.preview(refresh=True).changes == {"same": 2}


def ordered(first: Program, second: tuple[str, list[str], int], on_delete: str) -> Program:
    """The second resource waits for the first: its check comes when the first is done."""
    name, team_ids, oura = second

    def program() -> None:
        opts = ResourceOptions(depends_on=[cast(Resource, first())])
        preferences(name, team_ids=team_ids, providers={"oura": oura}, on_delete=on_delete, opts=opts)()

    return program


@pytest.mark.parametrize("on_delete", ["reset", "restore"])
@pytest.mark.parametrize(("first", "second"), [("one", "two"), ("two", "one")])
def test_two_resources_that_swap_their_teams_end_as_declared(
    stack: EngineStack, emulator: ThreadedEmulator, first: str, second: str, on_delete: str
) -> None:
    """Whichever is updated first gives up what the other is about to declare."""
    oura = {"one": 30, "two": 60}

    def declaration(name: str, team: str) -> Program:
        def program() -> object:
            return TeamDataPullPreferences(
                name, team_ids=[team], providers={"oura": oura[name]}, on_delete=cast(Any, on_delete)
            )

        return program

    def both(team_of: dict[str, str]) -> Program:
        return ordered(declaration(first, team_of[first]), (second, [team_of[second]], oura[second]), on_delete)

    stack.up(both({"one": ACME, "two": BETA}))

    stack.up(both({"one": BETA, "two": ACME}))

    assert emulator.get("production", "us", BETA) == days(oura=30)
    assert emulator.get("production", "us", ACME) == days(oura=60)
    assert stack.up().changes == {"same": 2}


@pytest.mark.parametrize(
    ("place", "env", "region"),
    [({"env": "sandbox"}, "sandbox", "us"), ({"region": "eu"}, "production", "eu")],
    ids=["env", "region"],
)
def test_another_place_resets_the_old_one_and_sets_the_new_one(
    stack: EngineStack, emulator: ThreadedEmulator, place: dict[str, Any], env: str, region: str
) -> None:
    emulator.set("production", "us", ACME, "strava", 7)
    stack.up(preferences())
    emulator.clear_requests()
    moved = preferences(**place)

    preview = stack.preview(moved)
    assert preview.ops == ["delete-replaced", "replace", "create-replacement"]
    assert preview.step("acme").keys == tuple(place)
    stack.up(moved)

    assert emulator.get(env, region, ACME) == OURA
    assert emulator.get("production", "us", ACME) == days(strava=7)
    assert [method for method, _, _ in sent(emulator.writes)] == ["DELETE", "POST"]
    assert stack.resources()["acme"]["id"].startswith(f"{env}/{region}/")


def test_another_organisation_is_another_place(
    stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.up(preferences())
    monkeypatch.setenv("JUNCTION_LIVE_CHECKS", "off")  # the emulator knows one organisation only

    preview = stack.preview(preferences(org_id="0a1b2c3d-0000-4000-8000-0000000000ff"))

    assert preview.ops == ["delete-replaced", "replace", "create-replacement"]
    assert preview.step("acme").keys == ("org_id",)


def test_replace_on_demand_ends_as_declared(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences())
    before = stack.resources()["acme"]["id"]

    up = stack.up(replace=[urn("acme")])

    assert up.ops == ["delete-replaced", "replace", "create-replacement"]
    assert emulator.get("production", "us", ACME) == OURA
    assert stack.resources()["acme"]["id"] != before
    assert stack.preview(refresh=True).changes == {"same": 1}


def test_a_tainted_resource_is_replaced_and_ends_as_declared(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences())
    stack.command("state", "taint", "--yes", urn("acme"))

    assert stack.up().changes == {"replace": 1}
    assert emulator.get("production", "us", ACME) == OURA


def test_create_before_delete_ends_as_declared_all_the_same(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    """Whoever insists on the engine's own order loses nothing."""
    insisting = preferences(opts=ResourceOptions(delete_before_replace=False))
    stack.up(insisting)

    up = stack.up(insisting, replace=[urn("acme")])

    assert up.ops.index("create-replacement") < up.ops.index("delete-replaced")
    assert emulator.get("production", "us", ACME) == OURA


def test_retained_on_delete_stays_at_the_service(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(opts=ResourceOptions(retain_on_delete=True)))
    emulator.clear_requests()

    assert stack.up(nothing).changes == {"delete": 1}

    assert emulator.get("production", "us", ACME) == OURA
    assert emulator.requests == []


def test_what_was_removed_from_state_is_adopted_by_the_next_up(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences())
    stack.command("state", "delete", "--yes", urn("acme"))
    emulator.clear_requests()

    assert stack.up().changes == {"create": 1}
    assert emulator.writes == []


def test_a_new_resource_outside_of_the_target_is_left_out(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences("one", team_ids=[ACME], providers={"oura": 100}))
    both = together(preferences("one", team_ids=[ACME], providers={"oura": 300}), preferences("two", team_ids=[BETA]))

    stack.up(both, target=[urn("one")])

    assert emulator.get("production", "us", ACME) == days(oura=300)
    assert emulator.get("production", "us", BETA) == {}


def test_only_the_target_is_touched(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    def both(days_: int) -> Program:
        return together(
            preferences("one", team_ids=[ACME], providers={"oura": days_}),
            preferences("two", team_ids=[BETA], providers={"oura": days_}),
        )

    stack.up(both(100))
    stack.up(both(300), target=[urn("two")])

    assert emulator.get("production", "us", ACME) == days(oura=100)
    assert emulator.get("production", "us", BETA) == days(oura=300)
