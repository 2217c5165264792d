"""`connections export`: the question about pausing, the file, and what is said of it."""

import csv
import json
import os
import stat
from pathlib import Path

import pytest

from pulumi_junction.cli.connections import pausing
from pulumi_junction.emulator.state import Emulator
from tests.unit.cli.connections.conftest import Connections, paused

OURA = ("--provider", "oura", "--out", "out")
STRANGER = "11111111-1111-4111-8111-111111111111"


def recipes(junction: Emulator) -> list[dict[str, object]]:
    """All connections to Oura, as an export should have them."""
    return [
        {name: value for name, value in one.items() if name not in ("provider", "paused")}
        for one in junction.connections_of("oura")
    ]


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_connection_is_in_a_file_that_nobody_else_can_read(
    junction: Emulator, connections: Connections, folder: Path
) -> None:
    ended = connections("export", *OURA, "--yes")

    assert ended.stdout == "250 Oura connections exported to out.\n"
    assert lines(folder / "out") == recipes(junction)
    assert mode(folder / "out") == 0o600
    assert os.listdir(folder) == ["out"]


def test_with_yes_alone_it_says_that_nothing_is_paused(junction: Emulator, connections: Connections) -> None:
    ended = connections("export", *OURA, "--yes")

    assert ended.stderr == (
        "pulumi-junction: nothing is paused. Junction refreshes credentials of connections that are not paused, "
        "and the file is out of date then. --pause pauses first.\n"
    )
    assert paused(junction) == []


@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
def test_import_reads_what_export_writes(form: str, junction: Emulator, connections: Connections, folder: Path) -> None:
    connections("export", *OURA, "--yes", "--pause", "--format", form)
    exported = recipes(junction)

    connections("import", "out", "--provider", "oura", "--yes")

    bodies = [one.body for one in junction.writes if one.path.endswith("bulk_import")]
    assert [one for body in bodies if body for one in body["connections"]] == exported
    assert sorted(os.listdir(folder)) == ["out", "out.progress"]
    assert mode(folder / "out") == 0o600


def test_a_team_without_connections_gets_a_file_without_rows(
    junction: Emulator, connections: Connections, folder: Path
) -> None:
    for form in ("jsonl", "json", "csv"):
        out = ("--provider", "whoop_v2", "--out", f"out.{form}", "--format", form)
        assert connections("export", *out, "--yes").stdout == f"0 WHOOP connections exported to out.{form}.\n"

    assert (folder / "out.jsonl").read_text() == ""
    assert json.loads((folder / "out.json").read_text()) == []
    with (folder / "out.csv").open(newline="") as file:
        assert len(list(csv.reader(file))) == 1


def test_programs_read_one_object(junction: Emulator, connections: Connections) -> None:
    assert json.loads(connections("export", *OURA, "--yes", "--json").stdout) == {
        "version": 1,
        "provider": "oura",
        "env": "sandbox",
        "region": "us",
        "connections": 250,
        "file": "out",
    }


def test_users_are_named_or_come_from_a_file_and_who_has_no_connection_is_counted(
    junction: Emulator, connections: Connections, folder: Path
) -> None:
    (folder / "users").write_text(f"{junction.users[4]}\n{junction.users[2]}\n{STRANGER}\n")

    named = connections("export", *OURA, "--yes", junction.users[1])
    connections("export", "--provider", "oura", "--out", "more", "--yes", "--users-file", "users")
    several = connections(
        "export", "--provider", "oura", "--out", "x", "--yes", "--users-file", "users", STRANGER, status=2
    )

    assert named.stdout == "1 Oura connection exported to out.\n"
    assert [one["user_id"] for one in lines(folder / "out")] == [junction.users[1]]
    assert {one["user_id"] for one in lines(folder / "more")} == {junction.users[4], junction.users[2]}
    assert "one of them, or neither for all" in several.stderr


