"""Reading, for programs: live values and limits, of any teams, all pages."""

import functools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import httpx
import pulumi
import pytest
from pulumi.output import UNKNOWN
from pulumi.runtime.mocks import MockEngine
from pulumi.runtime.proto import engine_pb2

from pulumi_junction import get_team_data_pull_preferences, get_team_data_pull_preferences_output
from pulumi_junction.api import management
from pulumi_junction.emulator.app import create_app
from pulumi_junction.emulator.state import Emulator
from tests.support.asgi import AsgiTransport
from tests.unit.resources.conftest import ORG, OTHER, TEAM, Engine

PLACE: dict[str, Any] = {"org_id": ORG, "env": "sandbox", "region": "us"}
KEY = "k3y-that-nobody-may-see"


@pytest.fixture
def junction() -> Iterator[Emulator]:
    with Emulator(org_id=ORG, management_key=KEY, unset="absent") as emulator:
        emulator.set("sandbox", "us", TEAM, "oura", 120, {"sleep": 7})
        emulator.set("sandbox", "us", TEAM, "garmin", 30)
        emulator.set("sandbox", "us", OTHER, "oura", 60)
        yield emulator


@pytest.fixture(autouse=True)
def _reached(junction: Emulator, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    engine.config = {"managementKey": KEY, "managementUrl": "https://junction.example"}
    inner = AsgiTransport(create_app(junction))
    with ThreadPoolExecutor(1) as elsewhere:  # the program's own event loop runs in this thread

        def answer(request: httpx.Request) -> httpx.Response:
            return elsewhere.submit(inner.handle_request, request).result()

        through = functools.partial(
            management.ManagementClient, transport=httpx.MockTransport(answer), sleep=lambda _: None
        )
        monkeypatch.setattr(management, "ManagementClient", through)
        yield


def read(engine: Engine, **arguments: Any) -> Any:
    results: list[Any] = []
    engine.run(lambda: results.append(get_team_data_pull_preferences(**PLACE | arguments)))
    return results[0]


def days(result: Any) -> dict[str, dict[str, int]]:
    return {
        team: {slug: one.default.historical_days_to_pull for slug, one in providers.items()}
        for team, providers in result.teams.items()
    }


def test_days_limits_and_overrides_are_typed(engine: Engine) -> None:
    result = read(engine, team_ids=[TEAM])

    oura = result.teams[TEAM]["oura"]
    assert oura.default.historical_days_to_pull == 120
    assert oura.default.historical_days_to_pull_limit == 365
    assert oura.resource_overrides["sleep"].historical_days_to_pull == 7
    assert result.teams[TEAM]["garmin"].resource_overrides is None
    assert (result.org_id, result.env, result.region) == (ORG, "sandbox", "us")


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({}, {TEAM: {"oura": 120, "garmin": 30}, OTHER: {"oura": 60}}),
        ({"team_ids": None}, {TEAM: {"oura": 120, "garmin": 30}, OTHER: {"oura": 60}}),
        ({"team_ids": [OTHER]}, {OTHER: {"oura": 60}}),
        ({"team_ids": {"Beta": OTHER.upper()}}, {OTHER: {"oura": 60}}),
        ({"team_ids": [TEAM], "providers": ["oura"]}, {TEAM: {"oura": 120}}),
        ({"providers": ["garmin"]}, {TEAM: {"garmin": 30}, OTHER: {}}),
        ({"env": "production"}, {}),
    ],
)
def test_teams_and_data_providers_can_be_picked(
    arguments: dict[str, Any], found: dict[str, dict[str, int]], engine: Engine
) -> None:
    assert days(read(engine, **arguments)) == found


def test_all_pages_are_read(engine: Engine, junction: Emulator) -> None:
    junction.options.page_size = 1

    assert set(read(engine).teams) == {TEAM, OTHER}
    assert len(junction.requests) == 2


def test_nothing_is_ever_written(engine: Engine, junction: Emulator) -> None:
    read(engine)

    assert junction.writes == []
    assert junction.requests != []


def test_another_place_than_the_stacks_may_be_read(engine: Engine) -> None:
    engine.stack = "production-eu"

    assert days(read(engine, team_ids=[OTHER])) == {OTHER: {"oura": 60}}


def test_the_place_is_found_as_for_the_resource(engine: Engine) -> None:
    engine.stack = "sandbox-us"
    engine.config["orgId"] = ORG

    assert days(read(engine, team_ids=[OTHER], org_id=None, env=None, region=None)) == {OTHER: {"oura": 60}}


def said(engine: Engine, **arguments: Any) -> str:
    with pytest.raises(pulumi.RunError) as caught:
        read(engine, **arguments)
    text = str(caught.value)
    assert len(text.splitlines()) == 1
    assert text.startswith("get_team_data_pull_preferences: ")
    assert KEY not in text
    return text


