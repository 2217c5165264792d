"""A client of the Junction API at the end of a line that says whatever a test wants."""

from dataclasses import dataclass
from typing import Any

import httpx

from pulumi_junction.api.junction import JunctionClient
from tests.unit.api.line import HOST, Line

TEAM_KEY = "sk_us_t3am-key-that-nobody-may-see"

USER = "aaaa1111-1111-4111-8111-111111111111"
OTHER = "bbbb2222-2222-4222-8222-222222222222"
MIDNIGHT = "2026-11-22T00:00:00+00:00"


@dataclass
class JunctionLine(Line):
    """`line.junction` asks."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.junction = JunctionClient(
            f"https://{HOST}",
            TEAM_KEY,
            transport=httpx.MockTransport(self._answer),
            patience=self.patience,
            say=self.said.append,
            sleep=self.clock.sleep,
        )


def op(**changed: Any) -> dict[str, Any]:
    """A bulk operation in an answer."""
    shown = {"type": "link_bulk_historical_trigger", "provider": "oura", "status": "in_progress"}
    return {**shown, "pending": 3, "processed": 2, "started_at": MIDNIGHT, "ended_at": None, **changed}


def user(id_: str = USER, **providers: Any) -> dict[str, Any]:
    """A user in an answer."""
    return {"user_id": id_, "provider": providers}


def listed(*data: Any, cursor: str | None = None) -> httpx.Response:
    """A page of either list."""
    return httpx.Response(200, json={"data": list(data), "next": None, "next_cursor": cursor})
