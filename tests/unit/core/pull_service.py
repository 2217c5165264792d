"""A pretend list of operations, with triggers whose ends a test chooses. Nobody sleeps: looks are counted instead."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any

from pulumi_junction.core.pulls import TRIGGER, Operation
from pulumi_junction.core.triggering import trigger
from pulumi_junction.errors import (
    ApiConnectionError,
    ApiTimeoutError,
    CanceledError,
    JunctionError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
USERS = ("a", "b", "c")

DOWN = ServerError("junction.example has a problem of its own (503).", status_code=503)
SILENT = ApiTimeoutError("junction.example did not answer in time.")
UNREACHABLE = ApiConnectionError("junction.example could not be reached (ConnectError).", sent=False)
FORBIDDEN = PermissionDeniedError("does not allow this (403).", "Ask support.", status_code=403)
BUSY = RateLimitError("asks for fewer requests (429).", status_code=429)
CANCELED = CanceledError("stopped while waiting to try again.", "Run it again.")


def operation(minute: int, total: int = len(USERS), **changed: Any) -> Operation:
    """One that started so many minutes after noon."""
    started = NOON + timedelta(minutes=minute)
    return replace(Operation(TRIGGER, "oura", "in_progress", total, 0, started), **changed)


@dataclass
class Service:
    """`ends` are those of the triggers, in order; `at_look` changes what is there before a look, counted from 0."""

    listed: list[Operation] = field(default_factory=list)
    ends: Sequence[JunctionError | bool] = (False,)
    at_look: dict[int, "Callable[[Service], None] | JunctionError"] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)
    sent: list[tuple[str, tuple[str, ...], bool]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    _looks: int = 0

    def trigger_historical_pull(self, provider: str, user_ids: Sequence[str], wait: bool = False) -> bool:
        end = self.ends[len(self.sent)]
        self.events.append("trigger")
        self.sent.append((provider, tuple(user_ids), wait))
        if isinstance(end, JunctionError):
            raise end
        return end

    def operations(self) -> Iterator[Operation]:
        now, self._looks = self._looks, self._looks + 1
        self.events.append("look")
        what = self.at_look.get(now)
        if isinstance(what, JunctionError):
            raise what
        if what is not None:
            what(self)
        yield from self.listed

    def sleep(self, seconds: float) -> None:
        self.events.append(f"{seconds:g} s")

    def run(self, **options: Any) -> Operation | None:
        return trigger(self, "oura", USERS, sleep=self.sleep, say=self.said.append, **options)


def comes(*found: Operation) -> Callable[[Service], None]:
    """From that look on these are listed, too."""
    return lambda service: service.listed.extend(found)
