"""Whatever a POST does to what it does not name: declared preferences end right, undeclared ones stay."""

from typing import Any

import pytest

from pulumi_junction.emulator.options import Echo, Post, Unset
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, days, preferences

OURA: dict[str, Any] = {"default": 120, "resource_overrides": {"sleep": 200, "activity": 60}}
WITHOUT_SLEEP: dict[str, Any] = {"default": 120, "resource_overrides": {"activity": 60}}
BY_HAND: dict[str, Any] = {"strava": 7, "withings": {"default": 45, "resource_overrides": {"weight": 20}}}
"""What nobody declares: it has to survive everything."""


@pytest.fixture(params=["merge", "replace", "deep"])
def post(request: pytest.FixtureRequest) -> Post:
    kind: Post = request.param
    return kind


@pytest.fixture(params=[("full", "defaults"), ("sent", "absent")], ids=" ".join)
def shows(request: pytest.FixtureRequest) -> tuple[Echo, Unset]:
    """What answers show; every combination is tried without the engine."""
    kinds: tuple[Echo, Unset] = request.param
    return kinds


def test_declared_preferences_end_right_and_undeclared_ones_stay(
    stack: EngineStack, emulator: ThreadedEmulator, post: Post, shows: tuple[Echo, Unset]
) -> None:
    """Each `up` has a provider process of its own, which finds out anew what POST does."""
    emulator.options.post, (emulator.options.echo, emulator.options.unset) = post, shows
    for team in (ACME, BETA):
        emulator.set("production", "us", team, "strava", 7)
        emulator.set("production", "us", team, "withings", 45, {"weight": 20})

    def has(team: str, **declared: Any) -> bool:
        return emulator.get("production", "us", team) == days(**declared, **BY_HAND)

    stack.up(preferences(team_ids=(ACME, BETA), providers={"oura": OURA, "garmin": 60, "peloton": 40}))
    assert has(ACME, oura=OURA, garmin=60, peloton=40)
    assert has(BETA, oura=OURA, garmin=60, peloton=40)

    changed = stack.up(preferences(team_ids=(ACME, BETA), providers={"oura": OURA, "garmin": 300, "peloton": 40}))
    assert changed.diffs == {"providers.garmin.default": "update"}
    assert has(ACME, oura=OURA, garmin=300, peloton=40)
    assert has(BETA, oura=OURA, garmin=300, peloton=40)

    no_peloton = stack.up(preferences(team_ids=(ACME, BETA), providers={"oura": OURA, "garmin": 300}))
    assert no_peloton.diffs == {"providers.peloton": "delete", "after_delete.peloton": "delete"}
    assert has(ACME, oura=OURA, garmin=300)
    assert has(BETA, oura=OURA, garmin=300)

    no_sleep = stack.up(preferences(team_ids=(ACME, BETA), providers={"oura": WITHOUT_SLEEP, "garmin": 300}))
    assert no_sleep.diffs == {"providers.oura.resource_overrides.sleep": "delete"}
    assert has(ACME, oura=WITHOUT_SLEEP, garmin=300)
    assert has(BETA, oura=WITHOUT_SLEEP, garmin=300)

    no_beta = stack.up(preferences(team_ids=(ACME,), providers={"oura": WITHOUT_SLEEP, "garmin": 300}))
    assert no_beta.diffs == {f'teams["{BETA}"]': "delete"}
    assert has(ACME, oura=WITHOUT_SLEEP, garmin=300)
    assert has(BETA)

    assert stack.preview(refresh=True).changes == {"same": 1}
