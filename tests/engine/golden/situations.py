"""The programs whose state is kept, how that state came about, and what is to happen with it later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi

from pulumi_junction import TeamDataPullPreferences
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, OURA, Program, days, preferences

Changes = Mapping[str, int]
Service = Mapping[str, Mapping[str, Any]]
"""By team and data provider, as `emulator.get` tells it."""

SAME: Changes = {"same": 1}
UPDATE: Changes = {"update": 1}


@dataclass(frozen=True)
class Situation:
    """One file of each version."""

    program: Program
    """What was declared."""

    write: Callable[[EngineStack, ThreadedEmulator, Program], object]
    """How it came to be in state."""

    edited: Program
    """What is declared next."""

    becomes: Service
    """What the service has then, for the teams of the program."""

    preview: Changes = field(default_factory=lambda: SAME)
    """What the first preview of the same program shows."""

    drift: Changes = field(default_factory=lambda: SAME)
    edit: Changes = field(default_factory=lambda: UPDATE)
    left: Service = field(default_factory=lambda: {ACME: days(strava=7), BETA: {}})
    """What is left after a destroy: strava was set by hand, and is nobody's."""

    left_unedited: Service | None = None
    """Where the destroy of the old state leaves something else."""


def _up(stack: EngineStack, emulator: ThreadedEmulator, program: Program) -> None:
    by_hand(emulator)
    stack.up(program)


def by_hand(emulator: ThreadedEmulator) -> None:
    """What no program declares, and so none may lose."""
    emulator.options.unset = "absent"
    emulator.set("production", "us", ACME, "strava", 7)


def _both(**providers: Any) -> Program:
    return preferences(team_ids={"Acme Care": ACME, "Beta Labs": BETA}, providers=providers)


def _clamped(stack: EngineStack, emulator: ThreadedEmulator, program: Program) -> None:
    """The limit fell after the first team was set, so the teams differ, though all is as the service wants it."""
    by_hand(emulator)
    emulator.options.limits = {"oura": 200}
    stack.up(preferences(team_ids={"Acme Care": ACME}, providers={"oura": 300}))
    emulator.options.limits = {"oura": 150}
    stack.up(program)
    assert stack.resources()["acme"]["outputs"]["exceptions"]


def _deviating(stack: EngineStack, emulator: ThreadedEmulator, program: Program) -> None:
    _up(stack, emulator, program)
    emulator.set("production", "us", BETA, "oura", 90)
    stack.refresh()
    assert stack.resources()["acme"]["inputs"]["deviations"] == {BETA: days(oura=90)}


def _half_applied(stack: EngineStack, emulator: ThreadedEmulator, program: Program) -> None:
    """Garmin was there for one team, so that each needs a request of its own; the second is refused."""
    by_hand(emulator)
    emulator.set("production", "us", BETA, "garmin", 60)
    emulator.fail("POST#2 403")
    stack.up(program, fails=True)
    assert stack.resources()["acme"]["initErrors"]


def _secret(amount: int) -> Program:
    def program() -> None:
        providers: Any = pulumi.Output.secret({"oura": amount, "garmin": 60})
        TeamDataPullPreferences("acme", team_ids=[ACME, BETA], providers=providers)

    return program


def _reading(*slugs: str) -> Program:
    def program() -> None:
        TeamDataPullPreferences.get("acme", "production/us/anything", team_ids=[ACME], providers=slugs)

    return program


def _read(stack: EngineStack, emulator: ThreadedEmulator, program: Program) -> None:
    emulator.set("production", "us", ACME, "oura", 77)
    _up(stack, emulator, program)


READ = {ACME: days(oura=77, strava=7)}

SITUATIONS = {
    "plain": Situation(
        program=_both(**OURA, garmin=60),
        write=_up,
        edited=_both(**OURA, garmin=90),
        becomes={ACME: days(**OURA, garmin=90, strava=7), BETA: days(**OURA, garmin=90)},
    ),
    "clamped": Situation(
        program=_both(oura=300),
        write=_clamped,
        edited=_both(oura=100),
        becomes={ACME: days(oura=100, strava=7), BETA: days(oura=100)},
    ),
    "deviations": Situation(
        program=_both(oura=120),
        write=_deviating,
        preview=UPDATE,
        edited=_both(oura=120),
        becomes={ACME: days(oura=120, strava=7), BETA: days(oura=120)},
    ),
    "half-applied": Situation(
        program=_both(oura=120, garmin=60),
        write=_half_applied,
        preview=UPDATE,
        drift=UPDATE,  # the team that is not done leaves the inputs
        edited=_both(oura=120, garmin=60),
        becomes={ACME: days(oura=120, garmin=60, strava=7), BETA: days(oura=120, garmin=60)},
        left_unedited={ACME: days(strava=7), BETA: days(garmin=60)},
    ),
    "secret": Situation(
        program=_secret(237),
        write=_up,
        edited=_secret(239),
        becomes={ACME: days(oura=239, garmin=60, strava=7), BETA: days(oura=239, garmin=60)},
    ),
    "get": Situation(
        program=_reading("oura"),
        write=_read,
        preview={"read": 1},
        edited=_reading("oura", "strava"),
        edit={"read": 1},
        becomes=READ,
        left=READ,
    ),
}

SITUATIONS["before-adopted"] = SITUATIONS["plain"]
"""As `plain`, by the last commit before there was an output `adopted`; nothing writes it any more."""
