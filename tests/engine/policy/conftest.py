"""Packs of the rules that a test names."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.engine_policies import Pack

MakePack = Callable[..., Pack]


@pytest.fixture
def pack(tmp_path: Path) -> MakePack:
    """Make a pack: `pack("require_labels()", level="ADVISORY")`."""
    return lambda *rules, **options: Pack.of(tmp_path / "pack", *rules, **options)
