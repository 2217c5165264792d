"""What docs/cli.md shows of `pulls trigger` and `pulls watch` is what they print."""

from pathlib import Path

import pytest

from pulumi_junction.emulator.state import Emulator
from tests.docs.test_command_line import fence
from tests.unit.cli.pulls import conftest
from tests.unit.cli.pulls.conftest import Pulls

junction, pulls = conftest.junction, conftest.pulls


@pytest.fixture
def project(junction: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing but what the commands say tells the place."""
    for setting in ("JUNCTION_ENV", "JUNCTION_REGION"):
        monkeypatch.delenv(setting)
    (tmp_path / "Pulumi.yaml").write_text("name: quickstart\nruntime: python\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def triggered(junction: Emulator, project: None, pulls: Pulls) -> str:
    _, _, *words = fence("pulls trigger", "sh").text.split()
    return pulls(*words).output


def test_the_words_of_trigger(triggered: str) -> None:
    assert fence("pulls trigger", "text").text == triggered


def test_the_lines_of_watch(pulls: Pulls) -> None:
    _, _, *words = fence("pulls watch", "sh").text.split()

    assert fence("pulls watch", "text").text == pulls(*words).output
