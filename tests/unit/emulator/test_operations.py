"""Operations go as fast as the throttle table says, and are listed newest first."""

import itertools
from datetime import datetime

import pytest

from pulumi_junction.emulator import junction
from pulumi_junction.emulator.state import Emulator
from tests.support.pulls import MINUTE, OPERATIONS, TRIGGER, Pulling
from tests.unit.emulator.conftest import MIDDAY, pulling

NOBODY = [f"00000000-0000-4000-8000-{number:012}" for number in range(600)]


def progress(api: Pulling) -> tuple[str, int, int]:
    """Of the newest operation."""
    newest = api.operations()[0]
    return newest["status"], newest["processed"], newest["pending"]


@pytest.mark.parametrize(
    ("provider", "seconds", "processed"),
    [
        ("garmin", [0, 29, 30, 89, 90], [0, 0, 2, 2, 4]),
        ("strava", [0, 30, 15 * MINUTE + 29, 15 * MINUTE + 30], [0, 1, 1, 2]),
        ("oura", [29, 30, 5 * MINUTE + 29, 5 * MINUTE + 30], [0, 150, 150, 300]),
        ("withings", [29, 30, 89, 90], [0, 8, 8, 16]),
        ("whoop_v2", [29, 30, 89, 90], [0, 8, 8, 16]),
        ("fitbit", [29, 30, 59, 60], [0, 250, 250, 500]),
        ("polar", [29, 30, 59, 60], [0, 250, 250, 500]),
    ],
)
def test_batches_follow_each_other_as_the_table_says(
    provider: str, seconds: list[int], processed: list[int], ten: Emulator, api: Pulling
) -> None:
    """Each user takes 30 seconds, which is the emulator's own assumption."""
    assert api.trigger(NOBODY, provider) == 202

    seen, passed = [], 0
    for second in seconds:
        ten.pass_time(second - passed)
        passed = second
        seen.append(progress(api))

    assert seen == [("in_progress", done, 600 - done) for done in processed]


def test_it_is_over_when_the_last_user_has_been_pulled(ten: Emulator, api: Pulling) -> None:
    api.trigger(ten.users[:5], "garmin")

    ten.pass_time(2 * MINUTE + 29)
    assert progress(api) == ("in_progress", 4, 1)
    assert api.operations()[0]["ended_at"] is None

    ten.pass_time(1)
    assert progress(api) == ("success", 5, 0)
    (operation,) = api.operations()
    assert operation["type"] == "link_bulk_historical_trigger"
    assert operation["provider"] == "garmin"
    assert datetime.fromisoformat(operation["started_at"]) == MIDDAY
    assert (datetime.fromisoformat(operation["ended_at"]) - MIDDAY).total_seconds() == 2 * MINUTE + 30


def test_an_operation_of_nobody_is_over_at_once(ten: Emulator, api: Pulling) -> None:
    api.trigger([], "garmin")

    assert progress(api) == ("success", 0, 0)


def test_a_factor_lets_a_minute_pass_in_a_second(ten: Emulator, api: Pulling) -> None:
    ten.options.time_scale = 60
    api.trigger(ten.users[:5], "garmin")

    ten.pass_time(2.5)

    assert progress(api) == ("success", 5, 0)


def test_operations_that_run_keep_their_pace_when_the_factor_changes(ten: Emulator, api: Pulling) -> None:
    api.trigger(ten.users[:5], "garmin")
    ten.options.time_scale = 1_000_000

    ten.pass_time(90)

    assert progress(api) == ("in_progress", 4, 1)


