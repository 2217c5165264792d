"""Reading historical pulls and bulk operations, for programs: all pages, typed, one line for what goes wrong."""

import functools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import Any

import httpx
import pulumi
import pytest
from pulumi.output import UNKNOWN
from pulumi.runtime.mocks import MockEngine
from pulumi.runtime.proto import engine_pb2

from pulumi_junction import (
    get_historical_pulls,
    get_historical_pulls_output,
    list_bulk_ops,
    list_bulk_ops_output,
)
from pulumi_junction.api import junction as api
from pulumi_junction.emulator.app import create_app
from pulumi_junction.emulator.state import Emulator
from tests.support import introspection
from tests.support.asgi import AsgiTransport
from tests.support.introspection import ANN, BEN, TEAM_KEY
from tests.unit.resources.conftest import Engine

START = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
PLACE: dict[str, Any] = {"env": "sandbox", "region": "us"}


@pytest.fixture
def junction() -> Iterator[Emulator]:
    errors = {"oura.sleep": "transport_failure"}
    with Emulator(users=120, team_api_key=TEAM_KEY, pull_errors=errors, clock=START.timestamp) as emulator:
        yield emulator


@pytest.fixture
def reached(junction: Emulator, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    with leading_to(AsgiTransport(create_app(junction)).handle_request, engine, monkeypatch):
        yield junction


@contextmanager
def leading_to(
    answer: Callable[[httpx.Request], httpx.Response], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Set everything; the program's own event loop runs in this thread, so answers come from another."""
    with ThreadPoolExecutor(1) as elsewhere:
        transport = httpx.MockTransport(lambda request: elsewhere.submit(answer, request).result())
        through = functools.partial(api.JunctionClient, transport=transport, sleep=lambda _: None)
        monkeypatch.setattr(api, "JunctionClient", through)
        engine.config = {"teamApiKey": TEAM_KEY, "apiUrl": "https://junction.example"}
        yield


def result(engine: Engine, function: Callable[..., Any], **arguments: Any) -> Any:
    results: list[Any] = []
    engine.run(lambda: results.append(function(**PLACE | arguments)))
    return results[0]


def test_pulls_are_typed(reached: Emulator, engine: Engine) -> None:
    user = reached.users[0]

    found = result(engine, get_historical_pulls, user_id=user.upper(), provider="oura")

    sleep = next(one for one in found.pulls if one.resource == "sleep")
    assert (sleep.user_id, sleep.provider, sleep.status) == (user, "oura", "retrying")
    assert (sleep.error_details, sleep.days_with_data) == ("transport_failure", 0)
    assert (sleep.range_start, sleep.range_end) == ("2026-05-25T00:00:00+00:00", "2026-11-21T00:00:00+00:00")
    assert sleep.scheduled_at == sleep.started_at == "2026-11-21T12:00:00+00:00"
    assert sleep.ended_at == "2026-11-21T12:00:30+00:00"
    assert sleep.trace_id
    assert next(one for one in found.pulls if one.resource == "hrv").error_details is None
    assert (found.not_pulled, found.env, found.region) == ([], "sandbox", "us")


def test_without_a_user_it_is_everyone_page_by_page(reached: Emulator, engine: Engine) -> None:
    found = result(engine, get_historical_pulls, user_limit=50)

    assert len({one.user_id for one in found.pulls}) == 120
    assert len(found.pulls) == 120 * 20
    assert len(reached.requests) == 3


def test_what_was_not_pulled_and_what_is_not_told_is_there_as_such(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = introspection.pull("scheduled", timeline={"scheduled_at": "2026-11-22T12:00:00Z"})
    del waiting["range_start"], waiting["range_end"], waiting["trace_id"]
    shown = introspection.page(
        introspection.user(ANN, oura=introspection.provider("hrv", sleep=waiting)),
        introspection.user(BEN, oura=introspection.provider("hrv")),
    )
    with leading_to(lambda _: shown, engine, monkeypatch):
        found = result(engine, get_historical_pulls)

    (one,) = found.pulls
    assert [one.started_at, one.ended_at, one.range_start, one.range_end, one.trace_id] == [None] * 5
    assert [(left.user_id, left.provider, left.resource) for left in found.not_pulled] == [
        (ANN, "oura", "hrv"),
        (BEN, "oura", "hrv"),
    ]


@pytest.fixture
def triggered(reached: Emulator, engine: Engine) -> Emulator:
    """Sixty operations of Oura that have ended, and one of Garmin that runs."""
    for _ in range(60):
        reached.pulls.trigger(reached.team, "oura", reached.users[:1])
        reached.pass_time(3600)
    reached.pulls.trigger(reached.team, "garmin", reached.users)
    return reached


def test_operations_are_typed(triggered: Emulator, engine: Engine) -> None:
    (garmin,) = result(engine, list_bulk_ops, provider="garmin").operations

    assert (garmin.type, garmin.provider, garmin.status) == ("link_bulk_historical_trigger", "garmin", "in_progress")
    assert garmin.pending + garmin.processed == 120
    assert (garmin.started_at, garmin.ended_at) == ("2026-11-25T00:00:00+00:00", None)


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        ({}, 61),
        ({"type": "link_bulk_historical_trigger"}, 61),
        ({"type": "link_bulk_import"}, 0),
        ({"status": "success"}, 60),
        ({"status": "in_progress", "provider": "oura"}, 0),
    ],
)
def test_operations_of_all_pages_can_be_chosen(
    arguments: dict[str, str], number: int, triggered: Emulator, engine: Engine
) -> None:
    assert len(result(engine, list_bulk_ops, **arguments).operations) == number


def test_a_wait_is_shown_while_it_lasts(reached: Emulator, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[tuple[Any, str, bool]] = []

    def log(_: MockEngine, request: Any) -> None:
        if request.severity != engine_pb2.DEBUG:
            lines.append((request.severity, request.message, request.ephemeral))

    monkeypatch.setattr(MockEngine, "Log", log)
    reached.fail("GET#1 503 retry-after=2")

    result(engine, list_bulk_ops)

    said = "list_bulk_ops: answer 503; waiting 2.0 s before attempt 2 of 6"
    assert lines == [(engine_pb2.INFO, said, True)]


def said(engine: Engine, function: Callable[..., Any], **arguments: Any) -> str:
    with pytest.raises(pulumi.RunError) as caught:
        result(engine, function, **arguments)
    text = str(caught.value)
    assert len(text.splitlines()) == 1
    assert TEAM_KEY not in text
    return text


def test_everything_that_is_wrong_is_said_at_once_before_anything_is_asked(reached: Emulator, engine: Engine) -> None:
    text = said(engine, get_historical_pulls, user_id="acme", provider="ora", user_limit=0, env="staging")

    assert text.startswith("get_historical_pulls: provider: ora is not a data provider that Junction lists")
    assert "user_id: must be the UUID of a user, not a string of 4 characters" in text
    assert "user_limit: must be a whole number, at least 1, not 0" in text
    assert "env: must be production or sandbox" in text
    assert reached.requests == []


@pytest.mark.parametrize("function", [get_historical_pulls, list_bulk_ops])
@pytest.mark.parametrize(
    ("config", "arguments", "says"),
    [
        ({"teamApiKey": ""}, {}, "no team API key. Set JUNCTION_TEAM_API_KEY, or run"),
        ({"teamApiKey": "sk_of_another"}, {}, "junction.example refused the team API key (401)"),
        (
            {"teamApiKeys": '{"acme": "sk_1"}'},
            {"team": "beta"},
            "there is no team API key for team 'beta'. Known are acme",
        ),
        ({}, {"env": None}, "No environment: pass env=."),
        ({}, {"provider": ["oura"]}, "provider: must be a data provider, e.g. oura, not"),
    ],
)
def test_a_setting_that_does_not_do_is_one_line(
    function: Callable[..., Any],
    config: dict[str, str],
    arguments: dict[str, Any],
    says: str,
    reached: Emulator,
    engine: Engine,
) -> None:
    engine.config |= config

    text = said(engine, function, **arguments)

    assert text.startswith(f"{function.__name__}: ")
    assert says in text


def test_operations_that_are_disabled_are_one_line_that_names_the_support(reached: Emulator, engine: Engine) -> None:
    reached.options.link = False

    assert "does not allow this for the team (403). Ask Junction's support" in said(engine, list_bulk_ops)


def test_the_place_is_found_as_for_the_resource_and_the_team_by_its_label(reached: Emulator, engine: Engine) -> None:
    engine.stack = "production-eu"
    engine.config = {"apiUrl": "https://junction.example", "teamApiKeys": f'{{"acme": "{TEAM_KEY}"}}'}

    found = result(engine, list_bulk_ops, team="acme", env=None, region=None)

    assert (found.operations, found.env, found.region) == ([], "production", "eu")


def test_outputs_may_stand_for_any_argument(triggered: Emulator, engine: Engine) -> None:
    def program() -> pulumi.Output[Any]:
        oura = pulumi.Output.from_input("oura")
        pulls = get_historical_pulls_output(
            user_id=pulumi.Output.from_input(triggered.users[0]), provider=oura, **PLACE
        )
        operations = list_bulk_ops_output(provider=oura, status=pulumi.Output.from_input("success"), **PLACE)
        return pulumi.Output.all(
            pulls.apply(lambda found: len(found.pulls)), operations.apply(lambda found: len(found.operations))
        )

    assert engine.run(program) == [5, 60]


@pytest.mark.parametrize("function", [get_historical_pulls_output, list_bulk_ops_output])
def test_while_an_argument_is_unknown_nothing_is_asked(
    function: Callable[..., pulumi.Output[Any]], reached: Emulator, engine: Engine
) -> None:
    engine.preview = True

    def program() -> pulumi.Output[Any]:
        unknown: pulumi.Output[Any] = pulumi.Output.from_input(UNKNOWN)
        return function(provider=unknown, **PLACE).apply(lambda _: "asked")

    assert engine.run(program) is None
    assert reached.requests == []
