"""What the client of the Junction API asks, and how it reads what it is told."""

import json
from datetime import datetime, timezone

import httpx
import pytest

from pulumi_junction.api import settings
from pulumi_junction.core.pulls import Operation, ProviderPulls, Pull, UserPulls
from pulumi_junction.errors import (
    ApiResponseError,
    AuthenticationError,
    ConfigError,
    NotFoundError,
    PermissionDeniedError,
    UnprocessableError,
)
from tests.unit.api.junction_line import MIDNIGHT, OTHER, TEAM_KEY, USER, JunctionLine, listed, op, user

START = datetime(2026, 11, 22, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("env", "region", "url"),
    [
        ("production", "us", "https://api.us.junction.com"),
        ("production", "eu", "https://api.eu.junction.com"),
        ("sandbox", "us", "https://api.sandbox.us.junction.com"),
        ("sandbox", "eu", "https://api.sandbox.eu.junction.com"),
    ],
)
def test_each_environment_and_region_has_a_url_of_its_own(env: str, region: str, url: str) -> None:
    assert settings.junction_url(lambda _: None, env, region) == url


def test_a_url_that_is_set_holds_for_all_of_them_and_the_variable_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    config = {"junction:apiUrl": "https://of-config.example/"}
    assert settings.junction_url(config.get, "sandbox", "us") == "https://of-config.example"
    assert settings.junction_url(config.get, "production", "eu") == "https://of-config.example"

    monkeypatch.setenv("JUNCTION_API_URL", "http://127.0.0.1:1234")

    assert settings.junction_url(config.get, "production", "eu") == "http://127.0.0.1:1234"


@pytest.mark.parametrize("given", ["http://api.example", "api.example", f"https://{TEAM_KEY}@api.example"])
def test_a_url_that_would_send_the_key_in_the_clear_is_refused_and_not_repeated(given: str) -> None:
    with pytest.raises(ConfigError, match=r"API URL .*JUNCTION_API_URL") as refused:
        settings.junction_url(lambda _: given, "sandbox", "us")

    assert given not in str(refused.value)


def test_the_team_s_key_is_in_its_own_header_and_the_management_s_is_not_there() -> None:
    line = JunctionLine([listed()])

    list(line.junction.operations())
    list(line.junction.historical_pulls())
    line.junction.trigger_historical_pull("oura", [USER])

    assert [request.headers["x-vital-api-key"] for request in line.requests] == [TEAM_KEY] * 3
    assert all("x-management-key" not in request.headers for request in line.requests)
    assert all(TEAM_KEY not in str(request.url) + request.content.decode() for request in line.requests)


@pytest.mark.parametrize("wait", [False, True])
def test_a_trigger_is_one_post_of_provider_and_users(wait: bool) -> None:
    line = JunctionLine([httpx.Response(202)])

    line.junction.trigger_historical_pull("oura", (USER, OTHER), wait)

    (request,) = line.requests
    assert (request.method, request.url.path) == ("POST", "/v2/link/bulk_trigger_historical_pull")
    assert json.loads(request.content) == {
        "user_ids": [USER, OTHER],
        "provider": "oura",
        "wait_for_completion": wait,
    }


@pytest.mark.parametrize(("answer", "completed"), [(httpx.Response(200, json={}), True), (httpx.Response(202), False)])
def test_only_200_says_that_it_was_completed_and_no_answer_needs_a_body(
    answer: httpx.Response, completed: bool
) -> None:
    assert JunctionLine([answer]).junction.trigger_historical_pull("oura", [USER], True) is completed


def test_an_operation_is_read_as_it_is_told() -> None:
    line = JunctionLine([listed(op(), op(status="resting", type="link_bulk_future", ended_at="2026-11-22T00:05:00Z"))])

    running, ended = line.junction.operations()

    assert running == Operation("link_bulk_historical_trigger", "oura", "in_progress", 3, 2, START)
    assert (running.total, running.running, running.failed) == (5, True, False)
    assert (ended.type, ended.status, ended.ended_at) == ("link_bulk_future", "resting", START.replace(minute=5))
    assert not ended.running


def test_a_time_of_another_zone_is_the_same_time_and_one_without_is_utc() -> None:
    one, other = (
        next(JunctionLine([listed(op(started_at=time))]).junction.operations())
        for time in ("2026-11-22T01:00:00+01:00", "2026-11-22T00:00:00")
    )

    assert one == other
    assert (one.started_at, one.plain()["started_at"]) == (START, MIDNIGHT)


