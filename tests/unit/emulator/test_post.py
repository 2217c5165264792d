from typing import Any

import pytest

from pulumi_junction.emulator.options import Echo, Post
from pulumi_junction.emulator.state import Emulator
from tests.unit.emulator.talk import ACME, BETA, Talk, by_team, days, short

BEFORE = {"oura": {"default": 100, "resource_overrides": {"sleep": 200}}, "garmin": {"default": 50}}


@pytest.fixture(autouse=True)
def _before(junction: Emulator) -> None:
    junction.set("production", "us", ACME, "oura", 100, {"sleep": 200})
    junction.set("production", "us", ACME, "garmin", 50)


@pytest.mark.parametrize(
    ("post", "oura", "garmin"),
    [
        ("merge", {"default": 120, "resource_overrides": {"workouts": 30}}, {"default": 50}),
        ("replace", {"default": 120, "resource_overrides": {"workouts": 30}}, None),
        ("deep", {"default": 120, "resource_overrides": {"sleep": 200, "workouts": 30}}, {"default": 50}),
    ],
)
def test_what_a_post_does_not_name_survives_or_not(
    post: Post, oura: dict[str, Any], garmin: dict[str, Any] | None, talk: Talk, junction: Emulator
) -> None:
    junction.options.post = post

    talk.post([ACME], oura=days(120, workouts=30))

    expected = {"oura": oura} | ({"garmin": garmin} if garmin else {})
    assert junction.get("production", "us", ACME) == expected


@pytest.mark.parametrize(("post", "after"), [("merge", BEFORE), ("deep", BEFORE), ("replace", {})])
def test_a_post_without_providers_empties_a_team_only_where_it_replaces(
    post: Post, after: dict[str, Any], talk: Talk, junction: Emulator
) -> None:
    junction.options.post = post

    talk.post([ACME])

    assert junction.get("production", "us", ACME) == after


def test_deep_replaces_the_overrides_it_names(talk: Talk, junction: Emulator) -> None:
    junction.options.post = "deep"

    talk.post([ACME], oura=days(120, sleep=10))

    assert junction.get("production", "us", ACME)["oura"] == {"default": 120, "resource_overrides": {"sleep": 10}}


def test_every_team_of_the_body_is_set_and_no_other(talk: Talk, junction: Emulator) -> None:
    third = "33333333-3333-4333-8333-333333333333"
    junction.set("production", "us", third, "oura", 1)

    answer = talk.post([BETA, ACME, BETA], oura=days(120))

    assert list(answer) == [BETA, ACME]
    assert junction.get("production", "us", BETA) == {"oura": {"default": 120}}
    assert junction.get("production", "us", ACME)["oura"] == {"default": 120}
    assert junction.get("production", "us", third) == {"oura": {"default": 1}}


def test_a_body_without_teams_sets_nothing(talk: Talk, junction: Emulator) -> None:
    assert talk.post([], oura=days(120)) == {}
    assert junction.get("production", "us", ACME) == BEFORE


def test_a_team_is_the_same_in_capitals_and_answered_once(talk: Talk, junction: Emulator) -> None:
    team = "abcdefab-0000-4000-8000-000000000001"
    body = {"team_ids": [team.upper(), team], "providers": {"oura": days(120)}}

    answer = talk.client.post(talk.path(), json=body).json()

    assert [shown["team_id"] for shown in answer["data_pull_preferences"]] == [team]
    assert junction.get("production", "us", team.upper()) == {"oura": {"default": 120}}


@pytest.mark.parametrize("asked", [366, 10**6, 10**4000])
def test_days_above_the_limit_are_taken_and_kept_as_the_limit(asked: int, talk: Talk, junction: Emulator) -> None:
    answer = talk.post([ACME], oura=days(asked, sleep=asked))

    clamped = {"historical_days_to_pull": 365, "historical_days_to_pull_limit": 365}
    assert answer[ACME]["oura"] == {"default": clamped, "resource_overrides": {"sleep": clamped}}
    assert junction.get("production", "us", ACME)["oura"] == {"default": 365, "resource_overrides": {"sleep": 365}}


@pytest.mark.parametrize("asked", [1, 364, 365])
def test_days_up_to_the_limit_are_kept_as_they_are(asked: int, talk: Talk, junction: Emulator) -> None:
    talk.post([ACME], oura=days(asked))

    assert junction.get("production", "us", ACME)["oura"] == {"default": asked}


def test_limits_can_be_told_by_provider_and_by_resource(talk: Talk, junction: Emulator) -> None:
    junction.options.limits = {"oura": 90, "oura.sleep": 30}

    answer = talk.post([ACME], oura=days(100, sleep=100, workouts=100), garmin=days(100))

    assert short(answer[ACME])["oura"] == (90, {"sleep": 30, "workouts": 90})
    assert short(answer[ACME])["garmin"] == 100
    assert answer[ACME]["oura"]["resource_overrides"]["sleep"]["historical_days_to_pull_limit"] == 30
    assert answer[ACME]["oura"]["default"]["historical_days_to_pull_limit"] == 90


@pytest.mark.parametrize(
    ("echo", "unset", "shown"),
    [
        ("full", "absent", {"oura": 120, "garmin": 50}),
        ("sent", "absent", {"oura": 120}),
        ("sent", "defaults", {"oura": 120}),
    ],
)
def test_the_answer_shows_all_providers_or_those_sent(
    echo: Echo, unset: Any, shown: dict[str, Any], talk: Talk, junction: Emulator
) -> None:
    junction.options.echo = echo
    junction.options.unset = unset

    assert short(talk.post([ACME], oura=days(120))[ACME]) == shown


def test_the_answer_is_what_a_get_shows_afterwards(talk: Talk) -> None:
    assert talk.post([ACME, BETA], oura=days(120, sleep=1)) == talk.get(team_id=[ACME, BETA])


def test_a_post_answers_in_one_page(talk: Talk, junction: Emulator) -> None:
    junction.options.page_size = 1
    body = {"team_ids": [ACME, BETA], "providers": {}}

    answer = talk.client.post(talk.path(), json=body)

    assert list(by_team(answer)) == [ACME, BETA]
    assert answer.json()["next_cursor"] is None


def test_the_same_team_elsewhere_is_another_team(talk: Talk, junction: Emulator) -> None:
    for env, region in [("production", "eu"), ("sandbox", "us"), ("sandbox", "eu")]:
        body = {"team_ids": [ACME], "providers": {"oura": days(7)}}
        talk.client.post(talk.path(env, region), json=body).raise_for_status()
        assert junction.get(env, region, ACME) == {"oura": {"default": 7}}
        talk.client.delete(talk.path(env, region)).raise_for_status()
        assert junction.get(env, region, ACME) == {}

    assert junction.get("production", "us", ACME) == BEFORE
