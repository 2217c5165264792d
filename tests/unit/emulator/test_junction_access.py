"""Who may ask the Junction API: a key opens one team, in one environment and region."""

from typing import Any

import pytest

from pulumi_junction.emulator.state import Emulator
from tests.support.moving import EXPORT, IMPORT, PAUSE
from tests.support.pulls import INTROSPECT, OPERATIONS, TRIGGER, Pulling
from tests.unit.emulator.conftest import pulling

ACME = "11111111-1111-4111-8111-111111111111"
BETA = "22222222-2222-4222-8222-222222222222"
USER = "33333333-3333-4333-8333-333333333333"
ENDPOINTS = [
    *(("POST", path) for path in (TRIGGER, IMPORT, EXPORT, PAUSE)),
    ("GET", OPERATIONS),
    ("GET", INTROSPECT),
]
BODY = {"user_ids": [USER], "provider": "oura"}


def team(key: str, **changes: Any) -> dict[str, Any]:
    """A seeded team with one user who is connected to Oura."""
    users = [{"user_id": USER, "providers": ["oura"]}]
    return {"key": key, "team_id": ACME, "env": "production", "region": "eu", "users": users, **changes}


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
@pytest.mark.parametrize(
    "sent", [{}, {"x-vital-api-key": ""}, {"x-vital-api-key": "wrong"}, {"X-Management-Key": "demo-management-key"}]
)
def test_nothing_is_answered_without_a_teams_key(
    method: str, path: str, sent: dict[str, str], ten: Emulator, api: Pulling
) -> None:
    del api.client.headers["x-vital-api-key"]

    answer = api.client.request(method, path, headers=sent, json=BODY)

    assert (answer.status_code, answer.json()) == (401, {"detail": "The team API key is missing or wrong."})
    assert ten.operations == []


@pytest.mark.parametrize("body", [b"{", b"{}"])
def test_the_key_is_asked_for_before_the_body_is_looked_at(body: bytes, api: Pulling) -> None:
    headers = {"x-vital-api-key": "wrong", "Content-Type": "application/json"}

    assert api.client.post(TRIGGER, headers=headers, content=body).status_code == 401


def test_a_teams_key_does_not_open_the_management_api(ten: Emulator, api: Pulling) -> None:
    path = f"/v1/org/{ten.org_id}/team_data_pull_preferences/sandbox/us"

    assert api.client.get(path, headers={"X-Management-Key": ten.team_api_key}).status_code == 401


def test_a_key_can_be_changed_while_it_runs(ten: Emulator, api: Pulling) -> None:
    ten.team_api_key = "schlüssel"

    assert api.client.get(OPERATIONS).status_code == 401
    assert api.client.get(OPERATIONS, headers={b"x-vital-api-key": "schlüssel".encode()}).status_code == 200


@pytest.mark.parametrize(
    "elsewhere", [{"team_id": BETA}, {"env": "sandbox"}, {"region": "us"}], ids=["team", "env", "region"]
)
def test_teams_see_their_own_users_and_operations_and_no_others(elsewhere: dict[str, str]) -> None:
    seed = {"teams": [team("one"), team("two", users=[], **elsewhere)]}
    with Emulator(seed=seed) as junction, pulling(junction, "one") as one, pulling(junction, "two") as two:
        assert one.trigger([USER], "oura") == two.trigger([USER, BETA], "garmin") == 202

        assert list(one.users()) == [USER]
        assert list(two.users()) == []
        assert [op["provider"] for op in one.operations()] == ["oura"]
        assert [op["provider"] for op in two.operations()] == ["garmin"]


def test_two_keys_may_open_one_team() -> None:
    seed = {"teams": [team("one"), team("two", users=[])]}
    with Emulator(seed=seed) as junction, pulling(junction, "two") as two:
        assert list(two.users()) == [USER]


def test_where_link_endpoints_are_disabled_they_say_so_and_introspection_answers(ten: Emulator, api: Pulling) -> None:
    ten.options.link = False

    answers = [api.client.request(method, path, json=BODY) for method, path in ENDPOINTS]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 403, 403, 200]
    assert answers[0].json() == {"detail": "Link Migration endpoints are not enabled for this team."}
    assert ten.operations == []


def test_a_trigger_is_a_write_and_looking_is_none(ten: Emulator, api: Pulling) -> None:
    api.users()
    api.operations()
    assert ten.writes == []

    api.trigger([USER], "oura")

    assert [(one.method, one.path, one.body, one.status) for one in ten.writes] == [("POST", TRIGGER, BODY, 202)]
    assert [one.path for one in ten.requests] == [INTROSPECT, OPERATIONS, TRIGGER]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"user_ids": USER}, "user_ids"),
        ({"user_ids": ["carla"]}, "user_ids"),
        ({"user_ids": [USER.replace("-", "")]}, "user_ids"),
        ({"user_ids": None}, "user_ids"),
        ({"provider": "zwift"}, "provider"),
        ({"provider": None}, "provider"),
        ({"wait_for_completion": "true"}, "wait_for_completion"),
        ({"wait_for_completion": 1}, "wait_for_completion"),
        ({"wait_for_completion": None}, "wait_for_completion"),
    ],
)
def test_a_body_unlike_the_document_triggers_nothing(
    changes: dict[str, Any], place: str, ten: Emulator, api: Pulling
) -> None:
    answer = api.client.post(TRIGGER, json={**BODY, **changes})

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][:2] == ["body", place]
    assert ten.operations == []


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (INTROSPECT, {"user_id": "carla"}),
        (INTROSPECT, {"provider": "nobody"}),
        (INTROSPECT, {"user_limit": "0"}),
        (INTROSPECT, {"user_limit": "1.0"}),
        (INTROSPECT, {"next_cursor": "made-up"}),
        (INTROSPECT, {"cursor": "made-up"}),
        (OPERATIONS, {"next_cursor": "made-up"}),
        (OPERATIONS, {"next_cursor": "MA=="}),
    ],
)
def test_a_query_unlike_the_document_is_refused(path: str, query: dict[str, str], api: Pulling) -> None:
    answer = api.client.get(path, params=query)

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][:2] == ["query", *query]


def test_a_cursor_of_another_list_or_team_is_none(ten: Emulator, api: Pulling) -> None:
    cursor = api.client.get(INTROSPECT, params={"user_limit": 1}).json()["next_cursor"]
    ten.team = ten.team._replace(region="eu")

    for path in (INTROSPECT, OPERATIONS):
        assert api.client.get(path, params={"next_cursor": cursor}).status_code == 422
