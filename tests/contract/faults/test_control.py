"""`/_emulator/faults`: what goes wrong next is told to an emulator in another process, too."""

import httpx
import pytest

from pulumi_junction.emulator.faults import GRAMMAR
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.contract.faults.talk import send, statuses


@pytest.fixture
def url(junction: ThreadedEmulator) -> str:
    return f"{junction.url}/_emulator/faults"


def test_what_is_told_happens_and_is_no_request_of_the_journal(
    url: str, junction: ThreadedEmulator, http: httpx.Client
) -> None:
    told = http.post(url, json={"fail": "POST#1 503 retry-after=1"})

    assert (told.status_code, told.json()) == (200, {"faults": ["POST#1 503 retry-after=1"]})
    assert [send(http, "POST").status_code for _ in range(2)] == [503, 200]
    assert statuses(junction) == [503, 200]


def test_several_can_be_told_at_once_and_what_is_left_is_listed(url: str, http: httpx.Client) -> None:
    http.post(url, json={"fail": ["POST#1 503", "POST#2-3 429"]})
    http.post(url, json={"fail": "GET drop"})

    send(http, "POST")

    assert http.get(url).json() == {"faults": ["POST#1-2 429", "GET drop"]}


def test_all_can_be_cleared(url: str, junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("GET drop", "ANY 503")

    assert http.delete(url).json() == {"faults": []}
    assert send(http, "GET").status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_it_needs_the_key(method: str, url: str, junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("GET drop")

    answer = http.request(method, url, headers={"X-Management-Key": "wrong"}, json={"fail": "ANY 503"})

    assert answer.status_code == 401
    assert junction.faults.left() == ["GET drop"]


def test_no_fault_and_no_latency_happens_to_it(url: str, junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("ANY drop")
    junction.options.latency_ms = 600_000

    assert http.get(url).json() == {"faults": ["ANY drop"]}


@pytest.mark.parametrize("fail", ["POTS 503", ["POST 503", "POTS 503"]])
def test_what_is_no_fault_is_refused_with_the_grammar_and_nothing_is_told(
    fail: object, url: str, junction: ThreadedEmulator, http: httpx.Client
) -> None:
    answer = http.post(url, json={"fail": fail})

    (problem,) = answer.json()["detail"]
    assert (answer.status_code, problem["loc"]) == (422, ["body", "fail"])
    assert problem["msg"] == f"'POTS 503': 'POTS' is not METHOD[PATH][#N[-[M]]]; write {GRAMMAR}"
    assert junction.faults.left() == []


@pytest.mark.parametrize("body", [{}, {"fial": "POST 503"}, {"fail": 503}, {"fail": "POST 503", "times": 2}, []])
def test_a_body_of_another_form_is_refused(
    body: object, url: str, junction: ThreadedEmulator, http: httpx.Client
) -> None:
    assert http.post(url, json=body).status_code == 422
    assert junction.faults.left() == []
