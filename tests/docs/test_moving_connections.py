"""docs/guides/moving-connections.md, played from its beginning to its end; and the function of the resource's page."""

import inspect
import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from pulumi_junction import export_connections
from pulumi_junction.emulator.defaults import DEMO_TEAM_ID
from pulumi_junction.emulator.seeding import demo_users
from pulumi_junction.emulator.server import ThreadedEmulator
from pulumi_junction.emulator.teams import Team
from tests.support import command_line
from tests.support.markdown import Page
from tests.support.repository import ROOT

PAGE = ROOT / "docs" / "guides" / "moving-connections.md"
REFERENCE = ROOT / "docs" / "resources" / "connection-import.md"
OLD, NEW = Team("sandbox", "us", DEMO_TEAM_ID), Team("sandbox", "us", "7c1e8dd1-6c37-4f2b-9d0e-5b1f0a7e2c41")
KEYS = {"old": "sk_us_old", "new": "sk_us_new"}


def team(key: str, of: Team, *providers: str) -> dict[str, object]:
    users = [{"user_id": user, "providers": providers} for user, _ in demo_users(OLD, 250)]
    return {"key": key, **of._asdict(), "users": users}


@pytest.fixture
def junction() -> Iterator[ThreadedEmulator]:
    seed = {"teams": [team(KEYS["old"], OLD, "oura"), team(KEYS["new"], NEW)]}
    with ThreadedEmulator(seed=seed, time_scale=50) as junction:
        yield junction


def test_each_block_is_what_its_command_prints_and_in_the_end_the_connections_are_in_the_other_team(
    junction: ThreadedEmulator, tmp_path: Path
) -> None:
    env = command_line.environment(junction, JUNCTION_API_URL=junction.url, JUNCTION_TEAM_API_KEYS=json.dumps(KEYS))
    blocks = [fence for fence in Page(PAGE).fences() if fence.language == "text"]
    assert len(blocks) > 4

    for block in blocks:
        prompt, _, shown = block.text.partition("\n")
        dollar, tool, *words = shlex.split(prompt)
        assert (dollar, tool) == ("$", "pulumi-junction"), f"{block.place} shows no command"
        ended = command_line.run(*words, env=env, cwd=str(tmp_path))
        assert ended.stderr + ended.stdout == shown, block.place

    old, new = (
        {one["user_id"]: one["refresh_token"] for one in junction.connections_of("oura", team_api_key=key)}
        for key in (KEYS["old"], KEYS["new"])
    )
    assert len(new) == 250
    assert new == old
    left = sorted(file.name for file in tmp_path.iterdir())
    assert f"rm {' '.join(left)}" in {span.text for span in Page(PAGE).code()}, "what it tells people to delete"


def test_arguments_of_export_connections_are_explained() -> None:
    explained = Page(REFERENCE).section("export_connections").explained()

    assert set(inspect.signature(export_connections).parameters) == explained
