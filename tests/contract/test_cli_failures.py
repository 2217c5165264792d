"""What people see over a real connection when it does not work: one line, exit status 1, no traceback."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support import command_line
from tests.support.command_line import environment

KEY = "k3y-that-nobody-may-see"


@pytest.fixture
def junction() -> Iterator[ThreadedEmulator]:
    with ThreadedEmulator() as emulator:
        yield emulator


@pytest.mark.parametrize("command", ["show", "export"])
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("GET 401", "refused the management key (401)"),
        ("GET 403", "does not allow this"),
        ("GET drop", "could not be reached (RemoteProtocolError)"),
        ("GET cut", "could not be reached (RemoteProtocolError)"),
        ("GET garble", "is not what the API documents"),
        ("GET html", "is not what the API documents"),
        ("GET 503", "has a problem of its own (503)"),
        ("GET stall", "did not answer in time"),
    ],
)
def test_a_bad_day_is_one_line(command: str, fault: str, words: str, junction: ThreadedEmulator) -> None:
    junction.fail(fault)

    ended = command_line.run(command, env=environment(junction, JUNCTION_REQUEST_BUDGET_SECONDS="0.5"))

    *waits, last = ended.stderr.splitlines()
    assert (ended.code, ended.stdout) == (1, "")
    assert last.startswith("pulumi-junction: ")
    assert words in last
    assert [line for line in waits if "; waiting " not in line] == []


def test_a_wrong_key_is_refused_and_not_repeated(junction: ThreadedEmulator) -> None:
    ended = command_line.run("show", env=environment(junction, JUNCTION_MANAGEMENT_KEY=KEY))

    assert ended.code == 1
    assert ended.stderr.startswith("pulumi-junction: 127.0.0.1 refused the management key (401). Set JUNCTION_MANA")
    assert KEY not in ended.text


def test_nobody_at_the_other_end_is_one_line(junction: ThreadedEmulator) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    env = environment(
        junction, JUNCTION_MANAGEMENT_URL=f"http://127.0.0.1:{port}", JUNCTION_REQUEST_BUDGET_SECONDS="0.1"
    )

    ended = command_line.run("show", env=env)

    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.splitlines()[-1] == (
        "pulumi-junction: 127.0.0.1 could not be reached (ConnectError). Check the network and JUNCTION_MANAGEMENT_URL."
    )


def test_without_settings_the_first_that_is_missing_is_said(tmp_path: Path, junction: ThreadedEmulator) -> None:
    env = {name: value for name, value in environment(junction).items() if not name.startswith("JUNCTION_")}

    ended = command_line.run("show", env=env, cwd=tmp_path)

    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.startswith("pulumi-junction: no organisation. Pass --org-id, set JUNCTION_ORG_ID")


def test_a_terminal_that_knows_only_ascii_stops_nothing(junction: ThreadedEmulator) -> None:
    env = environment(junction, PYTHONIOENCODING="ascii", PYTHONUTF8="0", JUNCTION_größe="x")

    told = command_line.run("doctor", env=env)

    assert "JUNCTION_gr\\xf6\\xdfe is no setting." in told.stdout
    assert "Traceback" not in told.text


def test_an_unknown_option_is_status_2(junction: ThreadedEmulator) -> None:
    ended = command_line.run("show", "--everything", env=environment(junction))

    assert (ended.code, ended.stdout) == (2, "")
    assert "No such option: --everything" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_doctor_only_reads(junction: ThreadedEmulator) -> None:
    junction.set("sandbox", "us", "3aac0000-0000-4000-8000-00000000000a", "oura", 7)

    ended = command_line.run("doctor", env=environment(junction))

    assert "it answers, and takes the management key." in ended.stdout
    assert "limits are shown: 365 days." in ended.stdout
    assert {request.method for request in junction.requests} == {"GET"}
    assert junction.management_key not in ended.text


def test_doctor_says_that_nobody_answers(junction: ThreadedEmulator) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    ended = command_line.run("doctor", env=environment(junction, JUNCTION_MANAGEMENT_URL=f"http://127.0.0.1:{port}"))

    assert ended.code == 1
    (line,) = (line for line in ended.stdout.splitlines() if line.startswith("repair") and " service " in line)
    assert "127.0.0.1 could not be reached (ConnectError). Check the network and JUNCTION_MANAGEMENT_URL." in line
