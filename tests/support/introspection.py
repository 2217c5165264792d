"""Answers of `GET /v2/introspect/historical_pull` as a test wants them, and a service that gives them."""

import functools
from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from pulumi_junction.api import junction as api

TEAM_KEY = "sk_us_that-nobody-may-see"
ANN = "aaaa1111-1111-4111-8111-111111111111"
BEN = "bbbb2222-2222-4222-8222-222222222222"
CEM = "cccc3333-3333-4333-8333-333333333333"


def pull(status: str = "success", error: str | None = None, data: int = 70, **more: Any) -> dict[str, Any]:
    """What became of a resource, 92 days back from a day in October 2023."""
    return {
        "status": status,
        "range_start": "2023-07-24T00:00:00+00:00",
        "range_end": "2023-10-24T00:00:00+00:00",
        "timeline": {
            "scheduled_at": "2023-10-24T13:52:51+00:00",
            "started_at": "2023-10-24T13:52:54+00:00",
            "ended_at": "2023-10-24T13:53:59+00:00",
        },
        "days_with_data": data,
        "release": "0.0.0",
        "trace_id": "51cc7d2d",
        "error_details": error,
        **more,
    }


def provider(*not_pulled: str, **pulled: dict[str, Any]) -> dict[str, Any]:
    """A data provider of a user."""
    return {"pulled": pulled, "not_pulled": list(not_pulled)}


def user(user_id: str, **providers: dict[str, Any]) -> dict[str, Any]:
    """A user of a page."""
    return {"user_id": user_id, "provider": providers}


def page(*users: dict[str, Any], cursor: str | None = None) -> httpx.Response:
    """A page of an answer."""
    return httpx.Response(200, json={"data": list(users), "next": None, "next_cursor": cursor})


def answer_with(monkeypatch: pytest.MonkeyPatch, answers: Sequence[httpx.Response]) -> list[httpx.Request]:
    """Let the service answer so, one after the other and the last for ever; returns what it will be asked."""
    asked: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answers[min(len(asked), len(answers)) - 1]

    transport = httpx.MockTransport(handle)
    quick = functools.partial(api.JunctionClient, transport=transport, sleep=lambda seconds: None)
    monkeypatch.setattr(api, "JunctionClient", quick)
    for name, value in {
        "JUNCTION_API_URL": "https://junction.example",
        "JUNCTION_TEAM_API_KEY": TEAM_KEY,
        "JUNCTION_ENV": "sandbox",
        "JUNCTION_REGION": "us",
    }.items():
        monkeypatch.setenv(name, value)
    return asked
