"""Connections are imported by an operation that gets to them one after the other."""

import itertools
from pathlib import Path

import pytest

from pulumi_junction.emulator import junction
from pulumi_junction.emulator.state import Emulator
from tests.support.moving import HOUR, exported, import_, pause, recipe
from tests.support.pulls import Pulling
from tests.unit.emulator.conftest import MIDDAY, pulling

STRANGER = "99999999-9999-4999-8999-999999999999"


def newest(api: Pulling) -> tuple[str, int, int]:
    one = api.operations()[0]
    return one["status"], one["processed"], one["pending"]


def test_an_import_is_accepted_without_a_word_and_listed_among_the_operations(ten: Emulator, api: Pulling) -> None:
    answer = import_(api.client, recipe(ten.users[0]))

    assert (answer.status_code, answer.content) == (202, b"")
    (operation,) = api.operations()
    assert (operation["type"], operation["provider"]) == ("link_bulk_import", "oura")
    assert newest(api) == ("in_progress", 0, 1)


def test_a_connection_has_what_was_imported_once_the_operation_is_done_with_it(ten: Emulator, api: Pulling) -> None:
    user = ten.users[0]
    import_(api.client, recipe(user), provider="whoop_v2")
    assert ten.connection(user, "whoop_v2") is None

    ten.pass_time(0.1)

    assert newest(api) == ("success", 1, 0)
    assert ten.connection(user.upper(), "whoop_v2") == {**recipe(user), "provider": "whoop_v2", "paused": False}
    assert exported(api.client, "whoop_v2") == [recipe(user)]


def test_a_hundred_connections_a_second_are_imported(api: Pulling, ten: Emulator) -> None:
    import_(api.client, *(recipe(STRANGER) for _ in range(249)), recipe(ten.users[0]))

    seen = []
    for seconds in (0.05, 0.05, 0.9, 1, 0.4, 0.1):
        ten.pass_time(seconds)
        seen.append(newest(api))

    assert [processed for _, processed, _ in seen] == [0, 10, 100, 200, 240, 250]
    assert [status for status, _, _ in seen] == ["in_progress"] * 5 + ["success"]


def test_a_factor_makes_it_faster(api: Pulling, ten: Emulator) -> None:
    ten.options.time_scale = 100
    import_(api.client, *(recipe(user) for user in ten.users))

    ten.pass_time(0.001)

    assert newest(api) == ("success", 10, 0)


def test_who_waits_is_told_who_was_imported_and_who_failed() -> None:
    a_second_each_time = itertools.count(MIDDAY.timestamp()).__next__
    with Emulator(users=3, clock=a_second_each_time) as moving, pulling(moving) as api:
        first, second, third = moving.users
        moving.options.import_failures = {second.upper()}
        answer = import_(api.client, *map(recipe, (first, second, STRANGER, third, first)), wait_for_completion=True)
        unchanged = moving.connection(second, "oura")

    assert (answer.status_code, answer.json()) == (
        200,
        {"user_ids_imported": [first, third], "user_ids_failed": [second, STRANGER]},
    )
    assert unchanged
    assert unchanged["access_token"] != f"access of {second}"


