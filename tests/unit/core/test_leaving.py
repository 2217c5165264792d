"""What becomes of a pair that is declared no more, and what is said of it before."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_junction.core import catalogue
from pulumi_junction.core.changes import Change
from pulumi_junction.core.compare import Declared
from pulumi_junction.core.leaving import after_delete, coming_back
from pulumi_junction.core.values import UNKNOWN, ProviderPreference
from tests.support.fake_service import FakeService
from tests.unit.core.states import (
    TEAMS,
    days,
    declarations,
    nothing_or_declarations,
    post,
    services,
    settings,
    up,
    want,
)

A, B, C = TEAMS[:3]
DAYS = {slug: known.default_days for slug, known in catalogue.load().providers.items()}


def test_reset_is_what_is_usual() -> None:
    service = FakeService(stored={A: {"oura": days(90)}})

    up(service, Declared(), up(service, want([A], oura=120)))

    assert service.stored[A] == {}


def test_retain_leaves_it_as_it_is() -> None:
    service = FakeService()
    before = up(service, want([A, B], oura=120, garmin=30))
    service.requests.clear()

    up(service, want([A], oura=120), before, on_delete="retain")

    assert service.writes == []


def test_restore_sets_what_was_found_and_resets_the_rest() -> None:
    service = FakeService(stored={A: {"oura": days(90, sleep=7)}})
    before = up(service, want([A, B], oura=120))
    service.requests.clear()

    up(service, Declared(), before, on_delete="restore")

    assert [(one.method, one.teams) for one in service.writes] == [("DELETE", (B,)), ("POST", (A,))]
    assert service.stored[A] == {"oura": days(90, sleep=7)}


def test_what_stands_there_already_is_not_restored_again() -> None:
    service = FakeService(stored={A: {"oura": days(90)}})
    before = up(service, want([A], oura=90))
    service.requests.clear()

    up(service, Declared(), before, on_delete="restore")

    assert service.writes == []


def test_what_leaves_goes_before_what_comes() -> None:
    service = FakeService(stored={A: {"oura": days(90)}})
    before = up(service, want([A], oura=120))
    service.requests.clear()

    up(service, want([A], garmin=30), before, on_delete="restore")

    assert service.writes == [post([A], oura=90), post([A], garmin=30)]


@given(services, declarations)
def test_restoring_everything_leaves_everything_as_it_was(service: FakeService, declared: Declared) -> None:
    had = settings(service)

    up(service, Declared(), up(service, declared), on_delete="restore")

    assert settings(service) == had


@given(services, declarations, nothing_or_declarations)
def test_restoring_some_touches_nothing_else(service: FakeService, first: Declared, second: Declared) -> None:
    had = {team: service.shown(team) for team in TEAMS}

    up(service, second, up(service, first), on_delete="restore")

    for team in TEAMS:
        for slug, shown in service.shown(team).items():
            if (team, slug) not in second.pairs():
                assert shown == had[team][slug]


def rows(before: Declared, on_delete: str = "reset", pairs: Any = None) -> dict[Change, list[str]]:
    some = before.pairs() if pairs is None else pairs
    found = coming_back(some, before, on_delete, catalogue.load())
    return {change: list(teams) for change, teams in found.items()}


def test_the_documented_default_is_what_comes_back() -> None:
    before = Declared({A: "Acme Care"}, {"oura": days(120, sleep=90)})

    assert rows(before) == {
        Change("oura", "default", 120, DAYS["oura"]): ["Acme Care"],
        Change("oura", "sleep", 90, DAYS["oura"]): ["Acme Care"],
    }


def test_an_undocumented_default_is_not_made_up() -> None:
    assert rows(want([A], kardia=120)) == {Change("kardia", "default", 120, None): [A]}


def test_what_the_service_kept_counts_not_what_was_asked() -> None:
    service = FakeService(limits={"oura": 60})

    assert set(rows(up(service, want([A], oura=120)))) == {Change("oura", "default", 60, DAYS["oura"])}


def test_what_was_found_comes_back_where_it_is_to_be_restored() -> None:
    before = up(FakeService(stored={A: {"oura": days(90)}}), want([A, B], oura=120))

    assert rows(before, "restore") == {
        Change("oura", "default", 120, 90): [A],
        Change("oura", "default", 120, DAYS["oura"]): [B],
    }


def test_nothing_comes_back_where_it_is_retained() -> None:
    assert rows(want([A], oura=120), "retain") == {}


@pytest.mark.parametrize(
    ("on_delete", "oura", "kardia"),
    [
        ("reset", DAYS["oura"], "Junction's default"),
        ("retain", "unchanged", "unchanged"),
        ("restore", f"what was adopted, else {DAYS['oura']}", "what was adopted, else Junction's default"),
    ],
)
def test_state_says_what_a_deletion_leaves(on_delete: str, oura: object, kardia: object) -> None:
    declared = {"oura": {"default": 120}, "kardia": {"default": 120}}

    assert after_delete(declared, on_delete, {}, catalogue.load()) == {"oura": oura, "kardia": kardia}


def test_what_state_says_stays_when_the_catalogue_has_learnt_more() -> None:
    """An upgrade of this package alone is not to show a change."""
    declared = {"oura": {"default": 120}, "garmin": {"default": 120}}
    olds = {"after_delete": {"oura": 17.0, "strava": 3.0}}

    assert after_delete(declared, "reset", olds, catalogue.load()) == {"oura": 17.0, "garmin": DAYS["garmin"]}


def test_another_on_delete_says_it_anew() -> None:
    olds = {"after_delete": {"oura": 17.0}, "on_delete": "restore"}

    assert after_delete({"oura": {}}, "reset", olds, catalogue.load()) == {"oura": DAYS["oura"]}


@pytest.mark.parametrize(("providers", "on_delete"), [(UNKNOWN, "reset"), ({"oura": UNKNOWN}, UNKNOWN)])
def test_what_is_unknown_yet_is_unknown_here_too(providers: object, on_delete: object) -> None:
    assert after_delete(providers, on_delete, {}, catalogue.load()) is UNKNOWN


@given(st.dictionaries(st.text(max_size=5), st.integers(1, 365)), st.sampled_from(["reset", "retain", "restore"]))
def test_a_second_check_says_the_same(declared: dict[str, int], on_delete: str) -> None:
    providers = {slug: ProviderPreference(one).plain() for slug, one in declared.items()}
    once = after_delete(providers, on_delete, {}, catalogue.load())

    olds = {"after_delete": once, "on_delete": on_delete}
    assert after_delete(providers, on_delete, olds, catalogue.load()) == once
