"""`connections export` after a run that did not end well: nothing is written twice, nothing is left out."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from pulumi_junction.cli.connections.half_done import HalfDone
from pulumi_junction.core.connections import Connection
from pulumi_junction.emulator.state import Emulator
from tests.support.connections import singing
from tests.unit.cli.connections.conftest import Connections, exported, paused

OURA = ("--provider", "oura", "--out", "out", "--yes")
EXPORT = "POST/v2/link/bulk_export"


class KilledError(BaseException):
    """The process ends here."""


def test_a_failure_says_how_far_it_came_and_the_next_run_goes_on(
    junction: Emulator, connections: Connections, folder: Path
) -> None:
    junction.fail(f"{EXPORT}#2- 401")

    ended = connections("export", *OURA, status=1)
    junction.clear_faults()
    junction.clear_requests()
    again = connections("export", *OURA)

    assert "100 Oura connections are in out.part; running it again goes on from there." in ended.stderr
    assert "goes on after 100 Oura connections of an earlier run, in out.part." in again.stderr
    assert exported(folder / "out") == junction.users
    assert len(junction.requests) == 2
    assert os.listdir(folder) == ["out"]


def test_what_an_earlier_run_left_is_for_nobody_else_and_the_place_holds_no_credential(half: Path) -> None:
    assert sorted(os.listdir(half)) == ["out.part", "out.part.token"]
    assert {stat.S_IMODE((half / name).stat().st_mode) for name in os.listdir(half)} == {0o600}
    assert singing([half / "out.part.token"]) == []


def test_a_page_that_was_not_written_to_its_end_is_written_again(
    half: Path, junction: Emulator, connections: Connections
) -> None:
    with (half / "out.part").open("a") as part:
        part.write('{"user_id": "half of a row')

    connections("export", *OURA)

    assert exported(half / "out") == junction.users


def test_ctrl_c_says_how_far_it_came_and_the_next_run_goes_on(
    junction: Emulator, connections: Connections, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = HalfDone.add

    def interrupted(half: HalfDone, page: Sequence[Connection], token: str | None) -> None:
        if half.reached.count:
            raise KeyboardInterrupt
        add(half, page, token)

    with monkeypatch.context() as patch:
        patch.setattr(HalfDone, "add", interrupted)
        ended = connections("export", *OURA, status=130)
    connections("export", *OURA)

    assert "100 Oura connections are in out.part; running it again goes on from there." in ended.stderr
    assert exported(folder / "out") == junction.users


@pytest.mark.usefixtures("terminal")
def test_going_on_asks_once_and_not_whether_they_are_paused(
    half: Path, junction: Emulator, connections: Connections
) -> None:
    no = connections("export", *OURA[:-1], answers="n\n", status=1)
    ended = connections("export", *OURA[:-1], answers="y\n")

    assert "nothing was exported" in no.stderr
    assert "Export all connections to oura in sandbox-us, with their credentials? [y/N]: " in ended.stderr
    assert "Are they paused?" not in ended.stderr
    assert exported(half / "out") == junction.users


def test_going_on_may_pause_as_well(half: Path, junction: Emulator, connections: Connections) -> None:
    connections("export", *OURA, "--pause")

    assert len(paused(junction)) == 250
    assert exported(half / "out") == junction.users


@pytest.mark.parametrize("status", [404, 422])
def test_a_place_that_junction_takes_no_more_says_what_to_delete(
    status: int, half: Path, junction: Emulator, connections: Connections
) -> None:
    junction.fail(f"{EXPORT}#1 {status}")

    ended = connections("export", *OURA, status=1)
    (half / "out.part").unlink()
    connections("export", *OURA)

    assert ended.stderr.splitlines()[-1] == (
        f"pulumi-junction: Junction does not go on where out.part ends ({status}). Delete out.part and start again."
    )
    assert exported(half / "out") == junction.users


@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
@pytest.mark.parametrize("moved", [False, True], ids=["before it has its name", "afterwards"])
def test_a_run_that_was_killed_at_the_very_end_is_finished_without_a_request(
    moved: bool, form: str, junction: Emulator, connections: Connections, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.replace

    def killed(path: Path, target: Path) -> None:
        if target.name != "out" or moved:
            rename(path, target)
        if target.name == "out":
            raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KilledError):
            connections("export", *OURA, "--format", form)
    left = set(os.listdir(folder))
    junction.clear_requests()

    ended = connections("export", *OURA, "--format", form)
    connections("import", "out", "--provider", "oura", "--dry-run")

    assert ended.stdout == "250 Oura connections exported to out.\n"
    assert junction.requests == []
    assert "out.part.token" in left
    assert ("out" in left) == moved
    assert {"out.part", "out.part.token"}.isdisjoint(os.listdir(folder))
