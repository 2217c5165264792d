"""Faults of the Junction API: its answers have other lists and, where a trigger is accepted, no body at all."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from pulumi_junction.emulator import junction as api
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.contract.faults.talk import IMPATIENT, PATIENCE, client_of, send, to_the_end, until_recorded
from tests.support.pulls import INTROSPECT, OPERATIONS, TRIGGER


@pytest.fixture
def pulls(junction: ThreadedEmulator) -> Iterator[httpx.Client]:
    """Five users' operations: the newest is fitbit's."""
    junction.connections.add(junction.team, [(user, ["oura"]) for user in USERS], junction.clock.now())
    for provider in ("oura", "garmin", "fitbit"):
        junction.pulls.trigger(junction.team, provider, USERS)
    headers = {"x-vital-api-key": junction.team_api_key}
    with httpx.Client(base_url=junction.url, headers=headers, timeout=PATIENCE, trust_env=False) as http:
        yield http


USERS = [f"{digit * 8}-0000-4000-8000-000000000000" for digit in "12345"]
BODY = {"user_ids": USERS, "provider": "strava"}


def names(answer: httpx.Response) -> list[str]:
    """Providers of operations, or first digits of users."""
    return [one.get("provider") if "status" in one else one["user_id"][0] for one in answer.json()["data"]]


def pages(http: httpx.Client, path: str, most: int = 10) -> Iterator[list[str]]:
    query: dict[str, Any] = {"page_size": 2, "user_limit": 2}
    for _ in range(most):
        answer = http.get(path, params=query).raise_for_status()
        yield names(answer)
        query["next_cursor"] = answer.json()["next_cursor"]
        if query["next_cursor"] is None:
            return


PAGES = [(OPERATIONS, [["fitbit", "garmin"], ["oura"]]), (INTROSPECT, [["1", "2"], ["3", "4"], ["5"]])]


def test_a_trigger_is_carried_out_and_its_answer_lost(junction: ThreadedEmulator, pulls: httpx.Client) -> None:
    junction.fail("POST/v2/link#1 503 after retry-after=1")

    lost = pulls.post(TRIGGER, json=BODY)

    assert (lost.status_code, lost.headers["retry-after"]) == (503, "1")
    assert [one["provider"] for one in junction.operations] == ["strava", "fitbit", "garmin", "oura"]


def test_a_trigger_that_fails_before_is_not_carried_out(junction: ThreadedEmulator, pulls: httpx.Client) -> None:
    junction.fail("POST#1 503")

    assert [pulls.post(TRIGGER, json=BODY).status_code for _ in range(2)] == [503, 202]
    assert len(junction.operations) == 4


@pytest.mark.parametrize("what", ["cut", "drop"])
@pytest.mark.parametrize(("after", "accepted"), [("", 3), (" after", 4)])
def test_no_half_of_an_answer_without_a_body_passes_for_the_whole(
    what: str, after: str, accepted: int, junction: ThreadedEmulator, pulls: httpx.Client
) -> None:
    junction.fail(f"POST {what}{after}")

    with pytest.raises(httpx.RemoteProtocolError):
        pulls.post(TRIGGER, json=BODY)

    assert len(junction.operations) == accepted


@pytest.mark.parametrize(("after", "accepted"), [("", 3), (" after", 4)])
def test_an_accepted_trigger_can_stall(
    after: str, accepted: int, junction: ThreadedEmulator, pulls: httpx.Client
) -> None:
    junction.fail(f"POST stall{after}")

    with pytest.raises(httpx.ReadTimeout):
        pulls.post(TRIGGER, json=BODY, timeout=IMPATIENT)

    assert len(junction.operations) == accepted


@pytest.mark.parametrize("path", [OPERATIONS, INTROSPECT])
def test_a_page_can_be_cut_garbled_or_of_another_shape(
    path: str, junction: ThreadedEmulator, pulls: httpx.Client
) -> None:
    junction.fail("GET#1 cut", "GET#2 garble", "GET#3 shape")

    with pytest.raises(httpx.RemoteProtocolError):
        pulls.get(path)
    garbled, shape = pulls.get(path), pulls.get(path)

    assert garbled.content.startswith(b'{"data": [')
    with pytest.raises(ValueError, match="decode"):
        garbled.json()
    assert "next_cursor" not in shape.json()


@pytest.mark.parametrize(("path", "real"), PAGES)
def test_an_empty_page_comes_before_the_one_asked_for(
    path: str, real: list[list[str]], junction: ThreadedEmulator, pulls: httpx.Client
) -> None:
    junction.fail("GET#1 empty-page", "GET#3 empty-page")

    assert list(pages(pulls, path)) == [[], real[0], [], *real[1:]]


@pytest.mark.parametrize(("path", "real"), PAGES)
def test_a_loop_is_one_page_for_ever(
    path: str, real: list[list[str]], junction: ThreadedEmulator, pulls: httpx.Client
) -> None:
    junction.fail("GET#2- loop")

    assert list(pages(pulls, path, most=6)) == [real[0], *[real[1]] * 5]


def test_the_deprecated_cursor_leads_round_as_well(junction: ThreadedEmulator, pulls: httpx.Client) -> None:
    junction.fail("GET#1 empty-page")
    empty = pulls.get(INTROSPECT, params={"user_limit": 2}).json()

    answer = pulls.get(INTROSPECT, params={"user_limit": 2, "cursor": empty["next"]})

    assert (empty["data"], names(answer)) == ([], ["1", "2"])


def test_one_api_can_fail_and_the_other_not(junction: ThreadedEmulator, pulls: httpx.Client) -> None:
    junction.fail("GET/v2/link 503", "POST/v1 503")
    with client_of(junction) as management:
        answers = [send(management, "GET"), send(management, "POST"), send(management, "DELETE")]

    assert [answer.status_code for answer in answers] == [200, 503, 200]
    assert [pulls.get(path).status_code for path in (OPERATIONS, INTROSPECT)] == [503, 200]
    assert pulls.post(TRIGGER, json=BODY).status_code == 202


def test_who_waits_is_told_when_time_has_passed(junction: ThreadedEmulator, pulls: httpx.Client) -> None:
    """The wait is the client's real time, the operation is over when the emulator's clock says so."""
    answers: list[httpx.Response] = []
    waiting = threading.Thread(
        target=lambda: answers.append(pulls.post(TRIGGER, json={**BODY, "wait_for_completion": True}))
    )
    waiting.start()
    while len(junction.operations) < 4:
        assert waiting.is_alive()
    junction.pass_time(24 * 60 * 60)
    waiting.join(PATIENCE)

    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {})]


def test_a_client_that_gives_up_waiting_is_not_waited_for(
    junction: ThreadedEmulator, pulls: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "WAIT_SECONDS", 3 * PATIENCE)

    with pytest.raises(httpx.ReadTimeout):
        pulls.post(TRIGGER, json={**BODY, "wait_for_completion": True}, timeout=IMPATIENT)

    until_recorded(junction, [202])


@pytest.mark.usefixtures("junction")
def test_a_request_that_waits_does_not_keep_the_server_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fixture lets it fail if the server needs two seconds to stop, or complains."""
    monkeypatch.setattr(api, "WAIT_SECONDS", 3 * PATIENCE)
    answers: list[bytes] = []
    with ThreadedEmulator(users=1) as stopped:
        waiting = threading.Thread(target=lambda: answers.append(waited_for(stopped)))
        waiting.start()
        while not stopped.operations:
            assert waiting.is_alive()
    waiting.join(PATIENCE)

    assert len(answers) == 1


def waited_for(junction: ThreadedEmulator) -> bytes:
    """All that comes, to the end of the connection."""
    body = b'{"user_ids": ["%s"], "provider": "oura", "wait_for_completion": true}' % junction.users[0].encode()
    head = f"POST {TRIGGER} HTTP/1.1\r\nHost: x\r\nx-vital-api-key: {junction.team_api_key}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    host, _, port = junction.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as sock:
        sock.sendall(head.encode() + body)
        return to_the_end(sock)
