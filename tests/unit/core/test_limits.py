"""Declared days against the limits that the service answers."""

import pytest

from pulumi_junction.core.compare import Declared
from pulumi_junction.core.limits import over_limits
from pulumi_junction.core.values import Days, LiveProvider, ProviderPreference
from tests.unit.core.states import TEAMS, want

A, B, C = TEAMS[:3]


def shown(limit: int | None, **overrides: int | None) -> dict[str, LiveProvider]:
    resources = {name: Days(1, of_resource) for name, of_resource in overrides.items()}
    return {"oura": LiveProvider(Days(1, limit), resources)}


def preference(default: int, **overrides: int) -> ProviderPreference:
    return ProviderPreference(default, overrides)


def found(declared: Declared, live: dict[str, dict[str, LiveProvider]], before: Declared | None = None) -> list[str]:
    return [str(problem) for problem in over_limits(declared, live, before or Declared())]


@pytest.mark.parametrize("days", [1, 89, 90])
def test_days_up_to_the_limit_are_fine(days: int) -> None:
    assert found(want([A], oura=days), {A: shown(90)}) == []


def test_days_above_the_limit_are_a_problem_with_the_number() -> None:
    assert found(want([A], oura=91), {A: shown(90)}) == [
        f"providers.oura.default: is above the 90 days that Junction allows team {A}; lower it to 90"
    ]


def test_each_override_has_a_limit_of_its_own() -> None:
    declared = want([A], oura=preference(90, sleep=31, activity=30))

    assert found(declared, {A: shown(90, sleep=30, activity=30)}) == [
        f"providers.oura.resource_overrides.sleep: is above the 30 days that Junction allows team {A}; lower it to 30"
    ]


def test_an_override_that_the_service_does_not_show_yet_has_the_limit_of_its_data_provider() -> None:
    assert found(want([A], oura=preference(1, sleep=91)), {A: shown(90)}) != []
    assert found(want([A], oura=preference(1, sleep=90)), {A: shown(90)}) == []


def test_the_lowest_limit_of_all_teams_is_said_once() -> None:
    live = {A: shown(90), B: shown(60), C: shown(80)}

    assert found(want([A, B, C], oura=100), live) == [
        f"providers.oura.default: is above the 60 days that Junction allows team {B}; lower it to 60"
    ]


def test_all_data_providers_are_looked_at() -> None:
    live = {A: shown(90) | {"garmin": LiveProvider(Days(1, 30))}}

    assert [line.partition(":")[0] for line in found(want([A], oura=91, garmin=31), live)] == [
        "providers.garmin.default",
        "providers.oura.default",
    ]


@pytest.mark.parametrize("live", [{}, {A: {}}, {A: shown(None)}, {B: shown(1)}])
def test_where_the_service_says_nothing_nothing_is_found(live: dict[str, dict[str, LiveProvider]]) -> None:
    assert found(want([A], oura=preference(365, sleep=365)), live) == []


def test_what_was_applied_before_never_fails() -> None:
    """The service has lowered it then; the program need not follow."""
    before = want([A], oura=preference(120, sleep=180))

    assert found(before, {A: shown(90, sleep=30)}, before) == []


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        (preference(121, sleep=180), "providers.oura.default"),
        (preference(120, sleep=181), "providers.oura.resource_overrides.sleep"),
        (preference(120, sleep=180, activity=100), "providers.oura.resource_overrides.activity"),
    ],
    ids=["default", "override", "new override"],
)
def test_only_the_value_that_is_new_or_changed_fails(changed: ProviderPreference, path: str) -> None:
    before = want([A], oura=preference(120, sleep=180))

    (said,) = found(want([A], oura=changed), {A: shown(90, sleep=30)}, before)

    assert said.startswith(f"{path}: ")


def test_an_old_value_is_new_for_a_new_team_and_for_a_new_data_provider() -> None:
    live = {A: shown(90), B: shown(90)}

    assert found(want([A, B], oura=120), live, want([A], oura=120)) == [
        f"providers.oura.default: is above the 90 days that Junction allows team {B}; lower it to 90"
    ]
    assert found(want([A], oura=120), live, want([A], garmin=120)) != []