def test_what_a_provider_pulled_is_read_resource_by_resource() -> None:
    done = {
        "status": "success",
        "timeline": {"scheduled_at": MIDNIGHT, "started_at": MIDNIGHT, "ended_at": MIDNIGHT},
        "range_start": "2025-11-22T00:00:00Z",
        "range_end": MIDNIGHT,
        "days_with_data": 12,
        "release": "v2",
        "trace_id": "t-1",
        "error_details": None,
    }
    planned = {"status": "napping", "timeline": {"scheduled_at": MIDNIGHT}, "release": "v2"}
    shown = user(oura={"pulled": {"sleep": done, "activity": planned}, "not_pulled": ["workouts"]}, garmin={})

    (found,) = JunctionLine([listed(shown)]).junction.historical_pulls()

    year_ago = START.replace(year=2025)
    sleep = Pull("success", START, START, START, year_ago, START, 12, None, "t-1")
    oura = ProviderPulls({"sleep": sleep, "activity": Pull("napping", START)}, ("workouts",))
    assert found == UserPulls(USER, {"oura": oura, "garmin": ProviderPulls({})})
    assert (sleep.days, Pull("napping", START).days) == (365, None)


@pytest.mark.parametrize(("number", "count"), [(None, 0), (-5, 0), (10**400, 2**53), (7, 7)])
def test_a_count_that_is_none_is_bounded_as_it_is_of_somebody_else_s_operation_as_well(
    number: int | None, count: int
) -> None:
    (found,) = JunctionLine([listed(op(pending=number))]).junction.operations()

    assert found.pending == count


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "at data"),
        ({"data": [op(started_at="soon")]}, "at data.0.started_at"),
        ({"data": [op(pending="many")]}, "at data.0.pending"),
        ([], "no JSON of that shape"),
    ],
    ids=["no data", "no time", "no number", "a list"],
)
def test_an_answer_of_another_shape_is_an_error_that_says_where(body: object, where: str) -> None:
    line = JunctionLine([httpx.Response(200, json=body)])

    with pytest.raises(ApiResponseError, match=where) as wrong:
        list(line.junction.operations())

    assert "Check JUNCTION_API_URL" in str(wrong.value)


ASK_SUPPORT = "Ask Junction's support: the endpoint is disabled by default."


@pytest.mark.parametrize("ask", ["trigger", "operations"])
@pytest.mark.parametrize(
    ("status", "kind", "line"),
    [
        (403, PermissionDeniedError, f"junction.example does not allow this for the team (403). {ASK_SUPPORT}"),
        (404, NotFoundError, f"junction.example does not have this endpoint for the team (404). {ASK_SUPPORT}"),
    ],
)
def test_where_link_endpoints_are_disabled_the_line_says_whom_to_ask(
    status: int, kind: type[Exception], line: str, ask: str
) -> None:
    junction = JunctionLine([httpx.Response(status, json={"detail": "no"})]).junction

    with pytest.raises(kind) as refused:
        junction.trigger_historical_pull("oura", [USER]) if ask == "trigger" else list(junction.operations())

    assert str(refused.value) == line


@pytest.mark.parametrize("status", [403, 404])
def test_introspection_is_not_disabled_by_default_so_nobody_is_sent_to_support(status: int) -> None:
    with pytest.raises((PermissionDeniedError, NotFoundError)) as refused:
        list(JunctionLine([httpx.Response(status)]).junction.historical_pulls())

    assert "support" not in str(refused.value)


@pytest.mark.parametrize("ask", ["operations", "historical_pulls"])
def test_a_refused_key_is_said_with_where_to_set_it(ask: str) -> None:
    with pytest.raises(AuthenticationError) as refused:
        list(getattr(JunctionLine([httpx.Response(401)]).junction, ask)())

    assert str(refused.value) == (
        "junction.example refused the team API key (401). A key belongs to one team, environment and region. "
        "Set JUNCTION_TEAM_API_KEY, or run `pulumi config set --secret junction:teamApiKey` "
        "(refresh and destroy see it with --run-program)."
    )


def test_what_the_service_says_about_a_wrong_field_is_shown_without_the_input() -> None:
    detail = [{"loc": ["body", "user_ids", 0], "msg": "not a UUID", "input": TEAM_KEY}]
    line = JunctionLine([httpx.Response(422, json={"detail": detail})])

    with pytest.raises(UnprocessableError) as refused:
        line.junction.trigger_historical_pull("oura", [USER])

    assert str(refused.value) == "junction.example refused the request (422): body.user_ids.0: not a UUID"
