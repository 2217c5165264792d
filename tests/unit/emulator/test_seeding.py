"""Users and connections that are there from the beginning, and what a seed may not say."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from pulumi_junction.emulator.defaults import DEMO_TEAM_ID, DEMO_TEAM_KEY
from pulumi_junction.emulator.seeding import SeedError, read_seed
from pulumi_junction.emulator.state import Emulator
from tests.unit.emulator.conftest import MIDDAY, pulling

ACME = "11111111-1111-4111-8111-111111111111"
USER = "33333333-3333-4333-8333-333333333333"


def seed(**changes: Any) -> dict[str, Any]:
    return {"teams": [{"key": "secret-key", "team_id": ACME, "env": "production", "region": "eu", **changes}]}


def test_the_demo_teams_users_are_the_same_each_time() -> None:
    with Emulator(users=3) as first, Emulator(users=4) as second:
        assert second.users[:3] == first.users
        assert len({UUID(user) for user in second.users}) == 4


def test_users_of_different_teams_are_different() -> None:
    with Emulator(users=3) as demo, Emulator(users=3, team_id=ACME) as acme:
        assert set(demo.users) & set(acme.users) == set()


def test_an_emulator_has_no_users_unless_it_is_told() -> None:
    with Emulator() as junction, pulling(junction) as api:
        assert (junction.users, api.users()) == ([], {})
        assert (junction.team_id, junction.team_api_key) == (DEMO_TEAM_ID, DEMO_TEAM_KEY)


def test_preferences_of_the_demo_team_are_those_of_its_place() -> None:
    with Emulator(users=1, team_env="production", team_region="eu", team_id=ACME.upper()) as junction:
        junction.set("production", "eu", ACME, "oura", 365)
        with pulling(junction) as api:
            api.trigger(junction.users, "oura")
            junction.pass_time(60)
            sleep = api.users()[junction.users[0]]["oura"]["pulled"]["sleep"]

    assert 292 <= sleep["days_with_data"] <= 365


def test_first_connections_are_pulled_by_the_preferences_in_the_state_file(tmp_path: Path) -> None:
    file = tmp_path / "junction.db"
    with Emulator(state=file) as before:
        before.set("sandbox", "us", before.team_id, "strava", 300)

    with Emulator(state=file, users=1) as after, pulling(after) as api:
        record = api.users()[after.users[0]]["strava"]["pulled"]["workouts"]

    assert 240 <= record["days_with_data"] <= 300


def test_a_state_file_keeps_users_operations_and_what_was_pulled(tmp_path: Path) -> None:
    file = tmp_path / "junction.db"
    with Emulator(state=file, users=20, clock=MIDDAY.timestamp) as before, pulling(before) as api:
        api.trigger(before.users, "garmin")
        expected = api.users(), before.operations, before.users

    with Emulator(state=file, users=20, clock=MIDDAY.timestamp) as after, pulling(after) as api:
        assert (api.users(), after.operations, after.users) == expected
        after.pass_time(3600)
        assert after.operations[0]["status"] == "success"


def test_an_operation_goes_on_while_no_emulator_runs(tmp_path: Path) -> None:
    file = tmp_path / "junction.db"
    with Emulator(state=file, users=20, clock=MIDDAY.timestamp) as before, pulling(before) as api:
        api.trigger(before.users, "garmin")

    with Emulator(state=file, users=20, clock=lambda: MIDDAY.timestamp() + 3600) as after:
        assert after.operations[0]["status"] == "success"


def test_no_key_is_kept_in_the_state_file(tmp_path: Path) -> None:
    file = tmp_path / "junction.db"
    with Emulator(state=file, seed=seed(), team_api_key="another-key"):
        pass

    kept = file.read_bytes()
    assert ACME.encode() in kept
    assert b"secret-key" not in kept
    assert b"another-key" not in kept


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ([], "the whole: Input should be a valid dictionary or instance of Seed"),
        ({}, "teams: Field required"),
        ({"teams": [], "team": []}, "team: Extra inputs are not permitted"),
        (seed(key=""), "teams.0.key: "),
        (seed(key="with a space"), "teams.0.key: "),
        (seed(team_id="acme"), "teams.0.team_id: Input should be a valid UUID"),
        (seed(env="staging"), "teams.0.env: Input should be 'production' or 'sandbox'"),
        (seed(region="ca"), "teams.0.region: Input should be 'us' or 'eu'"),
        (seed(users={}), "teams.0.users: Input should be a valid list"),
        (seed(users=[{}]), "teams.0.users.0.user_id: Field required"),
        (seed(users=[{"user_id": USER, "providers": ["ouar"]}]), "teams.0.users.0.providers.0: "),
        (seed(users=[{"user_id": USER}] * 2), f"teams.0.users.1: {USER} is there twice"),
        ({"teams": seed()["teams"] * 2}, "teams.1.key: this key is another team's"),
        (seed(key="", env="", region=""), "teams.0.key: "),
    ],
)
def test_a_seed_unlike_its_form_is_refused_in_one_line_without_a_key(content: Any, line: str) -> None:
    with pytest.raises(SeedError) as refused:
        read_seed(content)

    assert str(refused.value).startswith(line)
    assert str(refused.value).isprintable()
    assert "secret-key" not in str(refused.value)
    assert "with a space" not in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"team_api_key": ""}, "empty team API key"),
        ({"team_id": "acme"}, "UUID"),
        ({"team_env": "staging"}, "staging"),
        ({"team_region": "ca"}, "ca"),
        ({"users": -1}, "-1 users"),
        ({"seed": {}}, "teams: Field required"),
        ({"seed": seed(key=DEMO_TEAM_KEY)}, "demo team's key"),
        ({"time_scale": 0}, "time_scale"),
        ({"time_scale": float("nan")}, "time_scale"),
        ({"pull_errors": {"oura.nap": "x"}}, "'nap' is none of"),
        ({"pull_errors": {"oura.sleep": ""}}, "pull_errors"),
        ({"op_statuses": {"ouar": "failure"}}, "no provider that can be triggered"),
        ({"op_statuses": {"oura": "in_progress"}}, "no end of an operation"),
    ],
)
def test_an_emulator_whose_pulls_could_not_work_is_not_made(settings: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Emulator(**settings)


def test_triggers_looks_and_changes_of_many_threads_do_not_disturb_each_other() -> None:
    with Emulator(users=40, time_scale=1e9) as junction:

        def one(number: int) -> None:
            junction.pulls.trigger(junction.team, "garmin", junction.users)
            junction.set("sandbox", "us", junction.team_id, "garmin", number + 1)
            junction.pass_time(1)

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(one, range(40)))
        junction.pass_time(10)

        assert [(op["status"], op["processed"]) for op in junction.operations] == [("success", 40)] * 40
