"""`pulumi-junction show` over a socket: many teams, a terminal, a reader that leaves, an impatient person."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from pulumi_junction.emulator.store import Preference, World
from tests.support import command_line, terminal
from tests.support.command_line import COMMAND, environment
from tests.support.waiting import until

ACME = "3aac0000-0000-4000-8000-00000000000a"
BETA = "7c1e0000-0000-4000-8000-00000000000b"
SECONDS = 60


@pytest.fixture
def junction() -> Iterator[ThreadedEmulator]:
    with ThreadedEmulator() as emulator:
        yield emulator


def teams(junction: ThreadedEmulator, count: int) -> list[str]:
    """As many teams that have set something."""
    ids = [f"3aac0000-0000-4000-8000-{number:012x}" for number in range(count)]
    junction.store.update(World("sandbox", "us"), ids, lambda had: {"oura": Preference(7)})
    return ids


def test_3000_teams_are_read_page_by_page(junction: ThreadedEmulator) -> None:
    ids = teams(junction, 3_000)

    ended = command_line.run("show", "--provider", "oura", "--json", env=environment(junction))

    assert (ended.code, ended.stderr) == (0, "")
    shown = json.loads(ended.stdout)
    assert shown["teams"] == ids
    assert [(row["team"], row["days"]) for row in shown["preferences"]] == [(team, 7) for team in ids]
    assert [request.method for request in junction.requests] == ["GET"] * 30
    assert all(("limit", "100") in request.query for request in junction.requests)


def test_teams_that_are_named_are_asked_for_100_at_a_time(junction: ThreadedEmulator) -> None:
    ids = teams(junction, 250)
    named = [word for team in ids for word in ("--team", team)]

    ended = command_line.run("show", "--provider", "oura", "--json", *named, env=environment(junction))

    assert json.loads(ended.stdout)["teams"] == ids
    asked = [[value for name, value in request.query if name == "team_id"] for request in junction.requests]
    assert [len(some) for some in asked] == [100, 100, 50]


def test_on_a_terminal_of_80_columns_no_line_is_wider_and_progress_is_shown(junction: ThreadedEmulator) -> None:
    junction.set("sandbox", "us", ACME, "freestyle_libre", 30, {"sleep_breathing_disturbance": 60})
    junction.set("sandbox", "us", BETA, "oura", 7)

    seen = terminal.run([COMMAND, "show"], environment(junction))

    assert seen.code == 0
    assert max(map(len, seen.lines)) <= 80
    assert [line for line in seen.lines if "reading preferences: 2 teams, 1 page" in line]
    assert ACME in seen.lines
    assert "33" in seen.colours  # what is changed


def test_while_thousands_of_teams_are_read_a_terminal_shows_how_far_it_is(junction: ThreadedEmulator) -> None:
    ids = teams(junction, 3_000)

    seen = terminal.run([COMMAND, "show", "--changed"], environment(junction))

    assert [line for line in seen.lines if re.search(r"reading preferences: [\d,]+ teams, \d+ pages", line)]
    assert [line for line in seen.lines if line in ids] == ids
    (row,) = (line for line in seen.lines if line.startswith("oura"))
    assert row.split() == ["oura", "default", "7", "365", "180", "yes"]


def test_no_color_means_no_colours(junction: ThreadedEmulator) -> None:
    junction.set("sandbox", "us", ACME, "oura", 7)

    seen = terminal.run([COMMAND, "show"], environment(junction, NO_COLOR="1"))

    assert ACME in seen.lines
    assert seen.colours == set()


@pytest.mark.parametrize("arguments", [["show"], ["doctor"], ["catalogue"], ["--help"], ["show", "--help"]])
def test_80_columns_hold_every_screen(arguments: list[str], junction: ThreadedEmulator) -> None:
    junction.set("sandbox", "us", ACME, "oura", 7, {"sleep": 8})
    junction.set("sandbox", "us", ACME, "polar", 60)

    seen = terminal.run([COMMAND, *arguments], environment(junction))

    assert max(map(len, seen.lines)) <= 80
    assert "Traceback" not in seen.raw


def test_whoever_has_seen_enough_may_leave(junction: ThreadedEmulator) -> None:
    teams(junction, 2_000)
    with subprocess.Popen(
        [COMMAND, "show"], env=environment(junction), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as command:
        try:
            assert command.stdout
            assert command.stderr
            assert command.stdout.readline().startswith("team")
            command.stdout.close()
            complaints = command.stderr.read()
            command.wait(SECONDS)
        finally:
            command.kill()

    assert complaints == ""


def test_ctrl_c_ends_it_without_a_word(junction: ThreadedEmulator) -> None:
    junction.fail("GET#1 hang")
    with subprocess.Popen(
        [COMMAND, "show"], env=environment(junction), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as command:
        try:
            until(lambda: not junction.faults.left(), "asked")
            os.kill(command.pid, signal.SIGINT)
            said = command.communicate(timeout=SECONDS)
        finally:
            command.kill()

    assert (said, command.returncode) == (("", ""), 130)
