"""What is shown while a command waits, and that it is gone afterwards."""

import io
import re
import sys

import pytest

from pulumi_junction.cli.waiting import Waiting
from tests.support.screen import Screen


def watched(file: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Put a file in the place of standard error; pytest has its own there until a test runs."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "stderr", file)
    return file


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)


def test_a_terminal_shows_pages_and_teams_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(Screen(), monkeypatch)
    with Waiting("reading") as waiting:
        for teams in (100, 1100):
            waiting.page(teams)

    assert "reading: 1,100 teams, 2 pages" in plain(terminal.getvalue())


def test_teams_of_several_requests_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(Screen(), monkeypatch)
    with Waiting("reading") as waiting:
        waiting.requests(["a team"] * 150)
        waiting.page(100)
        waiting.request_done(100)
        waiting.page(50)

    assert "reading: 150 teams, 2 pages" in plain(terminal.getvalue())


def test_nothing_of_the_bar_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(Screen(), monkeypatch)
    with Waiting("reading") as waiting:
        waiting.page(1)

    erased = "\x1b[2K"  # the line on which the cursor then is
    assert erased in terminal.getvalue().rpartition("reading")[2]


def test_a_wait_is_said_above_the_bar_and_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(Screen(), monkeypatch)
    with Waiting("reading") as waiting:
        waiting.say("answer 503; waiting [1] s\x1b[31m")

    assert "pulumi-junction: answer 503; waiting [1] s\\x1b[31m\n" in plain(terminal.getvalue())


def test_elsewhere_than_on_a_terminal_only_waits_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = watched(io.StringIO(), monkeypatch)
    with Waiting("reading") as waiting:
        waiting.requests(["a team"])
        waiting.page(1)
        waiting.say("no answer; waiting")
        waiting.request_done(1)

    assert pipe.getvalue() == "pulumi-junction: no answer; waiting\n"
