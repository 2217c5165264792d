"""`connections import`: a file that cannot be imported is refused whole, before anything is sent."""

import json
import os
from pathlib import Path

import pytest

from pulumi_junction.emulator.state import Emulator
from tests.support.connections import row
from tests.unit.cli.connections.conftest import Connections, written

OURA = ("--provider", "oura")


def test_every_problem_of_a_file_is_said_with_its_line_and_nothing_is_sent(
    junction: Emulator, connections: Connections, folder: Path
) -> None:
    user = junction.users[0]
    bad = [row("nobody"), row(user), row(user), row(junction.users[1], expires_at=1_900_000_000_000), 5]
    file = written(folder / "bad.jsonl", bad)

    ended = connections("import", str(file), *OURA, "--yes", status=1)

    assert ended.stderr.splitlines() == [
        f"pulumi-junction: {file}:1: user_id must be the UUID of a user, not a string of 6 characters",
        f"pulumi-junction: {file}:3: is of the same user as line 2; keep the newer one",
        f"pulumi-junction: {file}:4: expires_at is in milliseconds; divide it by 1000 (user {junction.users[1]})",
        f"pulumi-junction: {file}:5: must be an object with user_id, access_token, refresh_token, provider_id, "
        "expires_at, oauth_scopes, not 5",
        f"pulumi-junction: nothing was sent: mend {file} first.",
    ]
    assert ended.stdout == ""
    assert junction.requests == []


def test_of_many_problems_twenty_are_said(junction: Emulator, connections: Connections, folder: Path) -> None:
    array = folder / "bad.json"
    array.write_text(json.dumps([row(user, refresh_token="") for user in junction.users[:30]]), encoding="utf-8")
    array.chmod(0o600)

    lines = connections("import", str(array), *OURA, "--yes", status=1).stderr.splitlines()

    assert lines[0].startswith(f"pulumi-junction: {array}: row 1: refresh_token must be a text")
    assert [len(lines), lines[-1]] == [
        21,
        f"pulumi-junction: nothing was sent: mend {array} first. There may be more of them.",
    ]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_refused_with_the_command_that_mends_it(
    mode: int, junction: Emulator, connections: Connections, file: Path
) -> None:
    file.chmod(mode)

    ended = connections("import", str(file), *OURA, "--yes", status=1)

    assert ended.stderr.endswith(f"Run `chmod 600 {file}`.\n")
    assert junction.requests == []


@pytest.mark.parametrize("name", ["-", "pipe"])
def test_what_cannot_be_read_twice_is_refused(
    name: str, junction: Emulator, connections: Connections, folder: Path
) -> None:
    os.mkfifo(folder / "pipe", 0o600)

    ended = connections("import", name, *OURA, "--yes", status=2)

    assert f"FILE must be a file, not {name}" in ended.stderr


def test_a_file_without_connections_and_one_that_is_missing_are_one_line(
    junction: Emulator, connections: Connections, folder: Path
) -> None:
    empty = connections("import", str(written(folder / "empty", [])), *OURA, "--yes", status=1)
    missing = connections("import", "nowhere", *OURA, "--yes", status=1)

    assert empty.stderr == f"pulumi-junction: {folder / 'empty'} holds no connections.\n"
    assert (
        missing.stderr
        == f"pulumi-junction: nowhere cannot be read (No such file or directory, looked for in {folder}).\n"
    )
