"""What is shown of an operation: whatever the service calls its status, it is one line and 80 columns hold it."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest

from pulumi_junction.cli.pulls import following, views
from pulumi_junction.core.pulls import TRIGGER, Operation
from pulumi_junction.core.watching import Pace
from tests.support.screen import Screen

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Screen]:
    """Put a terminal at ten past twelve in the place of standard output; pytest has its own there until a test runs."""

    def put() -> Screen:
        file = Screen()
        for name, value in (("TERM", "xterm"), ("COLUMNS", "80"), ("NO_COLOR", "1")):
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.stdout", file)
        monkeypatch.setattr(following.CLOCK, "now", lambda: NOON + timedelta(minutes=10))
        return file

    return put


def pace(slug: str = "oura", status: str = "in_progress", processed: int = 300) -> Pace:
    return Pace(Operation(TRIGGER, slug, status, 12_000 - processed, processed, NOON))


def shown(file: io.StringIO) -> list[str]:
    """The table as it stays."""
    return [line.strip() for line in file.getvalue().rpartition("oura ")[2].splitlines()]


def test_the_table_has_both_forecasts_and_both_rates(screen: Callable[[], Screen]) -> None:
    seen = screen()
    with views.Screen() as view:
        view.show(pace())

    lines = shown(seen)
    assert lines[0] == "in_progress"
    assert lines[1].startswith("2.5 %      ━")
    assert lines[2:8] == [
        "processed  300 of 12,000",
        "pending    11,700",
        "started    2026-11-22 12:00:00 UTC",
        "elapsed    10 min",
        "rate       30.0 a minute (the table: 150 every 5 min)",
        "left       at least 6 h 25 min by the table, about 6 h 30 min at this rate",
    ]


def test_before_anything_moved_there_is_no_rate(screen: Callable[[], Screen]) -> None:
    seen = screen()
    with views.Screen() as view:
        view.show(pace(processed=0))

    assert "rate       nothing seen yet (the table: 150 every 5 min)" in shown(seen)
    assert "left       at least 6 h 25 min by the table" in shown(seen)


def test_a_wait_is_said_above_the_table(screen: Callable[[], Screen]) -> None:
    seen = screen()
    with views.Screen() as view:
        view.show(pace())
        view.say("answer 503; waiting [1] s")

    assert "pulumi-junction: answer 503; waiting [1] s\n" in seen.getvalue()


@pytest.mark.parametrize("view", [views.Screen, views.Lines, views.JsonLines])
def test_a_status_cannot_lead_the_terminal(view: type[views.View], screen: Callable[[], Screen]) -> None:
    seen = screen()
    with view() as one:
        one.show(pace(status="[bold]odd\x1b[31m\n"))

    assert "\x1b[31m" not in seen.getvalue()
    assert "[bold]odd\\" in seen.getvalue()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.6, "1 min"), (61, "1 min 1 s"), (599, "9 min 59 s"), (640, "11 min"), (14_940, "4 h 9 min")],
)
def test_from_ten_minutes_on_nobody_counts_seconds(seconds: float, words: str) -> None:
    assert views.roughly(seconds) == words
