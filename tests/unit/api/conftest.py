import pytest

from pulumi_junction.api import pause, retry
from tests.unit.api.line import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """No test waits: time passes while the client sleeps, and then only."""
    clock = Clock()
    monkeypatch.setattr(retry, "time", clock)
    monkeypatch.setattr(pause, "time", clock)
    return clock
