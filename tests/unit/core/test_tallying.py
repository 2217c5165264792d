"""Totals of historical pulls, and which rows are chosen."""

import tracemalloc
from datetime import datetime, timezone
from uuid import UUID

import pytest

from pulumi_junction.core.pull_rows import Choice
from pulumi_junction.core.pulls import ProviderPulls, Pull, UserPulls
from pulumi_junction.core.tallying import Tally

WHEN = datetime(2026, 11, 22, tzinfo=timezone.utc)
DONE = Pull("success", WHEN)
AGAIN = Pull("retrying", WHEN, error="transport_failure")
FAILED = Pull("failure", WHEN, error="retry_quota_exhausted")


def person(number: int) -> UserPulls:
    oura = ProviderPulls({"sleep": DONE, "hrv": AGAIN, "activity": DONE}, ("glucose",))
    return UserPulls(str(UUID(int=number)), {"oura": oura, "garmin": ProviderPulls({"sleep": FAILED})})


def tallied(*users: UserPulls, choice: Choice | None = None) -> Tally:
    tally = Tally()
    for user in users:
        tally.add((choice or Choice()).rows(user))
    return tally


def test_totals_count_resources_and_users_by_provider_status_and_error() -> None:
    tally = tallied(person(1), person(2))

    assert (tally.users, tally.resources, tally.not_pulled) == (2, 8, 2)
    assert [(*total.group[:3], total.resources, total.users) for total in tally.totals()] == [
        ("garmin", "failure", "retry_quota_exhausted", 2, 2),
        ("oura", "success", None, 4, 2),
        ("oura", None, None, 2, 2),
        ("oura", "retrying", "transport_failure", 2, 2),
    ]


def test_a_user_without_anything_that_is_chosen_is_not_counted() -> None:
    tally = tallied(person(1), UserPulls(str(UUID(int=2)), {}), choice=Choice(resources=frozenset({"glucose"})))

    assert (tally.users, tally.resources, tally.not_pulled) == (1, 0, 1)


@pytest.mark.parametrize(
    ("choice", "rows"),
    [
        (Choice(), ["garmin.sleep", "oura.activity", "oura.hrv", "oura.sleep"]),
        (Choice(providers=frozenset({"garmin", "fitbit"})), ["garmin.sleep"]),
        (Choice(resources=frozenset({"sleep"})), ["garmin.sleep", "oura.sleep"]),
        (Choice(statuses=frozenset({"success"})), ["oura.activity", "oura.sleep"]),
        (Choice(failed=True), ["garmin.sleep", "oura.hrv"]),
        (Choice(failed=True, statuses=frozenset({"failure"})), ["garmin.sleep"]),
        (Choice(failed=True, not_pulled=True), ["garmin.sleep", "oura.glucose", "oura.hrv"]),
        (Choice(resources=frozenset({"glucose"})), []),
    ],
)
def test_rows_are_chosen_by_provider_resource_status_and_trouble(choice: Choice, rows: list[str]) -> None:
    shown = [f"{row.provider}.{row.resource}" for row in choice.rows(person(1)) if choice.shows(row)]

    assert shown == rows


def test_a_resource_that_is_told_both_ways_was_pulled() -> None:
    both = UserPulls(str(UUID(int=1)), {"oura": ProviderPulls({"sleep": DONE}, ("sleep",))})

    assert [row.pull for row in Choice().rows(both)] == [DONE]


def test_ten_thousand_users_take_no_more_memory_than_a_hundred() -> None:
    def peak(users: int) -> int:
        tally = Tally()
        tracemalloc.start()
        try:
            for number in range(users):
                tally.add(Choice().rows(person(number)))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few = peak(100)

    assert peak(10_000) < few * 2
