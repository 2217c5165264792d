"""Limits that only the service knows are looked at in previews, where a key is at hand; an outage stops nothing."""

from collections.abc import Callable

import httpx
import pytest

from pulumi_junction.emulator.state import Emulator
from tests.unit.providers.conftest import EngineLog, Network
from tests.unit.providers.process import A, B, FailedError, Process, declared

Start = Callable[..., Process]


@pytest.fixture(autouse=True)
def _limited(junction: Emulator) -> None:
    junction.options.limits = {"oura": 90}
    junction.options.unset = "defaults"


def above(team: str) -> str:
    return f"providers.oura.default: is above the 90 days that Junction allows team {team}; lower it to 90"


def test_a_new_value_above_the_limit_is_an_error_with_the_number(process: Process, junction: Emulator) -> None:
    assert process.check("research", declared([A, B], oura=120)).problems == [above(A)]
    assert process.check("research", declared([A], oura=90)).problems == []
    assert junction.writes == []


def test_a_changed_value_fails_and_an_old_one_never_does(start: Start) -> None:
    old = start(liveChecks="off").create("research", declared([A], oura=120))

    assert start().check("research", declared([A], oura=120), old.inputs).problems == []
    assert start().check("research", declared([A], oura=120, garmin=1), old.inputs).problems == []
    assert start().check("research", declared([A], oura=121), old.inputs).problems == [above(A)]
    assert start().check("research", declared([A, B], oura=120), old.inputs).problems == [above(B)]


def test_without_a_key_nothing_is_asked_and_nothing_said(start: Start, network: Network, log: EngineLog) -> None:
    assert start(managementKey="").check("research", declared([A], oura=120)).problems == []
    assert network.asked == []
    assert log.requests == []


def test_it_can_be_turned_off(start: Start, network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    assert start(liveChecks="off").check("research", declared([A], oura=120)).problems == []
    monkeypatch.setenv("JUNCTION_LIVE_CHECKS", "off")
    assert start(liveChecks="on").check("research", declared([A], oura=120)).problems == []
    assert network.asked == []


def test_a_word_that_is_neither_on_nor_off_fails_in_one_line(start: Start) -> None:
    with pytest.raises(FailedError, match=r"live checks must be on or off\. Set JUNCTION_LIVE_CHECKS, or run"):
        start(liveChecks="maybe").check("research", declared([A], oura=120))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (httpx.Response(500), "junction.example has a problem of its own (500)."),
        (httpx.Response(429), "junction.example asks for fewer requests (429)."),
        (httpx.ConnectError("x"), "junction.example could not be reached (ConnectError)."),
        (httpx.ReadTimeout("x"), "junction.example did not answer in time."),
        (httpx.Response(200, text="<html>"), "the answer is not what the API documents (it is no JSON of that shape)."),
    ],
)
def test_an_outage_is_one_warning_a_process_and_is_not_asked_for_again(
    answer: httpx.Response | Exception, says: str, start: Start, network: Network, log: EngineLog
) -> None:
    network.refuse = lambda _: answer
    process = start()

    for name, team in (("one", A), ("other", B)):
        assert process.check(name, declared([team], oura=120)).problems == []

    assert log.warnings == [f"one: the service's limits were not checked: {says}"]
    assert len(network.asked) <= 2, "two attempts, once"


@pytest.mark.parametrize("status", [401, 403, 404, 422])
def test_a_refusal_is_no_outage_and_fails_the_preview_as_it_would_fail_the_update(
    status: int, process: Process, network: Network, log: EngineLog
) -> None:
    network.refuse = lambda _: httpx.Response(status)

    with pytest.raises(FailedError, match=rf"\({status}\)"):
        process.check("research", declared([A], oura=120))

    assert log.warnings == []


def test_an_outage_does_not_outlive_its_process(start: Start, network: Network) -> None:
    network.refuse = lambda _: httpx.Response(500)
    assert start().check("research", declared([A], oura=120)).problems == []

    network.refuse = lambda _: None
    assert start().check("research", declared([A], oura=120)).problems == [above(A)]


def test_a_key_that_cannot_be_one_fails_already_in_the_preview(start: Start, network: Network) -> None:
    with pytest.raises(FailedError, match="the management key is a team API key"):
        start(managementKey="sk_us_1").check("research", declared([A], oura=120))

    assert network.asked == []


def test_one_request_asks_for_a_hundred_teams_whatever_the_number_of_data_providers(
    process: Process, junction: Emulator
) -> None:
    teams = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(250)]

    process.check("research", declared(teams, oura=1, garmin=1, strava=1, withings=1, whoop_v2=1))

    assert [request.method for request in junction.requests] == ["GET"] * 3
