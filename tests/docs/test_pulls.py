"""What docs/cli.md shows of `pulls trigger` and `pulls watch` is what they print."""

import pytest

from pulumi_junction.emulator.state import Emulator
from tests.docs.test_command_line import fence
from tests.unit.cli.pulls import conftest
from tests.unit.cli.pulls.conftest import Pulls

junction, pulls = conftest.junction, conftest.pulls


@pytest.fixture(autouse=True)
def triggered(junction: Emulator, pulls: Pulls) -> str:
    _, _, *words = fence("pulls trigger", "sh").text.split()
    return pulls(*words).output


def test_the_words_of_trigger(triggered: str) -> None:
    assert fence("pulls trigger", "text").text == triggered


def test_the_lines_of_watch(pulls: Pulls) -> None:
    _, _, *words = fence("pulls watch", "sh").text.split()

    assert fence("pulls watch", "text").text == pulls(*words).output