def test_who_waits_in_vain_is_told_that_it_was_accepted(
    ten: Emulator, api: Pulling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(junction, "WAIT_SECONDS", 0.05)

    answer = import_(api.client, recipe(ten.users[0]), wait_for_completion=True)

    assert (answer.status_code, answer.content) == (202, b"")


def test_a_user_of_another_team_is_unknown() -> None:
    user = {"user_id": STRANGER, "providers": ["oura"]}
    acme = {"key": "acme", "team_id": STRANGER, "env": "sandbox", "region": "us", "users": [user]}
    with Emulator(users=1, seed={"teams": [acme]}, clock=MIDDAY.timestamp) as emulator, pulling(emulator) as api:
        import_(api.client, recipe(STRANGER))
        emulator.pass_time(1)

        assert newest(api) == ("failure", 1, 0)
        assert emulator.connection(STRANGER, "oura") is None
        theirs = emulator.connection(STRANGER, "oura", team_api_key="acme")
        assert theirs == next(emulator.connections_of("oura", team_api_key="acme"))
        assert theirs
        assert theirs["access_token"] != f"access of {STRANGER}"


def test_an_import_has_failed_if_nobody_was_imported_and_succeeds_with_one(ten: Emulator, api: Pulling) -> None:
    import_(api.client)
    assert newest(api) == ("success", 0, 0)

    import_(api.client, recipe(STRANGER))
    import_(api.client, recipe(STRANGER), recipe(ten.users[0]))
    ten.pass_time(1)

    assert [one["status"] for one in api.operations()] == ["success", "failure", "success"]
    assert [one["status"] for one in ten.operations] == ["success", "failure", "success"]


def test_a_user_who_failed_is_imported_once_nothing_stands_in_the_way(ten: Emulator, api: Pulling) -> None:
    user = ten.users[0]
    ten.options.import_failures.add(user)
    import_(api.client, recipe(user))
    ten.pass_time(1)
    assert newest(api) == ("failure", 1, 0)

    ten.options.import_failures.clear()
    import_(api.client, recipe(user))
    ten.pass_time(1)

    assert newest(api) == ("success", 1, 0)
    assert exported(api.client, user_ids=[user]) == [recipe(user)]


@pytest.mark.parametrize("status", ["failure", "aborted", "some_new_status"])
def test_one_that_does_not_succeed_ends_with_its_first_batch(status: str, ten: Emulator, api: Pulling) -> None:
    ten.options.op_statuses = {"import:strava": status}
    twelve = [*ten.users, STRANGER, STRANGER]
    for provider in ("strava", "oura"):
        import_(api.client, *map(recipe, reversed(twelve)), provider=provider)
    ten.pass_time(HOUR / 2)

    of_oura, of_strava = api.operations()
    assert (of_oura["status"], of_oura["processed"]) == ("success", 12)
    assert (of_strava["status"], of_strava["processed"], of_strava["pending"]) == (status, 10, 2)
    imported = [one["user_id"] for one in ten.connections_of("strava") if one["access_token"].startswith("access")]
    assert imported == ten.users[2:]


def test_how_triggers_end_says_nothing_of_imports(ten: Emulator, api: Pulling) -> None:
    ten.options.op_statuses = {"oura": "aborted"}

    import_(api.client, *map(recipe, ten.users))
    ten.pass_time(1)

    assert newest(api) == ("success", 10, 0)


def test_what_a_connection_had_is_replaced_and_the_later_of_two_imports_counts(ten: Emulator, api: Pulling) -> None:
    user, other = ten.users[:2]
    first, second = recipe(user, access_token="one"), recipe(user, access_token="two", oauth_scopes=None)
    import_(api.client, *[recipe(other)] * 20, first)
    import_(api.client, second)

    ten.pass_time(0.1)
    assert exported(api.client, user_ids=[user]) == [second]

    ten.pass_time(1)
    assert exported(api.client, user_ids=[user]) == [first]


def test_members_that_may_be_left_out_are_null_and_unknown_ones_are_ignored(ten: Emulator, api: Pulling) -> None:
    sent = recipe(ten.users[0], note="from the old system")
    del sent["oauth_scopes"]

    import_(api.client, sent)
    ten.pass_time(1)

    assert exported(api.client, user_ids=[ten.users[0]]) == [recipe(ten.users[0], oauth_scopes=None)]


@pytest.mark.parametrize("expires_at", [0, -1, 2147483647, 1_900_000_000_000, 10**30])
def test_any_integer_is_a_time_and_comes_back_as_it_was(expires_at: int, ten: Emulator, api: Pulling) -> None:
    """The document has no bounds."""
    import_(api.client, recipe(ten.users[0], expires_at=expires_at))
    ten.pass_time(1)

    assert exported(api.client, user_ids=[ten.users[0]])[0]["expires_at"] == expires_at


def test_nothing_is_pulled_of_an_imported_connection_until_somebody_asks(ten: Emulator, api: Pulling) -> None:
    user = ten.users[0]
    import_(api.client, recipe(user), provider="whoop_v2")
    ten.pass_time(1)
    assert api.users(user_id=user)[user]["whoop_v2"]["pulled"] == {}

    api.trigger([user], "whoop_v2")

    assert set(api.users(user_id=user)[user]["whoop_v2"]["pulled"]) == {"activity", "sleep", "workouts"}


def test_an_import_goes_on_where_the_state_file_left_it(tmp_path: Path) -> None:
    file = tmp_path / "junction.db"
    with Emulator(users=20, state=file, clock=MIDDAY.timestamp) as before, pulling(before) as api:
        import_(api.client, *map(recipe, before.users))
        before.pass_time(0.1)
        pause(api.client, before.users[0])

    with Emulator(state=file, clock=lambda: MIDDAY.timestamp() + 1) as after, pulling(after) as api:
        assert newest(api) == ("success", 20, 0)
        assert exported(api.client) == [recipe(user) for user in after.users]
        assert [one["paused"] for one in after.connections_of("oura")] == [True] + [False] * 19


def test_a_state_file_with_tokens_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "junction.db"
    with Emulator(state=file):
        assert file.stat().st_mode & 0o777 == 0o600
