"""What docs/cli.md shows of `connections` is what the commands print, one after the other."""

import os
from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support import command_line
from tests.support.markdown import Page
from tests.support.repository import ROOT

PAGE = ROOT / "docs" / "cli.md"
SECTIONS = ("connections export", "connections import", "connections pause")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each command of the page prints where 250 users are connected; the import reads what the export wrote."""
    folder: Path = tmp_path_factory.mktemp("connections")
    (folder / "Pulumi.yaml").write_text("name: quickstart\nruntime: python\n", encoding="utf-8")
    with ThreadedEmulator(users=250, time_scale=50) as junction:
        leads = {"JUNCTION_API_URL": junction.url, "JUNCTION_TEAM_API_KEY": junction.team_api_key}
        env = command_line.environment(junction, **leads)
        del env["JUNCTION_ENV"], env["JUNCTION_REGION"]  # the commands say the place
        ended = {
            section: command_line.run(*command(section).split()[1:], env=env, cwd=os.fspath(folder))
            for section in SECTIONS
        }
    return {section: one.stderr + one.stdout for section, one in ended.items()}


def command(section: str) -> str:
    return next(one.text for one in Page(PAGE).section(section).fences() if one.language == "sh")


@pytest.mark.parametrize("section", SECTIONS)
def test_a_command_prints_what_the_page_shows(section: str, printed: dict[str, str]) -> None:
    shown = next(one.text for one in Page(PAGE).section(section).fences() if one.language == "text")

    assert printed[section] == shown
