"""`pulumi-junction emulator`: users, connections and what becomes of their pulls, told by options."""

import json
from pathlib import Path

import httpx
import pytest

from pulumi_junction.emulator.defaults import DEMO_TEAM_KEY
from tests.support.emulator_command import greeting, refused, started, url_in

ACME = "11111111-1111-4111-8111-111111111111"
BETA = "22222222-2222-4222-8222-222222222222"


@pytest.mark.parametrize(
    ("option", "text", "reason"),
    [
        (
            "--pull-error",
            "oura=",
            "'oura=': write PROVIDER=ERROR or PROVIDER.RESOURCE=ERROR, such as oura.sleep=provider_unavailable",
        ),
        ("--pull-error", "zwift=x", "'zwift=x': 'zwift' is no provider that can be triggered"),
        (
            "--pull-error",
            "strava.sleep=x",
            "'strava.sleep=x': 'sleep' is none of workouts, workout_stream, which strava has here",
        ),
        ("--op-status", "oura=in_progress", "'oura=in_progress': 'in_progress' is no end of an operation"),
        ("--op-status", "oura.sleep=x", "'oura.sleep=x': 'oura.sleep' is no provider that can be triggered"),
    ],
)
def test_an_end_of_pulls_or_operations_that_means_nothing_is_refused_in_one_line(
    option: str, text: str, reason: str
) -> None:
    assert refused("--port", "0", option, text) == (2, f"pulumi-junction: {option} {reason}")


@pytest.mark.parametrize("factor", ["0", "-1", "nan", "inf"])
def test_a_factor_of_time_is_a_number_above_zero(factor: str) -> None:
    assert refused("--port", "0", "--time-scale", factor) == (
        2,
        f"pulumi-junction: --time-scale {factor}: write a number greater than 0, such as 60",
    )


SEEDED = {"key": "sk_us_acme", "team_id": ACME, "env": "production", "region": "eu"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "it is not JSON"),
        ("[]", "the whole: Input should be a valid dictionary or instance of Seed"),
        ('{"teams": [{}]}', "teams.0.key: Field required (and 3 more)"),
        (json.dumps({"teams": [SEEDED, SEEDED]}), "teams.1.key: this key is another team's"),
    ],
)
def test_a_seed_that_cannot_be_read_is_refused_in_one_line(text: str, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "seed.json"
    file.write_text(text)

    assert refused("--port", "0", "--seed", str(file)) == (2, f"pulumi-junction: --seed {file}: {reason}")


def test_a_seed_with_the_demo_teams_key_is_refused_without_printing_it(tmp_path: Path) -> None:
    file = tmp_path / "seed.json"
    file.write_text(json.dumps({"teams": [SEEDED]}))

    status, line = refused("--port", "0", "--seed", str(file), "--team-api-key", SEEDED["key"])

    assert status == 2
    assert line.startswith("pulumi-junction: --seed: the demo team's key is that of a seeded team")
    assert SEEDED["key"] not in line


def test_a_seed_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "seed.json"

    assert refused("--port", "0", "--seed", str(file)) == (
        1,
        f"pulumi-junction: --seed {file}: No such file or directory",
    )


def test_users_errors_and_statuses_are_told_when_it_starts(tmp_path: Path) -> None:
    seed = tmp_path / "seed.json"
    users = [{"user_id": BETA, "providers": ["oura", "strava"]}]
    seed.write_text(json.dumps({"teams": [{**SEEDED, "users": users}]}))
    told = ["--pull-error", "oura.sleep=some_new_error", "--op-status", "strava=aborted", "--time-scale", "1e6"]
    with started("--users", "3", "--seed", str(seed), *told) as command:
        url = url_in(greeting(command))
        with httpx.Client(base_url=url, headers={"x-vital-api-key": SEEDED["key"]}, trust_env=False) as http:
            demo = http.get("/v2/introspect/historical_pull", headers={"x-vital-api-key": DEMO_TEAM_KEY}).json()
            for provider in ("oura", "strava"):
                body = {"user_ids": [BETA], "provider": provider, "wait_for_completion": True}
                assert http.post("/v2/link/bulk_trigger_historical_pull", json=body).status_code == 200
            operations = http.get("/v2/link/bulk_op").json()["data"]
            (user,) = http.get("/v2/introspect/historical_pull").json()["data"]

    assert [len(one["provider"]) for one in demo["data"]] == [5, 5, 5]
    assert [(one["provider"], one["status"]) for one in operations] == [("strava", "aborted"), ("oura", "success")]
    sleep = user["provider"]["oura"]["pulled"]["sleep"]
    assert (sleep["status"], sleep["error_details"]) == ("failure", "some_new_error")


def test_link_endpoints_can_be_disabled() -> None:
    with started("--no-link") as command:
        url = url_in(greeting(command))
        answer = httpx.get(f"{url}/v2/link/bulk_op", headers={"x-vital-api-key": DEMO_TEAM_KEY}, trust_env=False)

    assert answer.status_code == 403
