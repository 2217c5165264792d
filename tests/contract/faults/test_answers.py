"""Faults that answer: what a client sees of each, and what the service has done meanwhile."""

import json
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

import httpx
import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.contract.faults.talk import ACME, AFTER, BEFORE, BODY, HERE, send, statuses


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_status_is_answered_and_nothing_done(method: str, junction: ThreadedEmulator, http: httpx.Client) -> None:
    wanted = [400, 401, 403, 404, 408, 422, 429, 500, 502, 503, 504, 599]
    junction.fail(*(f"{method}#{number} {status}" for number, status in enumerate(wanted, 1)))

    answers = [send(http, method) for _ in wanted]

    assert [answer.status_code for answer in answers] == wanted
    assert [list(answer.json()) for answer in answers if "retry-after" not in answer.headers] == [["detail"]] * 12
    assert junction.get(*HERE, ACME) == BEFORE
    assert send(http, method).status_code == 200


def test_a_422_has_the_documented_shape(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("POST 422")

    (problem,) = send(http, "POST").json()["detail"]

    assert {name: type(value) for name, value in problem.items()} == {"loc": list, "msg": str, "type": str}


@pytest.mark.parametrize("what", ["429", "html status=503"])
def test_retry_after_is_seconds_or_a_date(what: str, junction: ThreadedEmulator, http: httpx.Client) -> None:
    date = "Wed, 21 Oct 2026 07:28:00 GMT"
    junction.fail(f"GET#1 {what} retry-after=7", f"GET#2 {what} retry-after='{date}'")
    junction.fail(f"GET#3 {what} retry-after=date+3600", f"GET#4 {what} retry-after=date-3600")

    seconds, fixed, later, past = (send(http, "GET").headers["retry-after"] for _ in range(4))

    assert (seconds, fixed) == ("7", date)
    assert parsedate_to_datetime(past) < datetime.now(timezone.utc) < parsedate_to_datetime(later)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("what", ["503", "garble", "html", "shape", "empty", "redirect"])
def test_after_it_is_done_only_the_answer_is_lost(
    what: str, method: str, junction: ThreadedEmulator, http: httpx.Client
) -> None:
    junction.fail(f"{method}#1 {what}", f"{method}#2 {what} after")

    before = send(http, method)
    assert junction.get(*HERE, ACME) == BEFORE
    after = send(http, method)

    assert junction.get(*HERE, ACME) == (AFTER if method == "POST" else {})
    assert (before.status_code, before.content) == (after.status_code, after.content)
    assert statuses(junction) == [before.status_code] * 2


def test_garbled_is_200_and_neither_json_nor_text(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("GET garble")

    answer = send(http, "GET")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    with pytest.raises(UnicodeDecodeError):
        answer.content.decode()
    with pytest.raises(ValueError, match="utf-8"):
        json.loads(answer.content)


@pytest.mark.parametrize(("what", "status"), [("html", 200), ("html status=502", 502)])
def test_html_is_a_page(what: str, status: int, junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail(f"GET {what}")

    answer = send(http, "GET")

    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert answer.text.startswith("<!doctype html>")


def test_another_shape_is_json_without_a_member_of_the_documented(
    junction: ThreadedEmulator, http: httpx.Client
) -> None:
    documented = send(http, "GET").json()
    junction.fail("GET shape")

    answer = send(http, "GET")

    assert answer.status_code == 200
    assert set(answer.json()) & set(documented) == set()


def test_empty_is_200_and_no_body(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("GET empty")

    answer = send(http, "GET")

    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, "0", b"")


def test_a_redirect_leads_to_another_address_of_this_machine(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("GET redirect")

    answer = http.get("us", params={"team_id": [ACME, ACME]})

    assert answer.status_code == 307
    assert answer.headers["location"] == f"http://127.0.0.1:9{answer.request.url.raw_path.decode()}"


def test_who_follows_a_redirect_sends_everything_to_the_other(junction: ThreadedEmulator, http: httpx.Client) -> None:
    with ThreadedEmulator() as other:
        junction.fail(f"POST redirect to={other.url}")

        answer = send(http, "POST", follow_redirects=True)

        assert answer.status_code == 200
        assert [(write.method, write.body) for write in other.writes] == [("POST", BODY)]
    assert junction.get(*HERE, ACME) == BEFORE
    assert statuses(junction) == [307]


def test_a_fault_is_of_the_request_that_it_counts(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("POST#2-3 503")

    for method in ("POST", "GET", "POST", "DELETE", "POST", "POST"):
        send(http, method)

    assert [(request.method, request.status) for request in junction.requests] == [
        ("POST", 200),
        ("GET", 200),
        ("POST", 503),
        ("DELETE", 200),
        ("POST", 503),
        ("POST", 200),
    ]


def test_a_request_that_failed_is_recorded_as_it_was_sent(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("ANY 503")

    send(http, "POST")
    send(http, "DELETE")

    post, delete = junction.requests
    assert (post.body, post.query) == (BODY, [])
    assert (delete.body, delete.query) == (None, [("team_id", ACME), ("provider", "oura")])
    assert junction.writes == [post, delete]


def test_when_faults_are_cleared_all_is_well(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("ANY 503", "GET drop")
    assert send(http, "GET").status_code == 503

    junction.clear_faults()

    assert send(http, "GET").status_code == 200
