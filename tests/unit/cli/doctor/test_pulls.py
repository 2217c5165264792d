"""`pulumi-junction doctor`: whether historical pulls can be triggered, for whoever has team API keys."""

import functools
import json

import pytest

from pulumi_junction.api import junction as api
from pulumi_junction.emulator.app import create_app
from pulumi_junction.emulator.state import Emulator
from tests.support.asgi import AsgiTransport
from tests.unit.cli.conftest import Run, findings


@pytest.fixture(autouse=True)
def team(junction: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same pretend Junction behind the other API."""
    transport = AsgiTransport(create_app(junction))
    quick = functools.partial(api.JunctionClient, transport=transport, sleep=lambda seconds: None)
    monkeypatch.setattr(api, "JunctionClient", quick)
    monkeypatch.setenv("JUNCTION_TEAM_API_KEY", junction.team_api_key)


def pulls(run: Run, level: str, status: int = 0) -> list[str]:
    return [line for line in findings(run("doctor", "--json", status=status), level) if "historical" in line]


def test_a_team_api_key_that_is_taken_is_told(run: Run) -> None:
    assert pulls(run, "ok") == ["historical pulls: the team API key is taken, and operations can be listed."]


def test_it_only_reads(run: Run, junction: Emulator) -> None:
    run("doctor")

    assert junction.writes == []


def test_without_a_team_api_key_nothing_is_said_of_pulls(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUNCTION_TEAM_API_KEY")

    assert [pulls(run, level) for level in ("ok", "note", "repair")] == [[], [], []]


def test_where_the_endpoints_are_off_for_the_team_it_is_worth_knowing(run: Run, junction: Emulator) -> None:
    junction.options.link = False

    (line,) = pulls(run, "note")

    assert "does not allow this for the team (403). Ask Junction's support" in line


def test_a_key_that_is_refused_is_to_be_repaired(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_TEAM_API_KEY", "sk_us_of-another-team")

    (line,) = pulls(run, "repair", status=1)

    assert "refused the team API key (401)" in line
    assert "of-another-team" not in line


def test_each_of_several_keys_is_looked_at(run: Run, junction: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUNCTION_TEAM_API_KEY")
    monkeypatch.setenv("JUNCTION_TEAM_API_KEYS", json.dumps({"acme": junction.team_api_key, "beta": "sk_us_wrong"}))

    assert pulls(run, "ok", status=1) == [
        "historical pulls: the team API key of acme is taken, and operations can be listed."
    ]
    assert len(pulls(run, "repair", status=1)) == 1


def test_keys_that_cannot_be_read_are_to_be_repaired(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_TEAM_API_KEYS", "sk_us_wrong")

    ended = run("doctor", status=1)

    assert "the team API keys cannot be read." in ended.output
    assert "sk_us_wrong" not in ended.output
