"""Letting go of preferences without resetting them: the program reads what it declared before."""

import pulumi
import pytest

from pulumi_junction import TeamDataPullPreferences
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, OURA, days, preferences, urn


@pytest.mark.parametrize("id_", ["its own", "any-name"])
def test_a_resource_that_becomes_a_read_keeps_what_it_set(
    stack: EngineStack, emulator: ThreadedEmulator, id_: str
) -> None:
    stack.up(preferences("acme"))
    own = stack.resources()["acme"]["id"]
    emulator.clear_requests()

    def read() -> None:
        TeamDataPullPreferences.get("acme", own if id_ == "its own" else id_, team_ids=[ACME], providers=["oura"])

    stack.up(read)

    assert emulator.writes == []
    assert emulator.get("production", "us", ACME) == days(**OURA)

    stack.destroy()

    assert emulator.writes == []


def test_reading_elsewhere_does_not_keep_a_resource_from_resetting(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    stack.up(preferences("acme"))

    def read() -> None:
        pulumi.export("seen", TeamDataPullPreferences.get("look", "x", team_ids=[ACME], providers=["oura"]).providers)

    stack.up(read)

    assert emulator.get("production", "us", ACME) == {}


def test_a_read_waits_for_arguments_that_are_not_known_yet(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", BETA, "oura", 77)

    def program() -> None:
        new = TeamDataPullPreferences("new", team_ids=[ACME], providers={"oura": 100})
        later = new.effective.apply(lambda made: BETA if made else ACME)
        read = TeamDataPullPreferences.get("look", "x", team_ids=[ACME, later], providers=["oura"])
        pulumi.export("seen", read.teams)

    assert stack.preview(program).changes == {"create": 1, "read": 1}
    assert set(stack.up(program).outputs["seen"]) == {ACME, BETA}


def test_a_rename_whose_halves_are_two_runs_keeps_the_settings(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences("old"))
    stack.up(preferences("new"), target=[urn("new")])
    emulator.clear_requests()

    stack.up(preferences("new"))

    assert emulator.get("production", "us", ACME) == days(**OURA)
    assert emulator.writes == []
