"""What an earlier `connections export` has left: whatever is not surely its own is not touched."""

import fcntl
import json
import os
from pathlib import Path

import pytest

from pulumi_junction.core import private_files
from pulumi_junction.emulator.state import Emulator
from tests.unit.cli.connections.conftest import Connections, exported

OURA = ("--provider", "oura", "--out", "out", "--yes")


@pytest.mark.parametrize(
    "other",
    [
        ("--provider", "garmin"),
        ("--provider", "oura", "--region", "eu"),
        ("--provider", "oura", "--team", "acme"),
        ("--provider", "oura", "6ba7b810-9dad-41d1-80b4-00c04fd430c8"),
    ],
    ids=["provider", "region", "team", "users"],
)
def test_what_is_of_another_export_is_not_gone_on_with(
    other: tuple[str, ...], half: Path, junction: Emulator, connections: Connections
) -> None:
    before = (half / "out.part").read_bytes()

    ended = connections("export", *other, "--out", "out", "--yes", status=1)

    assert "out.part is of another export: other users, another data provider or place." in ended.stderr
    assert (half / "out.part").read_bytes() == before
    assert junction.requests == []


def test_what_was_killed_before_its_first_page_stops_no_other_export(
    half: Path, junction: Emulator, connections: Connections
) -> None:
    place = json.loads((half / "out.part.token").read_bytes())
    nowhere = place | {"next_token": None, "bytes": 0, "count": 0}
    (half / "out.part.token").write_text(json.dumps(nowhere))

    connections("export", "--out", "out", "--yes", "--provider", "garmin")

    assert exported(half / "out") == junction.users
    assert "fake-secret" in (half / "out").read_text()


@pytest.mark.parametrize(
    ("content", "words"),
    [("no JSON", "out.part.token cannot be read. Delete out.part and out.part.token"), ("{}", "cannot be read")],
)
def test_a_place_that_cannot_be_read_is_not_guessed_at(
    content: str, words: str, half: Path, connections: Connections
) -> None:
    (half / "out.part.token").write_text(content)

    assert words in connections("export", *OURA, status=1).stderr


def test_a_file_that_is_shorter_or_that_nothing_is_known_of_is_not_gone_on_with(
    half: Path, connections: Connections
) -> None:
    os.truncate(half / "out.part", 100)
    shorter = connections("export", *OURA, status=1)
    (half / "out.part.token").unlink()
    unknown = connections("export", *OURA, status=1)

    assert "out.part is shorter than it was. Delete out.part to start again." in shorter.stderr
    assert "out.part is there, and nothing says how to go on with it. Delete out.part" in unknown.stderr


@pytest.mark.parametrize("name", ["out.part", "out.part.token"])
def test_what_others_can_read_or_what_is_a_link_is_refused(name: str, half: Path, connections: Connections) -> None:
    (half / name).chmod(0o644)
    readable = connections("export", *OURA, status=1)
    (half / name).rename(half / "elsewhere")
    (half / name).symlink_to(half / "elsewhere")
    link = connections("export", *OURA, status=1)

    assert f"Run `chmod 600 {name}`." in readable.stderr
    assert f"{name} is a symbolic link." in link.stderr


def test_a_second_run_at_the_same_time_is_refused(half: Path, connections: Connections) -> None:
    with (half / "out.part").open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        ended = connections("export", *OURA, status=1)

    assert "out.part is in use: another run is at it." in ended.stderr


def test_a_file_that_another_run_has_just_finished_is_not_touched(
    half: Path, connections: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (half / "out.part").read_bytes()
    lock = private_files.lock

    def finished_meanwhile(file: object, path: Path) -> None:
        path.rename(half / "out")
        lock(file, path)  # type: ignore[arg-type]

    monkeypatch.setattr(private_files, "lock", finished_meanwhile)

    ended = connections("export", *OURA, status=1)

    assert "is in use" in ended.stderr
    assert (half / "out").read_bytes() == before


def test_of_two_runs_that_begin_at_the_same_time_one_goes_on(
    junction: Emulator, connections: Connections, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "out.part").touch(0o600)
    monkeypatch.setattr(private_files, "reopen", lambda path: None)

    ended = connections("export", *OURA, status=1)

    assert "out.part is in use" in ended.stderr
    assert junction.requests == []
