"""Commands in this process, with a pretend Junction behind their client, or somebody who answers as a test says."""

import functools
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pytest
from typer.testing import CliRunner, Result

from pulumi_junction.api import management
from pulumi_junction.cli.app import app
from pulumi_junction.emulator.app import create_app
from pulumi_junction.emulator.state import Emulator
from tests.support.asgi import AsgiTransport

KEY = "k3y-that-nobody-may-see"

Run: TypeAlias = Callable[..., Result]
Answering: TypeAlias = Callable[..., list[httpx.Request]]


def lead_to(transport: httpx.BaseTransport, org_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set everything; nobody waits between attempts."""
    quick = functools.partial(management.ManagementClient, transport=transport, sleep=lambda seconds: None)
    monkeypatch.setattr(management, "ManagementClient", quick)
    monkeypatch.setenv("JUNCTION_MANAGEMENT_URL", "https://junction.example")
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", KEY)
    monkeypatch.setenv("JUNCTION_ORG_ID", org_id)
    monkeypatch.setenv("JUNCTION_ENV", "sandbox")
    monkeypatch.setenv("JUNCTION_REGION", "us")


@pytest.fixture
def junction(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """A pretend Junction, and the variables that lead there."""
    with Emulator(management_key=KEY) as emulator:
        lead_to(AsgiTransport(create_app(emulator)), emulator.org_id, monkeypatch)
        yield emulator


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Answering:
    """A service that answers every GET with these teams; gives back what it was asked."""

    def answer(teams: dict[str, dict[str, Any]]) -> list[httpx.Request]:
        asked: list[httpx.Request] = []
        shown = [{"team_id": team, "providers": providers} for team, providers in teams.items()]

        def handle(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            return httpx.Response(200, json={"data_pull_preferences": shown, "next_cursor": None})

        lead_to(httpx.MockTransport(handle), "0a1b2c3d-0000-4000-8000-000000000001", monkeypatch)
        return asked

    return answer


@pytest.fixture
def run() -> Run:
    """Run `pulumi-junction`; an end other than expected fails the test and shows what was printed."""

    def command(*arguments: str, status: int = 0) -> Result:
        __tracebackhide__ = True
        ended = CliRunner().invoke(app, arguments)
        assert ended.exit_code == status, ended.output
        return ended

    return command


@pytest.fixture
def pulumi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A whole and new `pulumi` on PATH, until a test wants another."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def install(says: str) -> Path:
        for name in ("pulumi", "pulumi-language-python"):
            (folder / name).write_text(f"#!{sys.executable}\nprint({says!r})\n", encoding="utf-8")
            (folder / name).chmod(0o755)
        return folder

    monkeypatch.setenv("PATH", str(install("v3.259.0")))
    monkeypatch.setenv("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "true")
    return install


def amount(days: int, limit: int | None = None) -> dict[str, Any]:
    """A number of days as the API has it."""
    return {"historical_days_to_pull": days} | ({} if limit is None else {"historical_days_to_pull_limit": limit})


def provider(days: int, limit: int | None = None, **overrides: int) -> dict[str, Any]:
    """A data provider as the API has it."""
    more = {name: amount(one, limit) for name, one in overrides.items()}
    return {"default": amount(days, limit), "resource_overrides": more or None}


def findings(ended: Result, level: str) -> list[str]:
    """What `doctor --json` says at one level, in words."""
    found = json.loads(ended.stdout)["findings"]
    return [f"{one['about']}: {one['what']} {one['todo']}".strip() for one in found if one["level"] == level]
