"""Letting go of preferences without resetting them: the program reads what it declared before."""

import pulumi
import pytest

from pulumi_junction import TeamDataPullPreferences
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, OURA, days, preferences


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
