"""A state to compare with."""

from pathlib import Path

import pytest

from tests.unit.policy.judging import FakePulumi


@pytest.fixture
def pulumi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakePulumi:
    folder = tmp_path / "bin"
    folder.mkdir()
    return FakePulumi(folder, monkeypatch)
