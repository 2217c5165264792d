"""docs/guides/backfill.md, played from its beginning to its end: each block is what its command prints.

A comment before a block tells what has happened meanwhile. Junction's time passes only while somebody waits.
"""

import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from pulumi_junction.cli.app import app
from pulumi_junction.cli.pulls import following
from pulumi_junction.emulator.defaults import DEMO_TEAM_ID
from pulumi_junction.emulator.seeding import demo_users
from pulumi_junction.emulator.server import ThreadedEmulator
from pulumi_junction.emulator.teams import Team
from tests.support.examples import Example
from tests.support.markdown import Fence, Page
from tests.support.repository import ROOT
from tests.support.shown import normalised

PAGE = ROOT / "docs" / "guides" / "backfill.md"
START = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
STACK = "sandbox-us"
TEAM_KEY = "sk_us_acme"
TEAM = Team("sandbox", "us", DEMO_TEAM_ID)
SEED = {
    "teams": [
        {
            "key": TEAM_KEY,
            **TEAM._asdict(),
            "users": [{"user_id": user, "providers": ["oura", "garmin"]} for user, _ in demo_users(TEAM, 400)],
        }
    ]
}
"""The emulator's users, with fewer data providers: a page has to hold what is said of one."""

MEANWHILE = re.compile(r"<!-- (oura\.\w+) ends with (\w+) for (\S+) -->\s*")


@pytest.fixture
def junction(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadedEmulator]:
    with ThreadedEmulator(seed=SEED, clock=START.timestamp) as running:
        for name in list(os.environ):
            if name.startswith(("JUNCTION_", "PULUMI_")) or name.lower().endswith("_proxy"):
                monkeypatch.delenv(name)
        monkeypatch.setenv("JUNCTION_MANAGEMENT_URL", running.url)
        monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", running.management_key)
        monkeypatch.setenv("JUNCTION_API_URL", running.url)
        monkeypatch.setenv("JUNCTION_TEAM_API_KEY", TEAM_KEY)
        now = running.clock.now
        monkeypatch.setattr(following.CLOCK, "now", lambda: datetime.fromtimestamp(now(), timezone.utc))
        monkeypatch.setattr(following.CLOCK, "monotonic", now)
        monkeypatch.setattr(following.CLOCK, "sleep", running.pass_time)
        yield running


class Played(NamedTuple):
    """What the page shows, and what was printed."""

    shown: list[str]
    printed: list[str]


class Guide:
    """Runs commands in the example's folder: Pulumi's as processes, our own in this one, where time is Junction's."""

    def __init__(self, example: Example, junction: ThreadedEmulator) -> None:
        self._junction = junction
        self._tools: dict[str, Callable[[list[str]], str]] = {
            "pulumi": lambda words: example.run("pulumi", *words).text,
            "pulumi-junction": self._own,
        }

    def play(self, block: Fence) -> Played:
        meanwhile = MEANWHILE.fullmatch(block.note)
        assert bool(block.note) is bool(meanwhile), f"{block.place}: nobody knows how to do {block.note}"
        if meanwhile:
            self._fail(*meanwhile.groups())
        prompt, _, shown = block.text.partition("\n")
        dollar, tool, *words = shlex.split(prompt)
        assert dollar == "$", f"{block.place} shows no command"
        return Played(steady(shown), steady(self._tools[tool](words)))

    def _own(self, words: list[str]) -> str:
        ended = CliRunner().invoke(app, words)
        assert ended.exit_code == 0, ended.output
        return ended.output

    def _fail(self, pull: str, error: str, user: str) -> None:
        """A pull of one user ends badly, and the next ones do not."""
        self._junction.options.pull_errors = {pull: error}
        self._own(["pulls", "trigger", "--provider", "oura", user, "--yes", "--watch", "--stack", STACK])
        self._junction.options.pull_errors = {}


def steady(output: str) -> list[str]:
    """Its lines, without how long the engine took."""
    return normalised(re.sub(r"^Duration: .*$", "", output, flags=re.MULTILINE))


@pytest.fixture
def guide(
    junction: ThreadedEmulator, tmp_path: Path, cli_folder: Path, pulumi_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Guide:
    pulumi = {
        "PATH": os.pathsep.join([str(cli_folder), str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PULUMI_CONFIG_PASSPHRASE": "a passphrase",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_HOME": str(pulumi_home),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }
    example = Example("backfill", tmp_path, env=pulumi)
    example.pulumi(STACK, "stack", "init")
    monkeypatch.chdir(example.folder)
    return Guide(example, junction)


def test_the_guide_is_played_to_its_end_and_each_block_is_what_was_printed(guide: Guide) -> None:
    blocks = [fence for fence in Page(PAGE).fences() if fence.language == "text"]
    assert len(blocks) > 8

    for block in blocks:
        played = guide.play(block)
        assert played.shown == played.printed, block.place


def test_its_program_is_the_examples() -> None:
    (shown,) = [fence.text for fence in Page(PAGE).fences() if fence.language == "python"]

    assert shown == (ROOT / "examples" / "backfill" / "__main__.py").read_text(encoding="utf-8")
