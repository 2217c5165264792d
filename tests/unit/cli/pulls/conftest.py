"""Commands on historical pulls in this process, before a pretend Junction whose time only waiting moves."""

import functools
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from typing import TypeAlias

import pytest
from typer.testing import CliRunner, Result

from pulumi_junction.api import junction as api
from pulumi_junction.cli.app import app
from pulumi_junction.cli.pulls import following, trigger
from pulumi_junction.emulator.app import create_app
from pulumi_junction.emulator.state import Emulator
from tests.support.asgi import AsgiTransport

TEAM_KEY = "sk_us_that-nobody-may-see"
START = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)

Pulls: TypeAlias = Callable[..., Result]


@pytest.fixture
def junction(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """A pretend Junction with 400 users, and the variables that lead there; nobody waits between attempts."""
    with Emulator(users=400, team_api_key=TEAM_KEY, clock=START.timestamp) as emulator:
        transport = AsgiTransport(create_app(emulator))
        quick = functools.partial(api.JunctionClient, transport=transport, sleep=lambda seconds: None)
        monkeypatch.setattr(api, "JunctionClient", quick)
        monkeypatch.setenv("JUNCTION_API_URL", "https://junction.example")
        monkeypatch.setenv("JUNCTION_TEAM_API_KEY", TEAM_KEY)
        monkeypatch.setenv("JUNCTION_ENV", "sandbox")
        monkeypatch.setenv("JUNCTION_REGION", "us")
        now = emulator.clock.now
        monkeypatch.setattr(following.CLOCK, "now", lambda: datetime.fromtimestamp(now(), timezone.utc))
        monkeypatch.setattr(following.CLOCK, "monotonic", now)
        monkeypatch.setattr(following.CLOCK, "sleep", emulator.pass_time)
        yield emulator


@pytest.fixture
def pulls() -> Pulls:
    """Run `pulumi-junction pulls`; an end other than expected fails the test and shows what was printed."""

    def command(*arguments: str, status: int = 0, answers: str = "") -> Result:
        __tracebackhide__ = True
        ended = CliRunner().invoke(app, ["pulls", *arguments], input=answers)
        assert ended.exit_code == status, ended.output
        assert TEAM_KEY not in ended.output
        return ended

    return command


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody can be asked; what is answered is the `answers` of a command."""
    monkeypatch.setattr(trigger, "can_ask", lambda: True)


def posted(junction: Emulator) -> list[list[str]]:
    """The users of each trigger that was sent, refused ones included."""
    bodies = [request.body for request in junction.writes]
    return [body["user_ids"] for body in bodies if body]
