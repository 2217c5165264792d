"""What is unlike the document is not imported, and no token is repeated in the answer."""

import json
from typing import Any

import pytest

from pulumi_junction.emulator.state import Emulator
from tests.support.moving import EXPIRES_AT, IMPORT, import_, recipe
from tests.support.pulls import Pulling

STRANGER = "99999999-9999-4999-8999-999999999999"
SECRET = "a-token-of-somebody"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"user_id": SECRET}, ["user_id"]),
        ({"access_token": 987654321}, ["access_token"]),
        ({"access_token": None}, ["access_token"]),
        ({"refresh_token": [SECRET]}, ["refresh_token"]),
        ({"refresh_token": 98765.4321}, ["refresh_token"]),
        ({"provider_id": 987654321}, ["provider_id"]),
        ({"expires_at": str(EXPIRES_AT)}, ["expires_at"]),
        ({"expires_at": SECRET}, ["expires_at"]),
        ({"expires_at": float(EXPIRES_AT)}, ["expires_at"]),
        ({"expires_at": True}, ["expires_at"]),
        ({"oauth_scopes": SECRET}, ["oauth_scopes"]),
        ({"oauth_scopes": ["sleep", 987654321]}, ["oauth_scopes", 1]),
    ],
)
def test_a_row_unlike_the_document_is_named_and_nothing_of_it_repeated(
    changes: dict[str, Any], place: list[Any], ten: Emulator, api: Pulling
) -> None:
    rows = [recipe(user) for user in ten.users[:3]]

    answer = import_(api.client, *rows, recipe(ten.users[3], **changes))

    assert answer.status_code == 422
    assert [entry["loc"] for entry in answer.json()["detail"]] == [["body", "connections", 3, *place]]
    for text in (SECRET, "987654321", "98765.4321", str(EXPIRES_AT), "access of", "refresh of"):
        assert text not in answer.text
    assert ten.operations == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"provider": "zwift"}, "provider"),
        ({"provider": None}, "provider"),
        ({"connections": None}, "connections"),
        ({"connections": {}}, "connections"),
        ({"wait_for_completion": "true"}, "wait_for_completion"),
    ],
)
def test_a_body_unlike_the_document_imports_nothing(
    changes: dict[str, Any], place: str, ten: Emulator, api: Pulling
) -> None:
    answer = api.client.post(IMPORT, json={"provider": "oura", "connections": [recipe(ten.users[0])], **changes})

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", place]
    assert "access of" not in answer.text
    assert ten.operations == []


def test_a_body_that_is_not_json_is_refused_without_repeating_it(api: Pulling) -> None:
    text = json.dumps({"provider": "oura", "connections": [recipe(STRANGER)]})
    for broken in (text[:-1], text.replace(str(EXPIRES_AT), "NaN"), json.dumps(text)):
        answer = api.client.post(IMPORT, content=broken, headers={"Content-Type": "application/json"})

        assert answer.status_code == 422
        assert "access of" not in answer.text
