"""What docs/cli.md shows of `pulls status` and `pulls explain` is what they print."""

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pulumi_junction.api import junction as api
from pulumi_junction.emulator.app import create_app
from pulumi_junction.emulator.state import Emulator
from tests.docs.test_command_line import fence
from tests.support.asgi import AsgiTransport
from tests.unit.cli.pulls import conftest
from tests.unit.cli.pulls.conftest import START, Pulls

pulls = conftest.pulls
KEY = "sk_us_of-the-page"
USERS = {
    "0f8fad5b-d9cb-469f-a165-70867728950e": ["oura", "polar"],
    "7c9e6679-7425-40de-944b-e07fc1f90ae7": ["oura"],
}


@pytest.fixture(autouse=True)
def junction(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Emulator]:
    """Two users; the sleep of Oura is tried again, its workouts failed for good."""
    team: dict[str, Any] = {
        "key": KEY,
        "team_id": "7c1e52b9-0d84-4a6f-8f13-c2e9d46ab705",
        "env": "sandbox",
        "region": "us",
    }
    team["users"] = [{"user_id": user, "providers": slugs} for user, slugs in USERS.items()]
    errors = {"oura.sleep": "provider_rate_limit_exceeded", "oura.workouts": "retry_quota_exhausted"}
    with Emulator(seed={"teams": [team]}, pull_errors=errors, clock=START.timestamp) as emulator:
        transport = AsgiTransport(create_app(emulator))
        monkeypatch.setattr(api, "JunctionClient", functools.partial(api.JunctionClient, transport=transport))
        monkeypatch.setenv("JUNCTION_API_URL", "https://junction.example")
        monkeypatch.setenv("JUNCTION_TEAM_API_KEY", KEY)
        (tmp_path / "Pulumi.yaml").write_text("name: quickstart\nruntime: python\n", encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        yield emulator


@pytest.mark.parametrize("command", ["pulls status", "pulls explain"])
def test_a_command_prints_what_the_page_shows(command: str, pulls: Pulls) -> None:
    _, _, *words = fence(command, "sh").text.split()

    assert fence(command, "text").text == pulls(*words).stdout