def test_everything_that_is_wrong_is_said_at_once_before_anything_is_asked(engine: Engine, junction: Emulator) -> None:
    text = said(engine, org_id="acme", team_ids=["acme", TEAM, TEAM], env="staging", providers=["ora"])

    assert "org_id: must be the UUID of your organisation" in text
    assert "env: must be production or sandbox" in text
    assert "team_ids[0]: must be the UUID of a team" in text
    assert "team_ids[2]: is the same team as team_ids[1]" in text
    assert "did you mean oura?" in text
    assert junction.requests == []


def test_a_bare_string_is_no_list_of_data_providers(engine: Engine, junction: Emulator) -> None:
    assert said(engine, providers="oura").endswith('providers: must be a list, e.g. ["oura"]')
    assert junction.requests == []


def test_a_missing_place_names_every_place_to_set_it(engine: Engine) -> None:
    assert "JUNCTION_ORG_ID" in said(engine, org_id=None)


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({"managementKey": ""}, "no management key. Set JUNCTION_MANAGEMENT_KEY, or run"),
        ({"managementKey": "sk_us_1"}, "is a team API key"),
        ({"managementKey": "another"}, "junction.example refused the management key (401)"),
        ({"managementUrl": "http://junction.example"}, "the management URL must start with https://"),
    ],
)
def test_a_setting_that_does_not_do_is_one_line(config: dict[str, str], says: str, engine: Engine) -> None:
    engine.config |= config

    assert says in said(engine)


def test_a_wait_longer_than_the_budget_is_not_begun(engine: Engine, junction: Emulator) -> None:
    engine.config["requestBudgetSeconds"] = "7"
    junction.fail("GET 503 retry-after=8")

    assert "asks to wait 8 s, longer than the 7 s a request may take" in said(engine)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, str, bool]]:
    """What the engine is told to show: how grave it is, the line, and whether it goes away again."""
    lines: list[tuple[Any, str, bool]] = []

    def log(_: MockEngine, request: Any) -> None:
        if request.severity != engine_pb2.DEBUG:
            lines.append((request.severity, request.message, request.ephemeral))

    monkeypatch.setattr(MockEngine, "Log", log)
    return lines


@pytest.mark.parametrize(
    "program",
    [
        lambda: days(get_team_data_pull_preferences(**PLACE, team_ids=[OTHER])),
        lambda: get_team_data_pull_preferences_output(**PLACE, team_ids=[OTHER]).apply(days),
    ],
    ids=["at once", "as an output"],
)
def test_each_wait_is_shown_while_it_lasts(
    program: Callable[[], Any], engine: Engine, junction: Emulator, shown: list[tuple[Any, str, bool]]
) -> None:
    junction.fail("GET#1 503 retry-after=2")

    assert engine.run(program) == {OTHER: {"oura": 60}}

    said = "get_team_data_pull_preferences: answer 503; waiting 2.0 s before attempt 2 of 6"
    assert shown == [(engine_pb2.INFO, said, True)]


def test_an_engine_that_cannot_show_it_stops_nobody(
    engine: Engine, junction: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: MockEngine, request: Any) -> None:
        if request.severity != engine_pb2.DEBUG:
            raise grpc.RpcError("gone")

    monkeypatch.setattr(MockEngine, "Log", gone)
    junction.fail("GET#1 503 retry-after=2")

    assert days(read(engine, team_ids=[OTHER])) == {OTHER: {"oura": 60}}


def test_another_organisation_is_one_line(engine: Engine) -> None:
    assert "knows no such organisation (404). Check org_id" in said(engine, org_id=TEAM)


def test_outputs_may_stand_for_any_argument(engine: Engine) -> None:
    def program() -> pulumi.Output[Any]:
        result = get_team_data_pull_preferences_output(
            team_ids=[pulumi.Output.from_input(OTHER)],
            providers=pulumi.Output.from_input(["oura"]),
            org_id=pulumi.Output.from_input(ORG),
            env="sandbox",
            region="us",
        )
        return result.apply(days)

    assert engine.run(program) == {OTHER: {"oura": 60}}


def test_while_an_argument_is_unknown_nothing_is_asked(engine: Engine, junction: Emulator) -> None:
    engine.preview = True

    def program() -> pulumi.Output[Any]:
        unknown: pulumi.Output[Any] = pulumi.Output.from_input(UNKNOWN)
        return get_team_data_pull_preferences_output(team_ids=[unknown], **PLACE).apply(lambda _: "asked")

    assert engine.run(program) is None
    assert junction.requests == []
