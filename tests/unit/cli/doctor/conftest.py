"""A machine on which all is well, until a test spoils something."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def whole(pulumi: object) -> None:
    """There is a whole and new `pulumi`."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of Pulumi, and the folder that a command runs in."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: demo\nruntime: python\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder
