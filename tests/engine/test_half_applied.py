"""A run that fails half-way: what was done is in state, the error says how far it came, the next run does the rest."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, CURA, days, preferences, sent
from tests.support.sabotage import SABOTEUR

TEAMS = {"Acme": ACME, "Beta": BETA, "Cura": CURA}
PROVIDERS = {"oura": 120, "garmin": 120, "strava": 30}
REFUSED = r"refused the request \(422\)"

BROKEN = {
    "with status details": "",
    "without status details": "pulumi_junction.providers.bridge:_status=builtins:ValueError",
}


@pytest.fixture(params=BROKEN)
def details(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the provider can send status details, as an SDK or engine may no longer let it."""
    sabotage = BROKEN[request.param]
    if sabotage:
        monkeypatch.setenv("SABOTAGE", sabotage)
        monkeypatch.setenv("PYTHONPATH", str(SABOTEUR))
    return not sabotage


@contextmanager
def third_post_refused(emulator: ThreadedEmulator) -> Iterator[None]:
    """The third POST fails for good; the others are done."""
    emulator.clear_requests()
    emulator.fail("POST#3- 422")
    yield
    emulator.clear_faults()


def needing_a_post_each(emulator: ThreadedEmulator, value: int) -> None:
    """Bring the teams apart, so that none shares a request with another."""
    emulator.set("production", "us", BETA, "oura", value)
    emulator.set("production", "us", CURA, "oura", value)
    emulator.set("production", "us", CURA, "garmin", value)


def everything(emulator: ThreadedEmulator) -> list[dict[str, Any]]:
    return [emulator.get("production", "us", team) for team in TEAMS.values()]


def test_a_create_that_fails_half_way_is_taken_up_by_the_next_run(
    stack: EngineStack, emulator: ThreadedEmulator, details: bool
) -> None:
    needing_a_post_each(emulator, 120)
    program = preferences(team_ids=TEAMS, providers=PROVIDERS)

    with third_post_refused(emulator):
        failed = stack.up(program, fails=True)

    (error,) = failed.errors
    assert re.search(rf"2 of 3 teams are done \(not (Acme|Beta|Cura)\); 127\.0\.0\.1 {REFUSED}", error)
    assert "Traceback" not in failed.text
    done = [team for _, teams, _ in sent(emulator.writes[:2]) for team in teams]
    if details:
        assert sorted(stack.resources()["acme"]["outputs"]["teams"]) == sorted(done)
    else:
        assert stack.resources() == {}, "nothing can be kept, and nothing half is"
    emulator.clear_requests()

    again = stack.up(program)

    assert again.changes == ({"update": 1} if details else {"create": 1})
    assert [teams for _, teams, _ in sent(emulator.writes)] == [[team for team in TEAMS.values() if team not in done]]
    assert everything(emulator) == [days(**PROVIDERS)] * 3
    assert stack.up(program).changes == {"same": 1}


def test_an_update_that_fails_half_way_is_taken_up_by_the_next_run(
    stack: EngineStack, emulator: ThreadedEmulator, details: bool
) -> None:
    stack.up(preferences(team_ids=TEAMS, providers=PROVIDERS))
    needing_a_post_each(emulator, 200)
    wanted = PROVIDERS | {"oura": 200, "garmin": 200}
    program = preferences(team_ids=TEAMS, providers=wanted | {"strava": 60})

    with third_post_refused(emulator):
        failed = stack.up(program, fails=True)

    (error,) = failed.errors
    assert re.search(rf"2 of 3 teams are done \(not (Acme|Beta|Cura)\); 127\.0\.0\.1 {REFUSED}", error)
    assert "Traceback" not in failed.text
    assert sorted(stack.resources()["acme"]["outputs"]["teams"]) == sorted(TEAMS.values())
    done = [team for _, teams, _ in sent(emulator.writes[:2]) for team in teams]
    emulator.clear_requests()

    assert stack.preview(program).changes == {"update": 1}
    stack.up(program)

    assert [teams for _, teams, _ in sent(emulator.writes)] == [[team for team in TEAMS.values() if team not in done]]
    assert everything(emulator) == [days(**wanted | {"strava": 60})] * 3
    assert stack.up(program).changes == {"same": 1}


def test_going_back_after_a_failure_goes_back(stack: EngineStack, emulator: ThreadedEmulator, details: bool) -> None:
    stack.up(preferences(team_ids=TEAMS, providers=PROVIDERS))
    needing_a_post_each(emulator, 200)
    with third_post_refused(emulator):
        stack.up(preferences(team_ids=TEAMS, providers={"oura": 200, "garmin": 200, "strava": 60}), fails=True)

    stack.refresh()
    stack.up(preferences(team_ids=TEAMS, providers=PROVIDERS))

    assert everything(emulator) == [days(**PROVIDERS)] * 3


def test_destroying_after_a_failure_leaves_nothing(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    needing_a_post_each(emulator, 120)
    with third_post_refused(emulator):
        stack.up(preferences(team_ids=TEAMS, providers=PROVIDERS), fails=True)
    done = list(stack.resources()["acme"]["outputs"]["teams"])

    stack.destroy()

    assert [emulator.get("production", "us", team) for team in done] == [{}, {}]
