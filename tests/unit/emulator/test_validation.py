from typing import Any

import httpx
import pytest

from pulumi_junction.emulator.state import Emulator
from pulumi_junction.emulator.store import World
from tests.unit.emulator.talk import ACME, Talk, days

JSON = {"Content-Type": "application/json"}


def refused(answer: httpx.Response) -> list[str]:
    """Where, as `body.team_ids`, once the answer has the documented shape."""
    assert answer.status_code == 422, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    detail = answer.json()["detail"]
    for entry in detail:
        assert set(entry) - {"input", "ctx"} == {"loc", "msg", "type"}
        assert isinstance(entry["msg"], str)
        assert isinstance(entry["type"], str)
        assert isinstance(entry.get("ctx", {}), dict)
    return [".".join(map(str, entry["loc"])) for entry in detail]


def body(**changes: Any) -> dict[str, Any]:
    return {"team_ids": [ACME], "providers": {"oura": days(120)}, **changes}


@pytest.mark.parametrize("wrong", ["120", 120.0, 120.5, True, None, [120], {}])
@pytest.mark.parametrize("place", ["default", "resource_overrides.sleep"])
def test_days_are_integers_and_nothing_like_it(wrong: Any, place: str, talk: Talk, junction: Emulator) -> None:
    oura = days(120, sleep=180)
    (oura["default"] if place == "default" else oura["resource_overrides"]["sleep"])["historical_days_to_pull"] = wrong

    answer = talk.client.post(talk.path(), json=body(providers={"oura": oura}))

    assert refused(answer) == [f"body.providers.oura.{place}.historical_days_to_pull"]
    assert junction.get("production", "us", ACME) == {}


@pytest.mark.parametrize("least", [0, -1, -(10**30)])
def test_days_start_at_one(least: int, talk: Talk) -> None:
    refused(talk.client.post(talk.path(), json=body(providers={"oura": days(least)})))
    refused(talk.client.post(talk.path(), json=body(providers={"oura": days(1, sleep=least)})))


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ([], "body"),
        ({"providers": {}}, "body.team_ids"),
        ({"team_ids": []}, "body.providers"),
        (body(team_ids=ACME), "body.team_ids"),
        (body(team_ids={ACME: ""}), "body.team_ids"),
        (body(team_ids=["acme"]), "body.team_ids.0"),
        (body(team_ids=[1]), "body.team_ids.0"),
        (body(team_ids=[ACME.replace("-", "")]), "body.team_ids.0"),
        (body(team_ids=[f"{{{ACME}}}"]), "body.team_ids.0"),
        (body(team_ids=[f"urn:uuid:{ACME}"]), "body.team_ids.0"),
        (body(team_ids=[f"{ACME}\n"]), "body.team_ids.0"),
        (body(providers=None), "body.providers"),
        (body(providers=[["oura", days(1)]]), "body.providers"),
        (body(providers={"whoop": days(1)}), "body.providers.whoop.[key]"),
        (body(providers={"Oura": days(1)}), "body.providers.Oura.[key]"),
        (body(providers={"oura": 120}), "body.providers.oura"),
        (body(providers={"oura": {}}), "body.providers.oura.default"),
        (body(providers={"oura": {"default": 120}}), "body.providers.oura.default"),
        (body(providers={"oura": {"default": {}}}), "body.providers.oura.default.historical_days_to_pull"),
        (
            body(providers={"oura": {"resource_overrides": days(1, sleep=2)["resource_overrides"]}}),
            "body.providers.oura.default",
        ),
        (body(providers={"oura": days(1, nap=2)}), "body.providers.oura.resource_overrides.nap.[key]"),
        (body(providers={"oura": {**days(1), "resource_overrides": []}}), "body.providers.oura.resource_overrides"),
    ],
)
def test_a_body_unlike_the_document_changes_nothing(wrong: Any, place: str, talk: Talk, junction: Emulator) -> None:
    assert place in refused(talk.client.post(talk.path(), json=wrong))
    assert junction.store.teams(World("production", "us")) == []


