"""The emulator's import, export and pause behind a socket: faults, the command's options, and nothing printed."""

import signal
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from pulumi_junction.emulator.defaults import DEMO_TEAM_KEY
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.emulator_command import PATIENCE, greeting, refused, started, url_in
from tests.support.moving import EXPORT, PAUSE, exported, import_, pages, pause, recipe

CANARY = "canary-5f0c1d"


@pytest.fixture
def junction() -> Iterator[ThreadedEmulator]:
    with ThreadedEmulator(users=5, page_size=2, time_scale=1000) as junction:
        yield junction


@pytest.fixture
def http(junction: ThreadedEmulator) -> Iterator[httpx.Client]:
    headers = {"x-vital-api-key": junction.team_api_key}
    with httpx.Client(base_url=junction.url, headers=headers, timeout=PATIENCE, trust_env=False) as http:
        yield http


def users(page: list[dict[str, Any]]) -> list[str]:
    return [one["user_id"] for one in page]


def test_an_import_is_carried_out_and_its_answer_lost(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("POST/v2/link/bulk_import#1 503 after")

    lost = import_(http, recipe(junction.users[0]))

    assert lost.status_code == 503
    assert [one["type"] for one in junction.operations] == ["link_bulk_import"]


def test_an_import_that_fails_before_is_not_carried_out(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("POST/v2/link/bulk_import#1 503")

    assert [import_(http, recipe(junction.users[0])).status_code for _ in range(2)] == [503, 202]
    assert len(junction.operations) == 1


def test_one_of_the_three_can_fail_and_the_others_not(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail(f"POST{PAUSE} 503")

    assert import_(http, recipe(junction.users[0])).status_code == 202
    assert pause(http, junction.users[0]).status_code == 503
    assert len(exported(http)) == 5
    assert not any(one["paused"] for one in junction.connections_of("oura"))


def test_a_loop_is_one_page_of_the_export_for_ever(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail(f"POST{EXPORT}#2- loop")

    found = pages(http)
    seen = [users(next(found)) for _ in range(6)]

    assert seen == [junction.users[:2], *[junction.users[2:4]] * 5]


def test_an_empty_page_of_the_export_comes_before_the_one_asked_for(
    junction: ThreadedEmulator, http: httpx.Client
) -> None:
    junction.fail(f"POST{EXPORT}#1 empty-page", f"POST{EXPORT}#3 empty-page")

    seen = [users(page) for page in pages(http)]

    assert seen == [[], junction.users[:2], [], junction.users[2:4], junction.users[4:]]


def test_an_export_can_be_cut_in_the_middle_of_its_tokens(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail(f"POST{EXPORT} cut")

    with http.stream("POST", EXPORT, json={"provider": "oura"}) as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            answer.read()


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"provider": "oura", "next_token": 1}'])
def test_a_loop_does_not_hide_that_a_body_is_refused(
    body: bytes, junction: ThreadedEmulator, http: httpx.Client
) -> None:
    junction.fail(f"POST{EXPORT} loop")

    assert http.post(EXPORT, content=body, headers={"Content-Type": "application/json"}).status_code == 422


def test_who_waits_for_an_import_is_told_on_a_real_clock(junction: ThreadedEmulator, http: httpx.Client) -> None:
    first, second = junction.users[:2]
    junction.options.import_failures = {second}

    answer = import_(http, recipe(first), recipe(second), wait_for_completion=True)

    assert answer.json() == {"user_ids_imported": [first], "user_ids_failed": [second]}


def test_users_who_fail_are_told_when_it_starts_and_no_token_is_ever_printed() -> None:
    with ThreadedEmulator(users=2) as same:
        first, second = same.users
    options = ["--users", "2", "--import-fail", first.upper(), "--op-status", "import:strava=aborted"]
    with started(*options, "--time-scale", "1000", "--fail", "POST/v2/link/bulk_import#1 500 after") as command:
        url = url_in(greeting(command))
        with httpx.Client(base_url=url, headers={"x-vital-api-key": DEMO_TEAM_KEY}, trust_env=False) as http:
            rows = [recipe(user, access_token=CANARY, refresh_token=CANARY) for user in (first, second)]
            failed = import_(http, *rows)
            waited = import_(http, *rows, wait_for_completion=True)
            misspelt = import_(http, {**rows[0], "expires_at": CANARY})
            import_(http, *rows, provider="strava", wait_for_completion=True)
            operations = http.get("/v2/link/bulk_op").json()["data"]
            found = exported(http)
        command.send_signal(signal.SIGTERM)
        printed = command.communicate(timeout=PATIENCE)

    assert (failed.status_code, misspelt.status_code) == (500, 422)
    assert waited.json() == {"user_ids_imported": [second], "user_ids_failed": [first]}
    assert [one["status"] for one in operations] == ["aborted", "success", "success"]
    assert [one["access_token"] == CANARY for one in found] == [False, True]
    assert printed == ("", "")
    assert CANARY not in failed.text + misspelt.text


@pytest.mark.parametrize("user", ["carla", "", "11111111111141118111111111111111"])
def test_a_user_who_could_never_fail_is_refused_in_one_line(user: str) -> None:
    assert refused("--port", "0", "--import-fail", user) == (
        2,
        f"pulumi-junction: --import-fail {user!r} is no user id: write a UUID with hyphens",
    )


def test_the_status_of_imports_to_nowhere_is_refused_in_one_line() -> None:
    assert refused("--port", "0", "--op-status", "import:zwift=failure") == (
        2,
        "pulumi-junction: --op-status 'import:zwift=failure': 'zwift' is no provider that can be triggered",
    )