@pytest.mark.parametrize("status", ["failure", "aborted", "some_new_status"])
def test_one_that_does_not_succeed_ends_with_its_first_batch(status: str, ten: Emulator, api: Pulling) -> None:
    ten.options.op_statuses = {"garmin": status}
    api.trigger(ten.users, "garmin")
    api.trigger(ten.users, "withings")

    ten.pass_time(30)
    of_withings, of_garmin = api.operations()
    assert (of_garmin["status"], of_garmin["processed"], of_garmin["pending"]) == (status, 2, 8)
    assert of_garmin["ended_at"] is not None
    assert of_withings["status"] == "in_progress"

    ten.pass_time(10 * MINUTE)
    assert [one["processed"] for one in api.operations()] == [10, 2]
    assert {one["garmin"]["pulled"]["sleep"]["range_end"][:10] for one in list(api.users().values())[2:]} == {
        "2026-11-19"
    }, "users of later batches still have the record of their first connection"


def test_who_waits_is_told_when_it_is_over() -> None:
    ten_seconds_each_time = itertools.count(MIDDAY.timestamp(), 10).__next__
    with Emulator(users=1, clock=ten_seconds_each_time) as moving, pulling(moving) as api:
        body = {"user_ids": moving.users, "provider": "oura", "wait_for_completion": True}
        answer = api.client.post(TRIGGER, json=body)
        over = progress(api)

    assert (answer.status_code, answer.json()) == (200, {})
    assert over == ("success", 1, 0)


def test_who_waits_in_vain_is_told_that_it_was_accepted(
    ten: Emulator, api: Pulling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(junction, "WAIT_SECONDS", 0.05)

    answer = api.client.post(
        TRIGGER,
        json={"user_ids": ten.users, "provider": "garmin", "wait_for_completion": True},
    )

    assert (answer.status_code, answer.content) == (202, b"")


def test_who_does_not_wait_is_told_at_once_and_nothing_else(ten: Emulator, api: Pulling) -> None:
    answer = api.client.post(TRIGGER, json={"user_ids": ten.users, "provider": "garmin"})

    assert (answer.status_code, answer.content) == (202, b"")
    assert answer.headers["Content-Length"] == "0"


def test_operations_come_newest_first_in_pages(ten: Emulator, api: Pulling) -> None:
    providers = ["oura", "garmin", "fitbit", "strava", "withings"]
    for provider in providers:
        api.trigger(ten.users, provider)
    newest_first = providers[::-1]

    pages = [[one["provider"] for one in page] for page in api.pages(OPERATIONS, page_size=2)]

    assert pages == [newest_first[:2], newest_first[2:4], newest_first[4:]]
    assert [one["provider"] for one in api.operations()] == newest_first
    assert [one["provider"] for one in ten.operations] == newest_first


def test_a_newer_operation_does_not_move_the_pages_that_follow(ten: Emulator, api: Pulling) -> None:
    for provider in ("oura", "garmin", "fitbit"):
        api.trigger(ten.users, provider)
    pages = api.pages(OPERATIONS, page_size=2)
    next(pages)

    api.trigger(ten.users, "strava")

    assert [one["provider"] for one in next(pages)] == ["oura"]


def test_a_page_of_none_is_the_last_one(ten: Emulator, api: Pulling) -> None:
    api.trigger(ten.users, "oura")

    assert list(api.pages(OPERATIONS, page_size=0)) == [[]]


def test_ten_operations_are_a_page_and_fifty_at_most(ten: Emulator, api: Pulling) -> None:
    for _ in range(11):
        api.trigger([], "oura")

    assert len(api.operations()) == 10
    assert len(api.operations(page_size=50)) == 11
    for size in ("51", "-1", "ten", "1.0"):
        assert api.client.get(OPERATIONS, params={"page_size": size}).status_code == 422


def test_the_emulator_may_give_smaller_pages_than_it_is_asked_for(ten: Emulator, api: Pulling) -> None:
    ten.options.page_size = 1
    for provider in ("oura", "garmin"):
        api.trigger(ten.users, provider)

    assert [len(page) for page in api.pages(OPERATIONS, page_size=50)] == [1, 1]


def test_time_does_not_pass_backwards(ten: Emulator) -> None:
    with pytest.raises(ValueError, match="time passes forward"):
        ten.pass_time(-1)
