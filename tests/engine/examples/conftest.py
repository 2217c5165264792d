"""The pretend Junction as the examples' users have it: organisation and place come from their files."""

from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.examples import Example


@pytest.fixture
def junction(emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch) -> ThreadedEmulator:
    """Address and key by variable; nothing else."""
    for name in ("JUNCTION_ORG_ID", "JUNCTION_ENV", "JUNCTION_REGION"):
        monkeypatch.delenv(name)
    return emulator


@pytest.fixture
def four_stacks(junction: ThreadedEmulator, tmp_path: Path) -> Example:
    """`examples/four-stacks`."""
    return Example("four-stacks", tmp_path)
