"""docs/guides/moving-connections.md, played from its beginning to its end; and the function of the resource's page.

A comment before a block tells what has happened meanwhile.
"""

import inspect
import json
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pulumi_junction import export_connections
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support import command_line, processes
from tests.support.markdown import Fence, Page
from tests.support.repository import ROOT

PAGE = ROOT / "docs" / "guides" / "moving-connections.md"
REFERENCE = ROOT / "docs" / "resources" / "connection-import.md"
SETUP = "To try it without Junction"
TEAMS, ADDRESS = "two-teams.json", "http://127.0.0.1:8642"
EMULATOR = re.compile(rf"^pulumi-junction emulator --seed {re.escape(TEAMS)} .*\n\Z", re.MULTILINE)
MEANWHILE: dict[str, Callable[[ThreadedEmulator], None]] = {
    "": lambda _: None,
    "<!-- an hour later -->": lambda junction: junction.pass_time(3600),
}


@pytest.fixture
def setup() -> tuple[str, str]:
    """What the page tells to type in the one terminal, and in the other."""
    first, other = (fence.text for fence in Page(PAGE).section(SETUP).fences())
    return first, other


@pytest.fixture
def junction(setup: tuple[str, str], tmp_path: Path) -> Iterator[ThreadedEmulator]:
    """As the page starts it, but for its address and its pace."""
    script, count = EMULATOR.subn("", setup[0])
    assert count == 1, "the emulator is what the first terminal starts last"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    assert processes.run(["sh", "-c", script], tmp_path, {**os.environ, "PATH": path}) == processes.Finished(0, "", "")
    with ThreadedEmulator(seed=json.loads((tmp_path / TEAMS).read_text(encoding="utf-8"))) as junction:
        yield junction


@pytest.fixture
def env(setup: tuple[str, str], junction: ThreadedEmulator) -> dict[str, str]:
    """What the other terminal exports, and nothing that says a place or a key beside it."""
    lines = [shlex.split(line) for line in setup[1].splitlines()]
    assert {line[0] for line in lines} == {"export"}
    exported = dict(line[1].split("=", 1) for line in lines)
    assert exported["JUNCTION_API_URL"] == ADDRESS
    inherited = command_line.environment(junction)
    clean = {name: value for name, value in inherited.items() if not name.startswith("JUNCTION_")}
    return clean | exported | {"JUNCTION_API_URL": junction.url}


def test_each_block_is_what_its_command_prints_and_in_the_end_the_connections_are_in_the_other_team(
    junction: ThreadedEmulator, env: dict[str, str], tmp_path: Path
) -> None:
    blocks = [fence for fence in Page(PAGE).fences() if fence.language == "text"]
    assert len(blocks) > 7

    for block in blocks:
        MEANWHILE[block.note.strip()](junction)
        printed, shown = play(block, env, tmp_path)
        assert printed == shown, block.place

    keys = json.loads(env["JUNCTION_TEAM_API_KEYS"])
    old, new = (
        {one["user_id"]: one["refresh_token"] for one in junction.connections_of("oura", team_api_key=keys[label])}
        for label in ("old", "new")
    )
    assert len(new) == 250
    assert new == old
    left = sorted(file.name for file in tmp_path.iterdir() if file.name != TEAMS)
    assert f"rm {' '.join(left)}" in {span.text for span in Page(PAGE).code()}, "what it tells people to delete"


def play(block: Fence, env: dict[str, str], folder: Path) -> tuple[str, str]:
    """What the command of the block prints, and what the block shows; points in time are left out of both."""
    prompt, _, shown = block.text.partition("\n")
    dollar, tool, *words = shlex.split(prompt)
    assert (dollar, tool) == ("$", "pulumi-junction"), f"{block.place} shows no command"
    ended = command_line.run(*words, env=env, cwd=str(folder))
    return without_times(ended.stderr + ended.stdout), without_times(shown)


def without_times(output: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", "…", output)


def test_arguments_of_export_connections_are_explained() -> None:
    explained = Page(REFERENCE).section("export_connections").explained()

    assert set(inspect.signature(export_connections).parameters) == explained
