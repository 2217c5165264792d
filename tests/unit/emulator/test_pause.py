"""Tokens are refreshed every hour, those of a paused connection are not: that is what makes an export worth having."""

from typing import Any

import pytest

from pulumi_junction.emulator.state import Emulator
from tests.support.moving import EXPIRES_AT, HOUR, PAUSE, exported, import_, pause, recipe
from tests.support.pulls import Pulling
from tests.unit.emulator.conftest import MIDDAY, pulling

STRANGER = "99999999-9999-4999-8999-999999999999"


def shown(emulator: Emulator, place: int = 0, provider: str = "oura") -> dict[str, Any]:
    found = emulator.connection(emulator.users[place], provider)
    assert found
    return found


def test_an_hour_later_the_access_token_is_another_and_expires_later(ten: Emulator, api: Pulling) -> None:
    before = shown(ten)
    ten.pass_time(HOUR - 1)
    assert shown(ten) == before

    ten.pass_time(1)

    after = shown(ten)
    assert after["access_token"] != before["access_token"]
    assert after["expires_at"] == before["expires_at"] + HOUR
    changed = {"access_token": after["access_token"], "expires_at": after["expires_at"]}
    assert after == {**before, **changed}, "the rest stays as it was"


def test_a_factor_makes_refreshes_come_faster_from_the_start() -> None:
    with Emulator(users=1, time_scale=60, clock=MIDDAY.timestamp) as emulator:
        seen = set()
        for _ in range(3):
            seen.add(shown(emulator)["access_token"])
            emulator.pass_time(60)

    assert len(seen) == 3


@pytest.mark.parametrize("factor", [1e-300, 1e9, 1e308])
def test_no_factor_is_too_much(factor: float) -> None:
    with Emulator(users=1, time_scale=factor, clock=MIDDAY.timestamp) as emulator:
        emulator.pass_time(HOUR)

        assert shown(emulator)["access_token"].startswith("fake-access-")


def test_a_paused_connection_keeps_what_it_had_when_it_was_paused(ten: Emulator, api: Pulling) -> None:
    ten.pass_time(2 * HOUR)
    first, second = shown(ten, 0), shown(ten, 1)

    answer = pause(api.client, ten.users[0], STRANGER)

    assert (answer.status_code, answer.json()) == (200, {})
    ten.pass_time(5 * HOUR)
    assert shown(ten, 0) == {**first, "paused": True}
    assert shown(ten, 1)["access_token"] != second["access_token"]
    assert [one["paused"] for one in ten.connections_of("oura")] == [True] + [False] * 9
    assert not shown(ten, 0, "strava")["paused"], "of one provider alone"
    assert exported(api.client, user_ids=ten.users[:1])[0]["access_token"] == first["access_token"]


def test_pausing_again_changes_nothing(ten: Emulator, api: Pulling) -> None:
    pause(api.client, ten.users[0])
    before = shown(ten)
    ten.pass_time(3 * HOUR)

    pause(api.client, *ten.users)

    assert shown(ten) == before


def test_an_imported_token_is_refreshed_after_an_hour_as_well(ten: Emulator, api: Pulling) -> None:
    import_(api.client, recipe(ten.users[0]))
    ten.pass_time(HOUR)
    assert shown(ten)["access_token"] == recipe(ten.users[0])["access_token"]

    ten.pass_time(0.1)

    assert shown(ten)["access_token"].startswith("fake-access-")
    assert shown(ten)["refresh_token"] == recipe(ten.users[0])["refresh_token"]
    assert shown(ten)["expires_at"] != EXPIRES_AT


def test_importing_a_paused_connection_lets_it_go_on(ten: Emulator, api: Pulling) -> None:
    pause(api.client, ten.users[0])
    import_(api.client, recipe(ten.users[0]))
    assert shown(ten)["paused"]

    ten.pass_time(1)
    assert not shown(ten)["paused"]

    ten.pass_time(HOUR)
    assert shown(ten)["access_token"].startswith("fake-access-")


def test_no_token_comes_twice_when_a_connection_is_exported_and_imported_again(ten: Emulator, api: Pulling) -> None:
    seen = []
    for _ in range(3):
        ten.pass_time(HOUR)
        seen.append(shown(ten)["access_token"])
        import_(api.client, *exported(api.client, user_ids=ten.users[:1]))
        ten.pass_time(1)
        assert shown(ten)["access_token"] == seen[-1]

    assert len(set(seen)) == 3


def test_what_was_due_before_the_pause_is_imported_before_it(ten: Emulator, api: Pulling) -> None:
    import_(api.client, recipe(ten.users[0]))
    ten.pass_time(1)

    pause(api.client, ten.users[0])
    ten.pass_time(3 * HOUR)

    assert exported(api.client, user_ids=ten.users[:1]) == [recipe(ten.users[0])]
    assert shown(ten)["paused"]


def test_garmins_tokens_last_for_ever(ten: Emulator, api: Pulling) -> None:
    """OAuth 1.0: the refresh token is the token's secret, and nothing is ever refreshed."""
    import_(api.client, recipe(ten.users[0], expires_at=2147483647), provider="garmin")
    ten.pass_time(1)
    imported, made_up = shown(ten, 0, "garmin"), shown(ten, 1, "garmin")

    ten.pass_time(1000 * HOUR)

    assert shown(ten, 0, "garmin") == imported
    assert shown(ten, 1, "garmin") == made_up
    assert imported["access_token"] == recipe(ten.users[0])["access_token"]


def test_users_of_another_team_are_not_paused() -> None:
    user = {"user_id": STRANGER, "providers": ["oura"]}
    teams = [
        {"key": key, "team_id": team_id, "env": "sandbox", "region": "us", "users": [user]}
        for key, team_id in (("acme", STRANGER), ("beta", STRANGER.replace("9", "8")))
    ]
    with Emulator(seed={"teams": teams}) as emulator, pulling(emulator, "acme") as api:
        pause(api.client, STRANGER)

        paused = [next(emulator.connections_of("oura", team_api_key=key))["paused"] for key in ("acme", "beta")]

    assert paused == [True, False]


@pytest.mark.parametrize(
    ("changes", "place"),
    [({"provider": "zwift"}, "provider"), ({"user_ids": None}, "user_ids"), ({"user_ids": ["carla"]}, "user_ids")],
)
def test_a_body_unlike_the_document_pauses_nothing(
    changes: dict[str, Any], place: str, ten: Emulator, api: Pulling
) -> None:
    answer = api.client.post(PAUSE, json={"provider": "oura", "user_ids": ten.users, **changes})

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][:2] == ["body", place]
    assert not any(one["paused"] for one in ten.connections_of("oura"))
