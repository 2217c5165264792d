"""What the service keeps: what is common to all teams, what is settled, what is owned."""

from typing import Any

import pytest
from hypothesis import given

from pulumi_junction.core.compare import Declared, shared
from pulumi_junction.core.values import Days, LiveProvider, ProviderPreference
from tests.support.fake_service import FakeService
from tests.unit.core.states import SLUGS, TEAMS, declarations, services, up, want

A, B, C = TEAMS[:3]


def wire(days: int, limit: int | None = None) -> dict[str, Any]:
    amount = {"historical_days_to_pull": days}
    return {"default": amount if limit is None else {**amount, "historical_days_to_pull_limit": limit}}


def live(days: int, limit: int | None = None) -> dict[str, LiveProvider]:
    return {"oura": LiveProvider(Days(days, limit))}


def test_what_all_teams_have_is_said_once() -> None:
    outputs = shared([A, B], want([A, B], oura=120).providers, {A: live(120, 365), B: live(120, 365)})

    assert outputs == {"effective": {"oura": wire(120, 365)}, "exceptions": {}}


def test_a_team_that_differs_is_an_exception() -> None:
    found = {A: live(90, 90), B: live(120, 365), C: live(120, 365)}

    assert shared([A, B, C], want([A], oura=120).providers, found) == {
        "effective": {"oura": wire(120, 365)},
        "exceptions": {A: {"oura": wire(90, 90)}},
    }


def test_another_limit_is_a_difference_too() -> None:
    found = {A: live(120, 120), B: live(120, 365), C: live(120, 365)}

    assert shared([A, B, C], want([A], oura=120).providers, found)["exceptions"] == {A: {"oura": wire(120, 120)}}


def test_between_equally_many_what_was_asked_for_is_the_rule() -> None:
    found = {A: live(90), B: live(120)}

    assert shared([A, B], want([A], oura=120).providers, found)["exceptions"] == {A: {"oura": wire(90)}}
    assert shared([A, B], want([A], oura=90).providers, found)["exceptions"] == {B: {"oura": wire(120)}}


def test_what_is_not_shown_is_neither() -> None:
    found = {A: live(120), C: live(1)}

    assert shared([A, B], want([A], oura=120, garmin=30).providers, found) == {
        "effective": {"oura": wire(120)},
        "exceptions": {},
    }


@given(services, declarations)
def test_effective_and_exceptions_together_say_what_the_service_has(service: FakeService, declared: Declared) -> None:
    found = {team: service.shown(team) for team in declared.teams}
    outputs = shared(declared.teams, declared.providers, found)
    state = Declared.of(
        {
            "teams": declared.teams,
            "providers": {slug: one.plain() for slug, one in declared.providers.items()},
            **outputs,
        }
    )

    for team, slug in declared.pairs():
        if slug in found[team]:
            assert state.kept(team, slug) == found[team][slug]
    for team in TEAMS:
        for slug in SLUGS:
            if (team, slug) not in declared.pairs():
                assert state.kept(team, slug) is None


def test_an_exception_is_said_only_where_it_differs() -> None:
    outputs = shared(TEAMS, want(TEAMS, oura=120).providers, dict.fromkeys(TEAMS, live(90, 90)))

    assert outputs == {"effective": {"oura": wire(90, 90)}, "exceptions": {}}


KEPT = Declared(
    {A: "", B: ""},
    {"oura": ProviderPreference(120)},
    effective=live(90, 90),
    exceptions={B: live(60, 60)},
)


@pytest.mark.parametrize(
    ("team", "asked", "shown", "settled"),
    [
        (A, 120, live(120), True),
        (A, 120, live(90, 90), True),
        (A, 120, live(90, None), True),
        (A, 120, live(60), False),
        (B, 120, live(60), True),
        (B, 120, live(90), False),
        (C, 120, live(90), False),
        (A, 121, live(90), False),
        (A, 90, live(90), True),
        (A, 120, {}, False),
    ],
    ids=[
        "as asked",
        "as kept",
        "as kept, limit gone",
        "neither",
        "as kept for this team",
        "as kept for others",
        "a new team",
        "something else is asked now",
        "what is kept is asked now",
        "nothing is shown",
    ],
)
def test_a_pair_is_settled_as_declared_or_as_the_service_made_it(
    team: str, asked: int, shown: dict[str, LiveProvider], settled: bool
) -> None:
    assert KEPT.settles(team, "oura", ProviderPreference(asked), shown.get("oura")) is settled


def test_what_a_refresh_found_different_is_not_settled_by_what_was_kept_once() -> None:
    drifted = Declared(KEPT.teams, KEPT.providers, KEPT.effective, KEPT.exceptions, deviations={A: {"oura": "not set"}})

    assert drifted.kept(A, "oura") is None
    assert drifted.kept(B, "oura") == live(60, 60)["oura"]
    assert not drifted.settles(A, "oura", ProviderPreference(120), live(90, 365)["oura"])


@given(services, declarations)
def test_a_resource_owns_every_team_with_every_data_provider(service: FakeService, declared: Declared) -> None:
    after = up(service, declared)

    assert after.pairs() == {(team, slug) for team in declared.teams for slug in declared.providers}


def test_state_of_nothing_is_nothing() -> None:
    assert Declared.of({}) == Declared()
    assert Declared.of({"teams": None, "providers": None, "effective": None, "exceptions": None}).pairs() == frozenset()
