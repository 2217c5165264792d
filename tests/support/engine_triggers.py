"""Programs that trigger historical pulls, and what the pretend Junction was sent by them."""

from typing import Any

import pulumi

from pulumi_junction import HistoricalPullTrigger
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine_programs import Program


def program(*users: str, provider: str = "oura", **arguments: Any) -> Program:
    """One trigger, named `backfill`, with its outputs as the stack's."""

    def declare() -> None:
        trigger = HistoricalPullTrigger("backfill", provider=provider, user_ids=users, **arguments)
        pulumi.export("operation", trigger.operation)
        pulumi.export("window_seconds", trigger.window_seconds)

    return declare


def triggered(junction: ThreadedEmulator) -> list[list[str]]:
    """The users of each trigger that was sent, refused ones included."""
    sent: list[Any] = [request.body for request in junction.writes if request.path.endswith("_pull")]
    return [sorted(body["user_ids"]) for body in sent]
