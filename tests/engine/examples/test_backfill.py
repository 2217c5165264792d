"""`examples/backfill`: more days, and the pull that brings them to users who are connected already."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine_triggers import triggered
from tests.support.examples import UP, Example
from tests.support.markdown import Page
from tests.support.repository import ROOT
from tests.support.shown import normalised

STACK = "sandbox-us"
FILE = f"Pulumi.{STACK}.yaml"
README = ROOT / "examples" / "backfill" / "README.md"
USERS = re.findall(r"- ([0-9a-f-]{36})", (README.parent / FILE).read_text(encoding="utf-8"))
SAID = f"triggers historical pulls of {len(USERS)} users from oura"


@pytest.fixture
def junction(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadedEmulator]:
    """The team has users, who were connected when it had Junction's default days."""
    with ThreadedEmulator(users=20) as running:
        monkeypatch.setenv("JUNCTION_MANAGEMENT_URL", running.url)
        monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", running.management_key)
        monkeypatch.setenv("JUNCTION_API_URL", running.url)
        monkeypatch.setenv("JUNCTION_TEAM_API_KEY", running.team_api_key)
        yield running


@pytest.fixture
def backfill(junction: ThreadedEmulator, tmp_path: Path) -> Example:
    example = Example("backfill", tmp_path)
    example.pulumi(STACK, "stack", "init")
    return example


def days_pulled(junction: ThreadedEmulator) -> dict[str, int]:
    """How far back the last pull of Oura's sleep went, as introspection tells of each user."""
    answer = httpx.get(
        f"{junction.url}/v2/introspect/historical_pull",
        params={"provider": "oura"},
        headers={"x-vital-api-key": junction.team_api_key},
        trust_env=False,
    )
    users: list[Any] = answer.json()["data"]
    return {user["user_id"]: int(span(user["provider"]["oura"]["pulled"]["sleep"])) for user in users}


def span(pull: dict[str, Any]) -> float:
    start, end = (datetime.fromisoformat(pull[name]) for name in ("range_start", "range_end"))
    return (end - start).total_seconds() / 86_400


def test_the_users_of_the_example_are_the_emulators(junction: ThreadedEmulator) -> None:
    assert USERS
    assert set(USERS) < set(junction.users)


def test_a_year_of_history_arrives_for_these_users_and_no_others(backfill: Example, junction: ThreadedEmulator) -> None:
    assert set(days_pulled(junction).values()) == {180}
    junction.clear_requests()

    preview = backfill.pulumi(STACK, "preview")
    assert "+ 3 to create" in preview.stdout
    assert SAID in preview.stdout
    assert junction.writes == []

    backfill.pulumi(STACK, *UP)
    assert junction.get("sandbox", "us", junction.team_id)["oura"] == {"default": 365}
    assert triggered(junction) == [sorted(USERS)]

    junction.pass_time(600)
    assert days_pulled(junction) == {user: 365 if user in USERS else 180 for user in junction.users}


def test_nothing_is_triggered_again_until_the_days_change_and_the_preview_shows_that(
    backfill: Example, junction: ThreadedEmulator
) -> None:
    backfill.edit(FILE, 'days: "365"', 'days: "270"')
    backfill.pulumi(STACK, *UP)
    backfill.pulumi(STACK, "preview", "--expect-no-changes")

    backfill.edit(FILE, 'days: "270"', 'days: "365"')
    preview = backfill.pulumi(STACK, "preview", "--diff")
    assert "~ default: 270 => 365" in preview.stdout
    assert "~ triggers: [" in preview.stdout
    assert SAID in preview.stderr
    assert len(triggered(junction)) == 1

    backfill.pulumi(STACK, *UP)
    assert triggered(junction) == [sorted(USERS)] * 2
    backfill.pulumi(STACK, "preview", "--expect-no-changes")


def test_the_readme_shows_the_preview_of_more_days(backfill: Example) -> None:
    shown = next(fence.text for fence in Page(README).fences() if fence.language == "text")
    command, _, output = shown.partition("\n")
    backfill.edit(FILE, 'days: "365"', 'days: "180"')
    backfill.pulumi(STACK, *UP)
    backfill.edit(FILE, 'days: "180"', 'days: "365"')

    preview = backfill.pulumi(STACK, *command.split()[2:])

    assert normalised(output) == normalised(preview.text)


def test_users_from_a_file_and_secret_users_are_the_same_users(backfill: Example, junction: ThreadedEmulator) -> None:
    """The two changes of the program that the README names."""
    backfill.pulumi(STACK, *UP)
    (backfill.folder / "users.txt").write_text("\n".join(USERS), encoding="utf-8")
    backfill.edit("__main__.py", "user_ids=users", 'user_ids=Path("users.txt").read_text().split()')
    backfill.edit("__main__.py", "import pulumi\n", "from pathlib import Path\n\nimport pulumi\n")
    backfill.pulumi(STACK, "preview", "--expect-no-changes")

    backfill.edit("__main__.py", 'Path("users.txt").read_text().split()', 'config.require_secret_object("users")')
    backfill.pulumi(STACK, *UP)

    assert len(triggered(junction)) == 1
    state = json.loads(backfill.pulumi(STACK, "stack", "export").stdout)
    (trigger,) = [one for one in state["deployment"]["resources"] if one["type"].endswith("HistoricalPullTrigger")]
    assert USERS[0] not in json.dumps([trigger["inputs"], trigger["outputs"]])


def test_destroying_it_resets_the_days_and_takes_no_pull_back(backfill: Example, junction: ThreadedEmulator) -> None:
    backfill.pulumi(STACK, *UP)
    junction.pass_time(600)
    junction.clear_requests()

    destroyed = backfill.pulumi(STACK, "destroy", "--yes", "--skip-preview")

    assert "nothing is sent: what was triggered goes on at Junction" in destroyed.stdout
    assert [request.method for request in junction.writes] == ["DELETE"]
    assert junction.get("sandbox", "us", junction.team_id) == {}
    assert {days_pulled(junction)[user] for user in USERS} == {365}
