import time
from typing import Any

import pytest

from pulumi_junction.emulator.journal import Journal, Request
from pulumi_junction.emulator.state import Emulator
from tests.unit.emulator.talk import ACME, BETA, Talk, days


def test_a_request_is_recorded_as_it_was_sent(talk: Talk, junction: Emulator) -> None:
    body = {"team_ids": [ACME], "providers": {"oura": days(120)}}
    talk.client.post(talk.path(), json=body)
    talk.client.get(talk.path(), params={"team_id": [BETA, ACME], "provider": "oura", "next_cursor": ""})
    talk.client.delete(talk.path("sandbox", "eu"), params={"team_id": ACME, "provider": "oura"})

    assert junction.requests == [
        Request("POST", talk.path(), [], body, 200),
        Request(
            "GET",
            talk.path(),
            [("team_id", BETA), ("team_id", ACME), ("provider", "oura"), ("next_cursor", "")],
            None,
            200,
        ),
        Request("DELETE", talk.path("sandbox", "eu"), [("team_id", ACME), ("provider", "oura")], None, 200),
    ]


def test_writes_are_posts_and_deletes_refused_ones_included(talk: Talk, junction: Emulator) -> None:
    talk.client.get(talk.path())
    talk.client.post(talk.path(), json={})
    talk.client.delete(talk.path(), headers={"X-Management-Key": "wrong"})

    assert [(write.method, write.status) for write in junction.writes] == [("POST", 422), ("DELETE", 401)]


@pytest.mark.parametrize(
    ("sent", "recorded"),
    [(b"", None), (b"null", None), (b"{", "{"), (b"\xff{", "\ufffd{"), (b"[" * 100_000, "[" * 100_000), (b"[1]", [1])],
    ids=["none", "null", "cut", "bytes", "deep", "json"],
)
def test_a_body_that_is_not_json_is_recorded_as_text(
    sent: bytes, recorded: Any, talk: Talk, junction: Emulator
) -> None:
    talk.client.post(talk.path(), content=sent, headers={"Content-Type": "application/json"})

    assert [request.body for request in junction.requests] == [recorded]


def test_clearing_forgets_requests_and_not_what_they_set(talk: Talk, junction: Emulator) -> None:
    talk.post([ACME], oura=days(120))
    before = junction.requests

    junction.clear_requests()

    assert junction.requests == junction.writes == []
    assert len(before) == 1
    assert junction.get("production", "us", ACME) == {"oura": {"default": 120}}


def request(path: str) -> Request:
    return Request("GET", path, [], None, 200)


def test_the_order_is_that_of_arrival_whatever_is_answered_first() -> None:
    journal = Journal()
    first, second = journal.arrive(), journal.arrive()

    journal.answer(second, request("/second"))
    assert journal.snapshot() == [request("/second")]
    journal.answer(first, request("/first"))

    assert journal.snapshot() == [request("/first"), request("/second")]


def test_what_arrived_before_clearing_does_not_turn_up_after_it() -> None:
    journal = Journal()
    early = journal.arrive()
    journal.clear()
    late = journal.arrive()

    journal.answer(early, request("/early"))
    journal.answer(late, request("/late"))

    assert journal.snapshot() == [request("/late")]


def test_latency_is_waited_before_each_answer(talk: Talk, junction: Emulator) -> None:
    junction.options.latency_ms = 60

    before = time.monotonic()
    talk.get()

    assert time.monotonic() - before >= 0.06


def test_an_answer_that_is_our_own_mistake_is_recorded_too(
    talk: Talk, junction: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(junction.store, "teams", broken)

    with pytest.raises(RuntimeError, match="a bug"):
        talk.client.get(talk.path())

    assert [request.status for request in junction.requests] == [500]
