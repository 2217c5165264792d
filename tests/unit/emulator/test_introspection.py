"""What introspection shows follows from what was connected, triggered and preferred, and when."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from pulumi_junction.emulator.defaults import FIXED_DAYS, LISTED_DAYS
from pulumi_junction.emulator.state import Emulator
from tests.support.pulls import INTROSPECT, MINUTE, Pulling
from tests.unit.emulator.conftest import MIDDAY, pulling

HERE = ("sandbox", "us")
DAY = 24 * 60 * MINUTE
CARLA = "22222222-2222-4222-8222-222222222222"
SEED: dict[str, Any] = {"key": "k", "team_id": "11111111-1111-4111-8111-111111111111", "env": "sandbox", "region": "us"}


def days(record: Any) -> int:
    start, end = (datetime.fromisoformat(record[name]) for name in ("range_start", "range_end"))
    return (end - start).days


def of_first(api: Pulling, ten: Emulator, provider: str) -> Any:
    """Records of the first user, by resource."""
    return api.users(user_id=ten.users[0])[ten.users[0]][provider]["pulled"]


def statuses(api: Pulling, ten: Emulator, provider: str) -> list[str]:
    """Of the sleep of every user."""
    return [one[provider]["pulled"]["sleep"]["status"] for one in api.users().values()]


def test_seeded_connections_were_pulled_yesterday_as_first_ones_are(ten: Emulator, api: Pulling) -> None:
    users = api.users()

    assert list(users) == ten.users
    for providers in users.values():
        assert list(providers) == ["oura", "garmin", "fitbit", "strava", "withings"]
        for slug, connection in providers.items():
            assert connection["not_pulled"] == []
            for resource, record in connection["pulled"].items():
                usual = FIXED_DAYS.get(slug, {}).get(resource, LISTED_DAYS[slug])
                assert (record["status"], record["error_details"]) == ("success", None)
                assert record["range_end"] == "2026-11-19T00:00:00+00:00"
                assert days(record) == usual
                assert usual * 0.8 <= record["days_with_data"] <= usual


def test_a_pull_is_scheduled_begun_and_done(ten: Emulator, api: Pulling) -> None:
    api.trigger(ten.users, "garmin")
    assert statuses(api, ten, "garmin") == ["in_progress"] * 2 + ["scheduled"] * 8

    ten.pass_time(MINUTE)
    assert statuses(api, ten, "garmin") == ["success"] * 2 + ["in_progress"] * 2 + ["scheduled"] * 6

    ten.pass_time(10 * MINUTE)
    assert statuses(api, ten, "garmin") == ["success"] * 10
    assert {one["status"] for one in of_first(api, ten, "oura").values()} == {"success"}


def test_a_record_has_the_times_and_the_range_of_its_pull(ten: Emulator, api: Pulling) -> None:
    third = ten.users[2]
    api.trigger(ten.users, "garmin")
    scheduled = api.users(user_id=third)[third]["garmin"]["pulled"]["sleep"]
    ten.pass_time(MINUTE)
    begun = api.users(user_id=third)[third]["garmin"]["pulled"]["sleep"]
    ten.pass_time(MINUTE)
    done = api.users(user_id=third)[third]["garmin"]["pulled"]["sleep"]

    minute, end = MIDDAY + timedelta(minutes=1), MIDDAY + timedelta(minutes=1, seconds=30)
    nothing = {"started_at": None, "ended_at": None}
    assert scheduled["timeline"] == {"scheduled_at": MIDDAY.isoformat(), **nothing}
    assert (scheduled["range_start"], scheduled["range_end"], scheduled["days_with_data"]) == (None, None, 0)
    assert begun["timeline"] == {**scheduled["timeline"], "started_at": minute.isoformat()}
    assert (begun["range_end"], begun["days_with_data"]) == ("2026-11-20T00:00:00+00:00", 0)
    assert done["timeline"] == {**begun["timeline"], "ended_at": end.isoformat()}
    assert done["days_with_data"] > 0


def test_days_are_those_in_force_when_the_batch_comes(ten: Emulator, api: Pulling) -> None:
    ten.set(*HERE, ten.team_id, "garmin", 120, {"sleep": 200})
    api.trigger(ten.users, "garmin")
    ten.pass_time(MINUTE)

    ten.set(*HERE, ten.team_id, "garmin", 365)
    ten.pass_time(10 * MINUTE)

    pulled = [one["garmin"]["pulled"] for one in api.users().values()]
    assert [days(one["sleep"]) for one in pulled] == [200] * 4 + [365] * 6
    assert [days(one["activity"]) for one in pulled] == [120] * 4 + [365] * 6


def test_a_post_or_delete_comes_too_late_for_what_has_begun(ten: Emulator, api: Pulling) -> None:
    path = f"/v1/org/{ten.org_id}/team_data_pull_preferences/sandbox/us"
    key = {"X-Management-Key": ten.management_key}
    api.trigger(ten.users, "garmin")
    ten.pass_time(MINUTE)
    body = {"team_ids": [ten.team_id], "providers": {"garmin": {"default": {"historical_days_to_pull": 365}}}}
    assert api.client.post(path, json=body, headers=key).status_code == 200
    ten.pass_time(MINUTE)
    assert api.client.delete(path, headers=key).status_code == 200
    ten.pass_time(10 * MINUTE)

    pulled = [one["garmin"]["pulled"]["sleep"] for one in api.users().values()]

    assert [days(one) for one in pulled] == [90] * 4 + [365] * 2 + [90] * 4


def test_preferences_of_another_team_or_place_are_none_of_its(ten: Emulator, api: Pulling) -> None:
    ten.set("production", "us", ten.team_id, "oura", 10)
    ten.set("sandbox", "eu", ten.team_id, "oura", 10)
    ten.set("sandbox", "us", CARLA, "oura", 10)

    api.trigger(ten.users, "oura")

    assert days(of_first(api, ten, "oura")["sleep"]) == LISTED_DAYS["oura"]


def test_limits_and_clamps_hold_whatever_is_set(ten: Emulator, api: Pulling) -> None:
    ten.set(*HERE, ten.team_id, "oura", 300, {"sleep": 300})
    ten.options.limits = {"oura": 200, "oura.sleep": 100}
    ten.options.clamps = {"fitbit.activity": 14}

    api.trigger(ten.users, "oura")
    api.trigger(ten.users, "fitbit")

    oura, fitbit = of_first(api, ten, "oura"), of_first(api, ten, "fitbit")
    assert (days(oura["activity"]), days(oura["sleep"])) == (200, 100)
    assert (days(fitbit["activity"]), days(fitbit["sleep"])) == (14, 90)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ("provider_rate_limit_exceeded", "retrying"),
        ("provider_unavailable", "retrying"),
        ("transport_failure", "retrying"),
        ("resource_contention", "retrying"),
        ("non_retriable_error", "failure"),
        ("unexpected_error", "failure"),
        ("retry_quota_exhausted", "failure"),
        ("some_new_error", "failure"),
    ],
)
def test_a_pull_that_fails_says_why_and_has_no_data(error: str, status: str, ten: Emulator, api: Pulling) -> None:
    ten.options.pull_errors = {"oura.sleep": error, "fitbit": error}
    for provider in ("oura", "fitbit"):
        api.trigger(ten.users, provider)
    begun = of_first(api, ten, "oura")["sleep"]
    ten.pass_time(MINUTE)

    oura, fitbit = of_first(api, ten, "oura"), of_first(api, ten, "fitbit")

    assert (begun["status"], begun["error_details"]) == ("in_progress", None)
    failed = (status, error, 0, 180)
    assert (*(oura["sleep"][name] for name in ("status", "error_details", "days_with_data")), days(oura["sleep"])) == (
        failed
    )
    assert oura["activity"]["status"] == "success"
    assert {one["error_details"] for one in fitbit.values()} == {error}


def test_another_pull_may_succeed_when_the_error_is_over(ten: Emulator, api: Pulling) -> None:
    ten.options.pull_errors = {"oura.sleep": "provider_unavailable"}
    api.trigger(ten.users, "oura")
    ten.pass_time(MINUTE)

    ten.options.pull_errors = {}
    still = of_first(api, ten, "oura")["sleep"]["status"]
    api.trigger(ten.users, "oura")
    ten.pass_time(MINUTE)

    assert (still, of_first(api, ten, "oura")["sleep"]["status"]) == ("retrying", "success")


def test_users_without_the_connection_are_processed_without_effect(ten: Emulator, api: Pulling) -> None:
    before = api.users()
    api.trigger([CARLA, *ten.users], "polar")
    ten.pass_time(MINUTE)

    assert api.users() == before
    assert api.operations()[0]["processed"] == 11


def test_users_without_connections_count_and_are_not_shown() -> None:
    users = [
        {"user_id": CARLA.replace("2", digit), "providers": ["oura"] if digit in "15" else []} for digit in "12345"
    ]
    with Emulator(seed={"teams": [{**SEED, "users": users}]}) as junction, pulling(junction, "k") as api:
        pages = [[one["user_id"][0] for one in page] for page in api.pages(INTROSPECT, user_limit=2)]

    assert pages == [["1"], [], ["5"]]


def test_a_provider_is_asked_for_after_users_were_counted(ten: Emulator, api: Pulling) -> None:
    assert [len(page) for page in api.pages(INTROSPECT, user_limit=4, provider="polar")] == [0, 0, 0]
    assert {name for providers in api.users(provider="oura").values() for name in providers} == {"oura"}


def test_a_laboratory_is_a_provider_that_nobody_is_connected_to(api: Pulling) -> None:
    assert api.users(provider="quest") == {}


def test_one_user_can_be_asked_for(ten: Emulator, api: Pulling) -> None:
    assert list(api.users(user_id=ten.users[7])) == [ten.users[7]]
    assert api.users(user_id=CARLA) == {}


def test_the_deprecated_cursor_is_followed_as_well(ten: Emulator, api: Pulling) -> None:
    first = api.client.get(INTROSPECT, params={"user_limit": 6}).json()
    assert first["next"] == first["next_cursor"]

    second = api.client.get(INTROSPECT, params={"user_limit": 6, "cursor": first["next"]}).json()

    assert [one["user_id"] for one in second["data"]] == ten.users[6:]
    assert (second["next"], second["next_cursor"]) == (None, None)


def test_fifty_users_are_a_page(ten: Emulator) -> None:
    with Emulator(users=51) as junction, pulling(junction) as api:
        assert [len(page) for page in api.pages(INTROSPECT)] == [50, 1]


def test_what_a_provider_never_backfills_is_not_pulled() -> None:
    users = [{"user_id": CARLA, "providers": ["polar"]}]
    with Emulator(seed={"teams": [{**SEED, "users": users}]}) as junction, pulling(junction, "k") as api:
        polar = api.users()[CARLA]["polar"]

    assert (list(polar["pulled"]), polar["not_pulled"]) == (["sleep", "sleep_stream"], ["activity", "workouts"])


def test_fitbit_pulls_14_days_of_activity_and_heartrate_whatever_is_set(ten: Emulator, api: Pulling) -> None:
    """As the documents' table has it."""
    ten.set(ten.team.env, ten.team.region, ten.team_id, "fitbit", 300)
    api.trigger(ten.users, "fitbit")
    ten.pass_time(60)

    pulled = api.users()[ten.users[0]]["fitbit"]["pulled"]

    assert {resource: days(record) for resource, record in pulled.items() if resource != "sleep"} == {
        "activity": 14,
        "heartrate": 14,
    } | {resource: 300 for resource in pulled if resource not in ("activity", "heartrate", "sleep")}
    assert days(pulled["sleep"]) == 300