def test_who_was_asked_for_and_is_not_there_is_said(junction: Emulator, connections: Connections) -> None:
    ended = connections("export", *OURA, "--yes", junction.users[1], STRANGER)

    assert "2 users were asked for, and Junction has 1 Oura connection of them." in ended.stderr


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(("answer", "count"), [("y\n", 0), ("yes\n", 0), ("p\n", 250), ("PAUSE\n", 250)])
def test_asked_whether_they_are_paused_people_may_pause_them_first(
    answer: str, count: int, junction: Emulator, connections: Connections, folder: Path
) -> None:
    ended = connections("export", *OURA, answers=answer)

    assert "all connections to oura in sandbox-us are to be exported, with their credentials. " in ended.stderr
    assert "Are they paused? y: they are, p: pause them first, anything else cancels [y/p/N]: " in ended.stderr
    assert len(paused(junction)) == count
    assert len(lines(folder / "out")) == 250


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answer", ["n\n", "\n", "", "c\n"], ids=["no", "enter", "end of input", "cancel"])
@pytest.mark.parametrize("more", [(), ("--pause",)], ids=["", "pause"])
def test_any_other_answer_neither_pauses_nor_exports(
    answer: str, more: tuple[str, ...], junction: Emulator, connections: Connections, folder: Path
) -> None:
    ended = connections("export", *OURA, *more, answers=answer, status=1)

    assert ended.stderr.endswith("pulumi-junction: nothing was exported, and nothing paused.\n")
    assert junction.requests == []
    assert os.listdir(folder) == []


@pytest.mark.usefixtures("terminal")
def test_pause_asks_for_both_and_pauses_before_the_first_page(junction: Emulator, connections: Connections) -> None:
    ended = connections("export", *OURA, "--pause", *junction.users[:2], answers="y\n")

    assert "Pause and export connections of 2 users to oura in sandbox-us, with their credentials?" in ended.stderr
    assert (
        "Junction was asked to pause connections of 2 users. Junction documents no way to resume them" in ended.stderr
    )
    assert paused(junction) == junction.users[:2]
    assert [one.path.rpartition("/")[2] for one in junction.requests] == ["bulk_pause", "bulk_export"]


def test_connections_whose_users_introspection_does_not_know_are_said_to_be_not_paused(
    junction: Emulator, connections: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pausing, "known", lambda asked: junction.users[:248])

    ended = connections("export", *OURA, "--yes", "--pause")

    assert "2 Oura connections of these were not paused: introspection does not know their users." in ended.stderr


def test_without_a_terminal_it_says_yes_is_needed(junction: Emulator, connections: Connections, folder: Path) -> None:
    ended = connections("export", *OURA, answers="y\n", status=2)

    assert "Pass --yes to export without a question." in ended.stderr
    assert os.listdir(folder) == []


@pytest.mark.parametrize(
    ("out", "status", "words"),
    [
        ("-", 2, "--out must be a file: credentials are written to no terminal and no pipe."),
        ("", 2, "--out must be a file"),
        ("/dev/null", 1, "/dev/null is no file: credentials are written to a file of mode 600 only."),
        ("pipe", 1, "pipe is no file"),
        ("nowhere/out", 1, "there is no folder nowhere."),
        ("there", 1, "there exists already, and is not overwritten. Name another one, or delete it."),
        ("link", 1, "link exists already"),
        ("dangling", 1, "dangling exists already"),
    ],
)
def test_nothing_is_overwritten_and_credentials_go_to_files_only(
    out: str, status: int, words: str, junction: Emulator, connections: Connections, folder: Path
) -> None:
    (folder / "there").write_text("precious")
    (folder / "link").symlink_to("there")
    (folder / "dangling").symlink_to("nothing")
    os.mkfifo(folder / "pipe")
    before = sorted(os.listdir(folder))

    ended = connections("export", "--provider", "oura", "--out", out, "--yes", status=status)

    assert words in ended.stderr
    assert (folder / "there").read_text() == "precious"
    assert sorted(os.listdir(folder)) == before
    assert junction.requests == []


def test_a_refusal_is_one_line_and_leaves_no_file(junction: Emulator, connections: Connections, folder: Path) -> None:
    junction.options.link = False

    ended = connections("export", *OURA, "--yes", status=1)

    assert "Ask Junction's support: the endpoint is disabled by default" in ended.stderr
    assert os.listdir(folder) == []


@pytest.mark.parametrize("status", [404, 422])
def test_a_first_page_that_is_refused_says_why_and_not_that_a_place_was(
    status: int, junction: Emulator, connections: Connections
) -> None:
    junction.fail(f"POST/v2/link/bulk_export#1 {status}")

    ended = connections("export", *OURA, "--yes", status=1)

    assert f"({status})" in ended.stderr
    assert "does not go on" not in ended.stderr


@pytest.mark.parametrize("command", [("export", *OURA), ("import", "file", *OURA[:2]), ("pause", *OURA[:2], "--all")])
def test_a_key_in_place_of_its_label_is_written_nowhere(
    command: tuple[str, ...], junction: Emulator, connections: Connections, folder: Path
) -> None:
    ended = connections(*command, "--yes", "--team", "sk_us_that-nobody-may-see", status=2)

    assert "--team must be the label of a key, and not the key." in ended.stderr
    assert os.listdir(folder) == []
