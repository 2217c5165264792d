"""A client at the end of a line that says whatever a test wants, on a clock that only waits move."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import httpx

from pulumi_junction.api.management import ManagementClient, TeamDataPullPreferencesApi
from pulumi_junction.api.patience import Patience
from pulumi_junction.core.identity import Scope

ORG = "0a1b2c3d-0000-4000-8000-000000000001"
SCOPE = Scope(ORG, "sandbox", "eu")
PATH = f"/v1/org/{ORG}/team_data_pull_preferences/sandbox/eu"
HOST = "junction.example"
KEY = "k3y-that-nobody-may-see"

A = "aaaa1111-1111-4111-8111-111111111111"
B = "bbbb2222-2222-4222-8222-222222222222"
C = "cccc3333-3333-4333-8333-333333333333"

Answer: TypeAlias = "httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]"


@dataclass
class Clock:
    """Stands in for the module `time`, and for sleeping."""

    now: float = 1_000.0
    naps: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return 1_700_000_000.0 + self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds


@dataclass
class Line:
    """Answers in order; the last one for ever after."""

    answers: Iterable[Answer]
    clock: Clock = field(default_factory=Clock)
    requests: list[httpx.Request] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    patience: Patience | None = None

    def __post_init__(self) -> None:
        self._next: Iterator[Answer] = iter(self.answers)
        self._last: Answer | None = None
        self.client = ManagementClient(
            f"https://{HOST}",
            KEY,
            transport=httpx.MockTransport(self._answer),
            patience=self.patience,
            say=self.said.append,
            sleep=self.clock.sleep,
        )

    def api(self, patience: Patience | None = None) -> TeamDataPullPreferencesApi:
        return self.client.team_data_pull_preferences(SCOPE, patience)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._last = next(self._next, self._last)
        if isinstance(answer, Exception):
            raise answer
        assert answer is not None
        return answer if isinstance(answer, httpx.Response) else answer(request)

    @property
    def queries(self) -> list[list[tuple[str, str]]]:
        return [request.url.params.multi_items() for request in self.requests]


def shown(default: int, **overrides: int) -> dict[str, Any]:
    """A data provider in an answer."""
    one: dict[str, Any] = {"default": {"historical_days_to_pull": default, "historical_days_to_pull_limit": 365}}
    if overrides:
        one["resource_overrides"] = {
            name: {"historical_days_to_pull": days, "historical_days_to_pull_limit": 365}
            for name, days in overrides.items()
        }
    return one


def page(cursor: str | None = None, **teams: dict[str, Any]) -> httpx.Response:
    """A page of an answer: `page("more", **{A: {"oura": shown(120)}})`."""
    listed = [{"team_id": team, "providers": providers} for team, providers in teams.items()]
    return httpx.Response(200, json={"data_pull_preferences": listed, "next_cursor": cursor})
