"""What the report says becomes of preferences is what `up` then does: words that count later, secrets, failures."""

from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from pulumi_junction.report.building import stack as built
from pulumi_junction.report.model import StackReport, Touched
from pulumi_junction.report.reading import read
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, Program, nothing, preferences

PLACE = ("production", "us")
BOTH, ONE = {"oura": 90, "strava": 30}, {"oura": 90}
DEFAULT, KEPT = 14, 30


def report(stack: EngineStack, program: Program, *, refresh: bool = True) -> StackReport:
    return built(stack.name, read(stack.log(program, refresh=refresh), "log"))


def strava(emulator: ThreadedEmulator, team: str = ACME) -> int:
    """What is set, or Junction's default where nothing is."""
    found = emulator.get(*PLACE, team).get("strava")
    return DEFAULT if found is None else int(found["default"])


KEEP = pulumi.ResourceOptions(retain_on_delete=True)


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        ({"on_delete": "retain"}, {"on_delete": "reset"}, DEFAULT),
        ({"on_delete": "reset"}, {"on_delete": "retain"}, KEPT),
        ({"opts": KEEP}, {"opts": KEEP}, DEFAULT),
    ],
    ids=["retain, then reset", "reset, then retain", "retain_on_delete"],
)
def test_what_an_update_gives_up_goes_by_the_programs_word(
    stack: EngineStack, emulator: ThreadedEmulator, before: dict[str, Any], after: dict[str, Any], days: int
) -> None:
    stack.up(preferences(providers=BOTH, **before))
    made = report(stack, preferences(providers=ONE, **after))
    stack.up()

    assert strava(emulator) == days
    assert [(one.op, one.slug, one.now, one.after) for one in made.changes] == (
        [("reset", "strava", KEPT, DEFAULT)] if days == DEFAULT else []
    )
    assert made.released == ([] if days == DEFAULT else ["acme"])


def test_a_resource_that_is_only_read_from_now_on_is_released_and_taken_back_is_a_create(stack: EngineStack) -> None:
    stack.up(preferences(providers=ONE))
    looked = preferences(providers=ONE, opts=pulumi.ResourceOptions(id="production/us/x"))
    released = report(stack, looked)
    assert (released.released, released.changes, released.hidden) == (["acme"], [], [])

    stack.up(looked)
    back = report(stack, preferences(providers={"oura": 60}))
    assert [(one.op, one.now, one.after) for one in back.changes] == [("create", 90, 60)]
    assert back.released == []


def secret(days: int) -> Callable[[], object]:
    return lambda: preferences(providers=pulumi.Output.secret({"oura": days}))()


def test_a_secret_resource_is_mentioned_when_something_happens_to_it_and_only_then(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    stack.up(secret(123))
    assert report(stack, secret(123)).quiet
    assert report(stack, secret(124)).hidden == [Touched("acme", "update")]
    assert report(stack, nothing).hidden == [Touched("acme", "delete")]
    emulator.set(*PLACE, ACME, "oura", 7)
    assert Touched("acme", "drift") in report(stack, secret(123)).hidden


@pytest.mark.parametrize("refresh", [True, False], ids=["refreshed", "not refreshed"])
def test_going_back_after_a_failure_half_way_resets_what_was_reached(
    stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch, refresh: bool
) -> None:
    monkeypatch.setenv("JUNCTION_REQUEST_BUDGET_SECONDS", "2")
    emulator.set(*PLACE, BETA, "withings", 20)  # so that one team is written first, and alone
    stack.up(preferences(providers=ONE, team_ids=(ACME, BETA)))
    emulator.fail("POST#2- 422")
    stack.up(preferences(providers=BOTH, team_ids=(ACME, BETA)), fails=True)
    emulator.clear_faults()

    set_then = {team: strava(emulator, team) for team in (ACME, BETA)}
    made = report(stack, preferences(providers=ONE, team_ids=(ACME, BETA)), refresh=refresh)
    stack.up(refresh=refresh)

    assert sorted(set_then.values()) == [DEFAULT, KEPT]
    assert [(one.team, one.op, one.slug, one.now, one.after) for one in made.changes] == [
        (team, "reset", "strava", KEPT, DEFAULT) for team, days in set_then.items() if days == KEPT
    ]
    assert {strava(emulator, team) for team in (ACME, BETA)} == {DEFAULT}


def test_what_is_declared_as_it_is_already_is_shown_as_such(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set(*PLACE, ACME, "oura", 90)
    made = report(stack, preferences(providers=ONE))
    assert [(one.op, one.now, one.after) for one in made.changes] == [("create", 90, 90)]
    assert not any(one.loses for one in made.changes)
