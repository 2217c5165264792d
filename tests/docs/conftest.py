"""Where the Pulumi CLI is, found as the engine's tests find it, and a folder for temporary files."""

from pathlib import Path

import pytest

from tests.engine.conftest import cli_folder, pulumi_home

__all__ = ["cli_folder", "pulumi_home"]


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """The folder for temporary files that the demo is given."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder
