"""What docs/cli.md shows of `show`, `export` and `drift` is what they print."""

import os
import sys
from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support import command_line
from tests.support.examples import UP, Example
from tests.support.markdown import Fence, Page
from tests.support.repository import ROOT

PAGE = ROOT / "docs" / "cli.md"


def fence(section: str, language: str) -> Fence:
    """The first block of a language in a section."""
    return next(one for one in Page(PAGE).section(section).fences() if one.language == language)


@pytest.fixture
def printed() -> dict[str, list[str]]:
    """What each command prints of two teams, line by line."""
    with ThreadedEmulator() as junction:
        junction.set("sandbox", "us", "3aac8dd1-6c37-4f2b-9d0e-5b1f0a7e2c41", "oura", 120, {"sleep": 180})
        junction.set("sandbox", "us", "7c1e4b52-90ab-4d3e-8f61-2d9c3b5a7e80", "garmin", 365)
        junction.set("sandbox", "us", "7c1e4b52-90ab-4d3e-8f61-2d9c3b5a7e80", "omron", 30)
        env = command_line.environment(junction)
        commands = (("show", "--changed"), ("export",), ("export", "--format", "config"))
        ended = {" ".join(words): command_line.run(*words, env=env, cwd=os.getcwd()) for words in commands}
    return {name: one.stdout.splitlines() for name, one in ended.items()}


def test_the_table_of_show(printed: dict[str, list[str]]) -> None:
    assert fence("show", "text").text.splitlines() == printed["show --changed"]


def test_the_program_of_export(printed: dict[str, list[str]]) -> None:
    assert fence("export", "python").text.splitlines() == printed["export"]


def test_the_configuration_of_export(printed: dict[str, list[str]]) -> None:
    without_comments = [line for line in printed["export --format config"] if not line.startswith("#")]

    assert fence("export", "yaml").text.splitlines() == without_comments


def test_the_table_of_drift(cli_folder: Path, pulumi_home: Path, tmp_path: Path) -> None:
    with ThreadedEmulator() as junction:
        pulumi = {
            "PATH": os.pathsep.join([str(cli_folder), str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PULUMI_CONFIG_PASSPHRASE": "a passphrase",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_HOME": str(pulumi_home),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }
        quickstart = Example("quickstart", tmp_path, env=command_line.environment(junction, **pulumi))
        for command in (("stack", "init"), UP):
            quickstart.pulumi("sandbox-us", *command)
        quickstart.edit("__main__.py", '"garmin": 120', '"garmin": 200')
        junction.set("sandbox", "us", "3aac8dd1-6c37-4f2b-9d0e-5b1f0a7e2c41", "oura", 30)

        ended = command_line.run("drift", "--stack", "sandbox-us", env=quickstart.env, cwd=quickstart.folder)

    assert (ended.code, ended.stdout.splitlines()) == (3, fence("drift", "text").text.splitlines())
