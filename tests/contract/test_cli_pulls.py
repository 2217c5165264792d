"""`pulumi-junction pulls` over a socket: a question on a terminal, a table that moves, an impatient person."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support import command_line, processes, terminal
from tests.support.command_line import COMMAND

FASTER = 300
"""Five minutes between batches of Oura are a second."""


@pytest.fixture
def junction() -> Iterator[ThreadedEmulator]:
    with ThreadedEmulator(users=400, time_scale=FASTER) as emulator:
        yield emulator


def environment(junction: ThreadedEmulator, **more: str) -> dict[str, str]:
    leads = {"JUNCTION_API_URL": junction.url, "JUNCTION_TEAM_API_KEY": junction.team_api_key}
    return command_line.environment(junction, **leads, **more)


def pulls(*words: str) -> list[str]:
    return [COMMAND, "pulls", *words]


def test_on_a_terminal_it_asks_and_watches_to_the_end(junction: ThreadedEmulator) -> None:
    command = pulls("trigger", "--provider", "oura", "--all", "--watch")

    seen = terminal.run(command, environment(junction), when={"[y/N]: ": "y\n"})

    assert seen.code == 0
    assert max(map(len, seen.lines)) <= 80
    assert [line for line in seen.lines if "reading users: 400 users" in line]
    assert "400 Oura users: at least 10 min" in seen.lines
    assert any(re.fullmatch(r"processed  \d+ of 400 *", line) for line in seen.lines)
    assert any(line.startswith("left       at least ") for line in seen.lines)
    assert "100.0 %" in seen.raw
    assert [line for line in seen.lines if line][-1].startswith("oura: success, 400 of 400 connections processed in ")


@pytest.mark.parametrize("answer", ["n\n", "\n", "\x04"], ids=["no", "enter", "Ctrl-D"])
def test_on_a_terminal_any_other_answer_triggers_nothing(answer: str, junction: ThreadedEmulator) -> None:
    command = pulls("trigger", "--provider", "oura", "--all")

    seen = terminal.run(command, environment(junction), when={"[y/N]: ": answer})

    assert seen.code == 1
    assert [line for line in seen.lines if line][-1] == "pulumi-junction: nothing was triggered."
    assert junction.writes == []


def test_ctrl_c_at_the_question_triggers_nothing(junction: ThreadedEmulator) -> None:
    command = pulls("trigger", "--provider", "oura", "--all")

    seen = terminal.run(command, environment(junction), when={"[y/N]: ": signal.SIGINT})

    assert seen.code == 130
    assert "Traceback" not in seen.raw
    assert junction.writes == []


def test_ctrl_c_while_watching_leaves_the_operation_and_the_terminal_as_they_were(junction: ThreadedEmulator) -> None:
    junction.options.time_scale = 1
    junction.pulls.trigger(junction.team, "oura", junction.users)

    seen = terminal.run(pulls("watch", "--provider", "oura"), environment(junction), when={"processed": signal.SIGINT})

    assert seen.code == 130
    assert "the operation goes on at Junction; to watch it again: pulumi-junction" in seen.raw
    assert "Traceback" not in seen.raw
    assert seen.raw.rfind("\x1b[?25h") > seen.raw.rfind("\x1b[?25l")  # the cursor is there again
    assert junction.operations[0]["status"] == "in_progress"


def test_a_pipe_gets_each_change_as_it_happens_and_may_be_left(junction: ThreadedEmulator) -> None:
    junction.options.time_scale = 1
    junction.pulls.trigger(junction.team, "oura", junction.users)
    command = pulls("watch", "--provider", "oura", "--json", "--interval", "1")
    with subprocess.Popen(
        command, env=environment(junction), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as watching:
        try:
            assert watching.stdout
            assert watching.stderr
            assert json.loads(watching.stdout.readline())["operation"]["processed"] == 0
            junction.pass_time(30)
            assert json.loads(watching.stdout.readline())["operation"]["processed"] == 150
            watching.stdout.close()
            junction.pass_time(600)
            complaints = watching.stderr.read()
            watching.wait(processes.SECONDS)
        finally:
            watching.kill()

    assert complaints == ""


def test_standard_input_names_users(junction: ThreadedEmulator) -> None:
    users = "".join(f"{user}\n" for user in junction.users[:3])

    ended = subprocess.run(
        pulls("trigger", "--provider", "garmin", "--users-file", "-", "--yes", "--json"),
        env=environment(junction),
        input=users,
        capture_output=True,
        text=True,
        timeout=processes.SECONDS,
        check=True,
    )

    assert json.loads(ended.stdout)["operation"]["pending"] == 3
    assert ended.stderr == "3 Garmin users: at least 1 min\n"


@pytest.mark.parametrize("command", ["estimate", "trigger", "watch"])
def test_80_columns_hold_the_help(command: str, junction: ThreadedEmulator) -> None:
    seen = terminal.run(pulls(command, "--help"), environment(junction))

    assert seen.code == 0
    assert max(map(len, seen.lines)) <= 80
