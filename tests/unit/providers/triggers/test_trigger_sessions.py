"""Two triggers of one process at the same time each find their own operation, and keys stay in the process."""

import pickle
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from pulumi_junction.api.settings import Config
from pulumi_junction.errors import ConfigError
from pulumi_junction.providers.historical_pull_trigger import HistoricalPullTriggerProvider
from pulumi_junction.providers.pickled import HISTORICAL_PULL_TRIGGER as PICKLED
from pulumi_junction.providers.pull_session import PullSession
from tests.unit.providers.triggers.conftest import Junction, Start
from tests.unit.providers.triggers.process import KEY, TRIGGER_PATH, A, B, C, TriggerProcess, declared

PLACE = {"env": "sandbox", "region": "us", "provider": "oura"}
CONFIG = {
    "junction:teamApiKey": KEY,
    "junction:teamApiKeys": f'{{"acme": "{KEY}", "alias": "{KEY}", "beta": "sk_us_another"}}',
}


def test_three_triggers_at_the_same_time_each_find_their_own_operation(
    process: TriggerProcess, service: Junction
) -> None:
    """None of them is told apart by its number of connections; all have begun before the first is accepted."""
    groups = {"one": (A,), "two": (B,), "three": (C,)}
    all_here = threading.Barrier(len(groups))
    inputs = {name: process.inputs(name, declared(*users)) for name, users in groups.items()}

    def create(name: str) -> str:
        all_here.wait(10)
        started: str = process.create_checked(name, inputs[name]).outputs["operation"]["started_at"]
        return started

    with ThreadPoolExecutor(len(groups)) as threads:
        starts = list(threads.map(create, groups))

    assert len(set(starts)) == 3
    assert sorted(starts, reverse=True) == [
        one["started_at"].replace("Z", "+00:00") for one in service.junction.operations
    ]


def test_between_the_look_before_and_the_look_after_no_other_of_the_same_provider_is_sent(
    process: TriggerProcess, service: Junction
) -> None:
    inputs = {name: process.inputs(name, declared(user)) for name, user in (("one", A), ("two", B))}

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda name: process.create_checked(name, inputs[name]), inputs))

    assert service.methods == ["GET", "POST", "GET"] * 2


def test_triggers_of_different_providers_do_not_wait_for_each_other(process: TriggerProcess, service: Junction) -> None:
    """Each is sent while the other's is on its way: with one after the other, nobody would come to the barrier."""
    both = threading.Barrier(2)

    def refuse(request: httpx.Request) -> None:
        if request.url.path == TRIGGER_PATH:
            both.wait(10)

    service.refuse = refuse
    inputs = {slug: process.inputs(slug, declared(A, provider=slug)) for slug in ("oura", "garmin")}

    with ThreadPoolExecutor(2) as threads:
        entries = list(threads.map(lambda slug: process.create_checked(slug, inputs[slug]), inputs))

    assert [entry.outputs["operation"]["provider"] for entry in entries] == ["oura", "garmin"]


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        ({}, True),
        ({"team": "acme"}, True),
        ({"team": "alias"}, True),
        ({"team": "beta"}, False),
        ({"provider": "garmin"}, False),
        ({"region": "eu"}, False),
        ({"env": "production"}, False),
    ],
    ids=str,
)
def test_one_at_a_time_holds_for_a_key_and_a_provider_whatever_the_key_is_called(
    other: dict[str, str], shared: bool
) -> None:
    session = PullSession(CONFIG.get)

    assert (session.turn(PLACE) is session.turn({**PLACE, **other})) is shared


def test_each_team_is_asked_with_its_own_key_and_each_place_at_its_own_url(start: Start, service: Junction) -> None:
    process = start(teamApiKeys=CONFIG["junction:teamApiKeys"], apiUrl="")
    service.refuse = lambda _: httpx.Response(200, json={"data": [], "next_cursor": None})

    for changed in ({}, {"team": "acme"}, {"team": "beta", "env": "production", "region": "eu"}):
        process.create("backfill", declared(A, **changed))

    posts = [request for request in service.asked if request.method == "POST"]
    assert [(one.headers["x-vital-api-key"], one.url.host) for one in posts] == [
        (KEY, "api.sandbox.us.junction.com"),
        (KEY, "api.sandbox.us.junction.com"),
        ("sk_us_another", "api.eu.junction.com"),
    ]


def test_a_client_is_made_once_for_a_place_and_team() -> None:
    made: list[str] = []

    def make(url: str, key: str, **_: object) -> object:
        made.append(url)
        return object()

    session = PullSession(CONFIG.get, make)  # type: ignore[arg-type]

    assert session.client(PLACE) is session.client({**PLACE, "provider": "garmin"})
    assert session.client(PLACE) is not session.client({**PLACE, "team": "beta"})
    assert len(made) == 2


def test_nothing_is_looked_up_before_it_is_needed() -> None:
    def refuse(key: str) -> str | None:
        raise AssertionError(f"{key} was looked up")

    config: Config = refuse
    PullSession(config)


def test_a_missing_key_is_looked_for_again() -> None:
    """It may come while the process lives: every call says what is missing until then."""
    config: dict[str, str] = {}
    session = PullSession(config.get)

    for ask in (session.client, session.turn, session.client):
        with pytest.raises(ConfigError, match="no team API key"):
            ask(PLACE)
    config["junction:teamApiKey"] = KEY
    session.client(PLACE).close()


def test_a_provider_is_stored_as_the_name_of_its_class_and_a_session_not_at_all(process: TriggerProcess) -> None:
    process.create("backfill", declared(A))

    stored = pickle.dumps(process.provider)

    assert stored == pickle.dumps(HistoricalPullTriggerProvider())
    assert KEY.encode() not in stored
    assert len(PICKLED) <= 160
    with pytest.raises(TypeError, match="not to be pickled"):
        pickle.dumps(process.provider._session)