def test_every_mistake_is_named_at_once(talk: Talk) -> None:
    wrong = {"team_ids": ["x", ACME, "y"], "providers": {"oura": days(0)}}

    assert refused(talk.client.post(talk.path(), json=wrong)) == [
        "body.team_ids.0",
        "body.team_ids.2",
        "body.providers.oura.default.historical_days_to_pull",
    ]


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"\x00",
        b'{"team_ids": [NaN], "providers": {}}',
        b'{"team_ids": [], "providers": {}, "more": -Infinity}',
        b'{"team_ids": [1e999], "providers": {"oura": {"default": {"historical_days_to_pull": 1e999}}}}',
        b'{"team_ids": ["\\ud800"], "providers": {"\\ud800": 1}}',
        b'{"team_ids": [], "providers": {"oura": {"default": {"historical_days_to_pull": ' + b"9" * 5000 + b"}}}}",
        b"[" * 100_000,
        b"[" * 500 + b"]" * 500,
    ],
    ids=lambda odd: repr(odd[:60]),
)
def test_what_json_cannot_say_is_refused_and_not_a_server_error(odd: bytes, talk: Talk) -> None:
    refused(talk.client.post(talk.path(), content=odd, headers=JSON))


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/octet-stream"]
)
@pytest.mark.parametrize("content", [b'{"team_ids": [], "providers": {}}', b"\xff"])
def test_a_body_that_does_not_say_it_is_json_is_refused(content_type: str, content: bytes, talk: Talk) -> None:
    refused(talk.client.post(talk.path(), content=content, headers={"Content-Type": content_type}))


def test_members_the_document_does_not_name_are_ignored_at_every_level(talk: Talk, junction: Emulator) -> None:
    oura = {**days(120, sleep=180), "note": 1}
    oura["default"]["historical_days_to_pull_limit"] = 500
    oura["resource_overrides"]["sleep"]["unit"] = "days"

    talk.client.post(talk.path(), json=body(providers={"oura": oura}, dry_run=True)).raise_for_status()

    assert junction.get("production", "us", ACME) == {"oura": {"default": 120, "resource_overrides": {"sleep": 180}}}


@pytest.mark.parametrize("overrides", [{}, {"resource_overrides": None}, {"resource_overrides": {}}])
def test_no_overrides_can_be_said_in_three_ways(overrides: dict[str, Any], talk: Talk, junction: Emulator) -> None:
    answer = talk.post([ACME], oura={**days(120), **overrides})

    assert answer[ACME]["oura"]["resource_overrides"] is None
    assert junction.get("production", "us", ACME) == {"oura": {"default": 120}}


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize(
    ("env", "region", "place"),
    [("staging", "us", "path.env"), ("Production", "us", "path.env"), ("sandbox", "ca", "path.region")],
)
def test_environment_and_region_are_the_documented_ones(
    method: str, env: str, region: str, place: str, talk: Talk
) -> None:
    assert refused(talk.client.request(method, talk.path(env, region), json=body())) == [place]


@pytest.mark.parametrize("org_id", ["acme", "0a1b2c3d000040008000000000000001"])
def test_the_organisation_is_a_uuid(org_id: str, talk: Talk, junction: Emulator) -> None:
    answer = talk.client.get(talk.path().replace(junction.org_id, org_id))

    assert refused(answer) == ["path.org_id"]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize(
    ("query", "place"),
    [
        ({"team_id": "acme"}, "query.team_id.0"),
        ({"team_id": ""}, "query.team_id.0"),
        ({"team_id": [ACME, "acme"]}, "query.team_id.1"),
        ({"provider": "whoop"}, "query.provider.0"),
        ({"provider": ""}, "query.provider.0"),
    ],
)
def test_filters_are_checked_before_anything_is_reset(
    method: str, query: dict[str, Any], place: str, talk: Talk, junction: Emulator
) -> None:
    junction.set("production", "us", ACME, "oura", 120)

    assert refused(talk.client.request(method, talk.path(), params=query)) == [place]
    assert junction.get("production", "us", ACME) == {"oura": {"default": 120}}


@pytest.mark.parametrize("limit", ["0", "-1", "five", "1.0", "1_0", " 1", "", "٣", "9" * 5000])
def test_a_page_has_a_whole_number_of_teams_and_at_least_one(limit: str, talk: Talk) -> None:
    assert refused(talk.client.get(talk.path(), params={"limit": limit})) == ["query.limit"]
