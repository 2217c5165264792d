"""Connections are exported in pages, with the tokens that they have at that moment."""

from typing import Any

import pytest

from pulumi_junction.emulator.state import Emulator
from tests.support.moving import EXPORT, HOUR, exported, import_, pages, pause, recipe
from tests.support.pulls import Pulling
from tests.unit.emulator.conftest import MIDDAY, pulling

STRANGER = "99999999-9999-4999-8999-999999999999"
OAUTH_1_EXPIRES_AT = 2147483647


def access_tokens(emulator: Emulator, provider: str = "oura") -> list[str]:
    return [one["access_token"] for one in emulator.connections_of(provider)]


def test_everybodys_connections_to_a_provider_are_exported_in_the_order_of_users(ten: Emulator, api: Pulling) -> None:
    found = exported(api.client)

    assert [one["user_id"] for one in found] == ten.users
    assert [{**one, "provider": "oura", "paused": False} for one in found] == list(ten.connections_of("oura"))


def test_tokens_that_nobody_gave_are_fakes_and_no_two_alike(ten: Emulator, api: Pulling) -> None:
    found = [*exported(api.client), *exported(api.client, "fitbit")]

    assert all(one["access_token"].startswith("fake-access-") for one in found)
    assert all(one["refresh_token"].startswith("fake-refresh-") for one in found)
    for name in ("access_token", "refresh_token", "provider_id"):
        assert len({one[name] for one in found}) == 20


def test_they_are_the_same_each_time_and_others_in_another_team() -> None:
    tokens = []
    for region in ("us", "us", "eu"):
        with Emulator(users=1, clock=MIDDAY.timestamp, team_region=region) as emulator:
            tokens += access_tokens(emulator)

    assert tokens[0] == tokens[1] != tokens[2]


def test_ids_and_scopes_look_as_the_import_page_says(ten: Emulator, api: Pulling) -> None:
    fitbit, garmin = (exported(api.client, provider)[0] for provider in ("fitbit", "garmin"))

    assert len(fitbit["provider_id"]) == 6
    assert fitbit["oauth_scopes"]
    assert fitbit["expires_at"] > MIDDAY.timestamp()
    assert len(garmin["provider_id"]) == 36
    assert garmin["oauth_scopes"] is None
    assert garmin["refresh_token"].startswith("fake-secret-")
    assert garmin["expires_at"] == OAUTH_1_EXPIRES_AT


@pytest.mark.parametrize(("size", "lengths"), [(3, [3, 3, 3, 1]), (5, [5, 5]), (None, [10])])
def test_pages_follow_each_other_to_a_null(size: int | None, lengths: list[int], ten: Emulator, api: Pulling) -> None:
    ten.options.page_size = size

    found = list(pages(api.client))

    assert [len(page) for page in found] == lengths
    assert [one["user_id"] for page in found for one in page] == ten.users


def test_a_page_has_a_hundred_connections() -> None:
    with Emulator(users=201) as emulator, pulling(emulator) as api:
        assert [len(page) for page in pages(api.client)] == [100, 100, 1]


def test_only_the_users_asked_for_and_connected_are_exported_each_once(ten: Emulator, api: Pulling) -> None:
    ten.options.page_size = 1
    asked = [ten.users[7], STRANGER, ten.users[2].upper(), ten.users[7]]

    assert [one["user_id"] for one in exported(api.client, user_ids=asked)] == [ten.users[2], ten.users[7]]
    assert len(exported(api.client, user_ids=None)) == 10
    assert exported(api.client, user_ids=[]) == []
    assert exported(api.client, "whoop_v2") == []


def test_what_is_imported_between_two_pages_comes_last(ten: Emulator, api: Pulling) -> None:
    ten.options.page_size = 2
    for user in ten.users[1:5]:
        import_(api.client, recipe(user), provider="whoop_v2")
        ten.pass_time(1)
    found = pages(api.client, "whoop_v2")
    first = next(found)

    import_(api.client, recipe(ten.users[0]), provider="whoop_v2")
    ten.pass_time(1)

    rest = [one for page in found for one in page]
    assert [one["user_id"] for one in [*first, *rest]] == [*ten.users[1:5], ten.users[0]]


def test_a_token_is_of_one_provider_and_team(ten: Emulator, api: Pulling) -> None:
    ten.options.page_size = 1
    body = {"provider": "oura"}
    token = api.client.post(EXPORT, json=body).json()["next_token"]
    assert api.client.post(EXPORT, json={**body, "next_token": token}).status_code == 200

    others = [{"provider": "garmin", "next_token": token}, *({**body, "next_token": text} for text in ("x", "MA=="))]
    answers = [api.client.post(EXPORT, json=other) for other in others]
    ten.team = ten.team._replace(region="eu")
    answers.append(api.client.post(EXPORT, json={**body, "next_token": token}))

    for answer in answers:
        assert answer.status_code == 422
        (entry,) = answer.json()["detail"]
        assert (entry["loc"], set(entry)) == (["body", "next_token"], {"loc", "msg", "type"})


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"provider": "zwift"}, "provider"),
        ({"user_ids": "all"}, "user_ids"),
        ({"user_ids": ["carla"]}, "user_ids"),
        ({"next_token": 1}, "next_token"),
    ],
)
def test_a_body_unlike_the_document_is_refused(changes: dict[str, Any], place: str, api: Pulling) -> None:
    answer = api.client.post(EXPORT, json={"provider": "oura", **changes})

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][:2] == ["body", place]


def test_an_export_is_no_write_and_import_and_pause_are(ten: Emulator, api: Pulling) -> None:
    exported(api.client)
    assert ten.writes == []
    assert [one.path for one in ten.requests] == [EXPORT]

    import_(api.client, recipe(ten.users[0]))
    pause(api.client, ten.users[0])

    assert [one.path.rpartition("_")[2] for one in ten.writes] == ["import", "pause"]


def test_a_misspelt_provider_has_no_connections_to_look_at(ten: Emulator) -> None:
    for look in (lambda: ten.connection(STRANGER, "oruga"), lambda: ten.connections_of("oruga")):
        with pytest.raises(ValueError, match="'oruga' is none of oura"):
            look()


def test_five_thousand_connections_move_from_one_team_to_another_and_are_equal() -> None:
    with Emulator(users=5000, clock=MIDDAY.timestamp) as here, pulling(here) as source:
        pause(source.client, *here.users, provider="fitbit")
        here.pass_time(3 * HOUR)
        moved = exported(source.client, "fitbit")
        users = [{"user_id": user} for user in here.users]
    acme = {"key": "acme", "team_id": STRANGER, "env": "production", "region": "eu", "users": users}
    with Emulator(seed={"teams": [acme]}, clock=MIDDAY.timestamp) as there, pulling(there, "acme") as target:
        assert import_(target.client, *moved, provider="fitbit").status_code == 202
        there.pass_time(25)
        (halfway,) = target.operations()
        there.pass_time(25)

        assert (halfway["processed"], halfway["pending"]) == (2500, 2500)
        assert exported(target.client, "fitbit") == moved
        assert len({one["access_token"] for one in there.connections_of("fitbit", team_api_key="acme")}) == 5000
