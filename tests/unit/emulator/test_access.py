from typing import Any

import pytest

from pulumi_junction.emulator.state import Emulator
from tests.unit.emulator.talk import ACME, Talk, days

KEY = {b"X-Management-Key": "schlüssel".encode()}
METHODS = ["GET", "POST", "DELETE"]
BODY = {"team_ids": [ACME], "providers": {"oura": days(120)}}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("sent", [{}, {"X-Management-Key": "wrong"}, {"X-Vital-API-Key": "demo-management-key"}])
def test_nothing_is_answered_without_the_key(method: str, sent: dict[str, str], talk: Talk, junction: Emulator) -> None:
    junction.set("production", "us", ACME, "garmin", 90)
    del talk.client.headers["X-Management-Key"]

    answer = talk.client.request(method, talk.path(), headers=sent, json=BODY)

    assert answer.status_code == 401
    assert list(answer.json()) == ["detail"]
    assert junction.get("production", "us", ACME) == {"garmin": {"default": 90}}


@pytest.mark.parametrize("body", [b"{", b"{}", b'{"team_ids": "x", "providers": []}'])
def test_the_key_is_asked_for_before_the_body_is_looked_at(body: bytes, talk: Talk) -> None:
    headers = {"X-Management-Key": "wrong", "Content-Type": "application/json"}

    assert talk.client.post(talk.path("nowhere"), headers=headers, content=body).status_code == 401


def test_a_key_that_is_not_ascii_is_wrong_and_nothing_worse(talk: Talk) -> None:
    assert talk.client.get(talk.path(), headers=KEY).status_code == 401


def test_a_key_that_is_not_ascii_opens_when_it_is_the_key(talk: Talk, junction: Emulator) -> None:
    junction.management_key = "schlüssel"

    assert talk.client.get(talk.path(), headers=KEY).status_code == 200


@pytest.mark.parametrize("method", METHODS)
def test_another_organisation_does_not_exist(method: str, talk: Talk, junction: Emulator) -> None:
    junction.set("production", "us", ACME, "garmin", 90)
    elsewhere = talk.path().replace(junction.org_id, ACME)

    answer = talk.client.request(method, elsewhere, json=BODY)

    assert answer.status_code == 404
    assert ACME in answer.json()["detail"]
    assert junction.get("production", "us", ACME) == {"garmin": {"default": 90}}


def test_the_organisation_may_be_written_in_capitals() -> None:
    with Emulator(org_id="ABCDEFAB-0000-4000-8000-000000000001") as junction:
        assert junction.org_id == "abcdefab-0000-4000-8000-000000000001"


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/v2/link/bulk_refresh", "/v2/link"])
def test_there_are_no_pages_but_the_documented(path: str, talk: Talk) -> None:
    assert talk.client.get(path).status_code == 404


def test_a_path_with_a_slash_too_many_is_not_redirected(talk: Talk) -> None:
    assert talk.client.get(talk.path() + "/").status_code == 404


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"management_key": ""}, "empty management key"),
        ({"org_id": "acme"}, "UUID"),
        ({"post": "mrege"}, "post"),
        ({"page_size": 0}, "page_size"),
        ({"latency_ms": -1}, "latency_ms"),
    ],
)
def test_an_emulator_that_could_not_work_is_not_made(settings: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Emulator(**settings)
