"""The journal of `connections import`: what a broken, foreign or shared one does."""

import fcntl
import json
from pathlib import Path

import pytest

from pulumi_junction.cli import question
from pulumi_junction.core import importing
from pulumi_junction.emulator.state import Emulator
from tests.unit.cli.connections.conftest import Connections, each_once, progress, sent

OURA = ("--provider", "oura", "--yes")


@pytest.mark.parametrize(
    ("line", "left"),
    [(1, 250), (2, 250), (3, 250), (4, 150)],
    ids=["header", "sending", "done", "next sending"],
)
def test_a_last_line_that_was_not_written_to_its_end_counts_for_nothing(
    line: int,
    left: int,
    junction: Emulator,
    connections: Connections,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes = iter([100, 90, *[70] * 10])
    monkeypatch.setattr(importing, "part_size", lambda: next(sizes))
    connections("import", str(file), *OURA)
    lines = progress(file).read_bytes().splitlines(keepends=True)
    progress(file).write_bytes(b"".join([*lines[: line - 1], lines[line - 1][:-5]]))

    shown = connections("import", str(file), *OURA, "--dry-run")
    whole = connections("import", str(file), *OURA)

    assert f"{left} to import" in shown.stderr
    assert whole.stdout == f"{left} Oura connections imported.\n"
    assert all(json.loads(one) for one in progress(file).read_text().splitlines())


@pytest.mark.parametrize(
    "damage", ["no JSON", "[]", '{"done": [], "failed": []}', '{"sending": 5, "before": {}}', '{"sending": {}}']
)
def test_a_journal_that_cannot_be_read_is_not_guessed_at(
    damage: str, junction: Emulator, connections: Connections, file: Path
) -> None:
    connections("import", str(file), *OURA)
    header, *_ = progress(file).read_text().splitlines()
    progress(file).write_text(f"{header}\n{damage}\n")
    junction.clear_requests()

    ended = connections("import", str(file), *OURA, status=1)

    assert f"{progress(file)} cannot be read (line 2). Delete it to import everything again" in ended.stderr
    assert junction.requests == []


@pytest.mark.parametrize("change", [{"version": 2}, {"salt": 5}, {"env": ["sandbox"]}], ids=["version", "salt", "env"])
def test_a_journal_that_another_release_may_have_written_is_not_guessed_at(
    change: dict[str, object], junction: Emulator, connections: Connections, file: Path
) -> None:
    connections("import", str(file), *OURA)
    header, *rest = progress(file).read_text().splitlines()
    progress(file).write_text("\n".join([json.dumps(json.loads(header) | change), *rest, ""]))

    ended = connections("import", str(file), *OURA, status=1)

    assert str(progress(file)) in ended.stderr
    assert len(sent(junction)) == 3


@pytest.mark.parametrize(
    ("options", "target"),
    [
        (("--provider", "fitbit"), "fitbit in sandbox-us"),
        (("--provider", "oura", "--region", "eu"), "oura in sandbox-eu"),
        (("--provider", "oura", "--env", "production"), "oura in production-us"),
        (("--provider", "oura", "--team", "acme"), "oura of team acme in sandbox-us"),
    ],
    ids=["provider", "region", "env", "team"],
)
def test_a_journal_of_another_place_is_refused(
    options: tuple[str, ...], target: str, junction: Emulator, connections: Connections, file: Path
) -> None:
    connections("import", str(file), *OURA)
    junction.clear_requests()

    ended = connections("import", str(file), *options, "--yes", status=1)

    assert ended.stderr == (
        f"pulumi-junction: {progress(file)} tells of an import into oura in sandbox-us. "
        f"Import into that; or move it away, and all connections are imported into {target}.\n"
    )
    assert junction.requests == []


def test_a_journal_that_others_can_read_or_that_is_a_link_is_refused(
    junction: Emulator, connections: Connections, file: Path
) -> None:
    connections("import", str(file), *OURA)
    progress(file).chmod(0o644)
    readable = connections("import", str(file), *OURA, status=1)
    progress(file).rename(file.parent / "elsewhere")
    progress(file).symlink_to(file.parent / "elsewhere")
    link = connections("import", str(file), *OURA, status=1)

    assert f"Run `chmod 600 {progress(file)}`." in readable.stderr
    assert f"{progress(file)} is a symbolic link." in link.stderr


def test_a_second_run_at_the_same_time_is_refused(junction: Emulator, connections: Connections, file: Path) -> None:
    connections("import", str(file), *OURA)
    with progress(file).open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        ended = connections("import", str(file), *OURA, status=1)

    assert ended.stderr == (
        f"pulumi-junction: {progress(file)} is in use: another run is at it. Wait until that one has ended.\n"
    )


@pytest.mark.usefixtures("terminal")
def test_of_two_runs_that_are_asked_at_the_same_time_one_sends(
    junction: Emulator, connections: Connections, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def agreed(_: str) -> bool:
        connections("import", str(file), *OURA)
        return True

    monkeypatch.setattr(question, "agreed", agreed)

    ended = connections("import", str(file), *OURA[:2], status=1)

    assert "is in use: another run is at it." in ended.stderr
    assert each_once(junction)
