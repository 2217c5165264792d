"""`pulumi-junction connections` over a socket: 5,000 connections, killed in the middle, and no token anywhere."""

import json
import os
import re
import signal
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support import command_line, processes, terminal
from tests.support.command_line import COMMAND
from tests.support.connections import row, singing
from tests.support.waiting import until

USERS = 5_000
OURA = ("--provider", "oura")


@pytest.fixture
def junction() -> Iterator[ThreadedEmulator]:
    with ThreadedEmulator(users=USERS, time_scale=500) as emulator:
        yield emulator


@pytest.fixture
def file(junction: ThreadedEmulator, tmp_path: Path) -> Path:
    """A connection to Oura for each user."""
    path = tmp_path / "oura.jsonl"
    path.touch(0o600)
    path.write_text("".join(json.dumps(row(user)) + "\n" for user in junction.users), encoding="utf-8")
    return path


def environment(junction: ThreadedEmulator) -> dict[str, str]:
    leads = {"JUNCTION_API_URL": junction.url, "JUNCTION_TEAM_API_KEY": junction.team_api_key}
    return command_line.environment(junction, **leads)


def run(junction: ThreadedEmulator, folder: Path, *words: str) -> processes.Finished:
    return command_line.run("connections", *words, env=environment(junction), cwd=folder)


def kill_when(
    condition: Callable[[], object], junction: ThreadedEmulator, folder: Path, *words: str
) -> tuple[str, str]:
    """Start a command, kill it as soon as something holds, and return what it said and how `ps` shows it."""
    with subprocess.Popen(
        [COMMAND, "connections", *words],
        env=environment(junction),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as command:
        try:
            until(condition, f"what `{words[0]}` is killed at")
            shown = Path(f"/proc/{command.pid}/cmdline").read_text(encoding="utf-8")
            assert command.poll() is None
        finally:
            os.killpg(command.pid, signal.SIGKILL)
        said, _ = command.communicate(timeout=processes.SECONDS)
    return said, shown


def others(folder: Path, *holding: str) -> list[Path]:
    """The files of a folder, but for those that are to hold credentials."""
    return [path for path in folder.iterdir() if path.name not in holding]


@pytest.mark.parametrize(
    "fault",
    ["POST/v2/link/bulk_import#20 hang after", "POST/v2/link/bulk_import#20 hang"],
    ids=["taken by Junction", "not taken"],
)
def test_an_import_that_is_killed_in_the_middle_of_a_part_goes_on_and_sends_nothing_twice(
    fault: str, junction: ThreadedEmulator, file: Path
) -> None:
    junction.fail(fault)
    journal = file.with_name("oura.jsonl.progress")

    said, shown = kill_when(
        lambda: journal.exists() and journal.read_bytes().count(b"sending") == 20 and _settled(junction, fault),
        junction,
        file.parent,
        "import",
        file.name,
        *OURA,
        "--yes",
    )
    left = journal.read_text(encoding="utf-8")
    junction.clear_faults()
    again = run(junction, file.parent, "import", file.name, *OURA, "--yes")

    assert again.code == 0, again.text
    assert again.stdout.endswith("Oura connections imported.\n")
    assert sum(one["pending"] + one["processed"] for one in junction.operations) == USERS
    assert {one["user_id"] for one in junction.connections_of("oura") if "CANARY" in one["refresh_token"]} == {
        *junction.users
    }
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    assert singing({"said": said, "ps": shown, "journal": left, "again": again.text}) == []
    assert singing(others(file.parent, file.name)) == []


def _settled(junction: ThreadedEmulator, fault: str) -> bool:
    """Whether the part of the fault is an operation by now, where it becomes one."""
    return len(junction.operations) == (20 if fault.endswith("after") else 19)


def test_an_export_that_is_killed_in_the_middle_goes_on_with_nothing_twice_and_nothing_lost(
    junction: ThreadedEmulator, tmp_path: Path
) -> None:
    junction.options.time_scale = 1
    junction.fail("POST/v2/link/bulk_export#20 hang")
    part, token = tmp_path / "out.part", tmp_path / "out.part.token"
    words = ("export", *OURA, "--out", "out", "--yes")

    said, shown = kill_when(
        lambda: token.exists() and json.loads(token.read_bytes())["count"] == 1900, junction, tmp_path, *words
    )
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (part, token)}
    leaks = singing({"said": said, "ps": shown, "place": token.read_text(encoding="utf-8")})
    junction.clear_faults()
    again = run(junction, tmp_path, *words)

    assert again.code == 0, again.text
    assert "goes on after 1,900 Oura connections of an earlier run" in again.stderr
    written = [json.loads(line)["user_id"] for line in (tmp_path / "out").read_text(encoding="utf-8").splitlines()]
    assert written == junction.users
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert modes == {0o600}
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600
    assert [*leaks, *singing({"again": again.text})] == []


def test_what_is_exported_from_one_team_is_what_another_imports(tmp_path: Path) -> None:
    other = {"key": "sk_us_other", "team_id": "7c1e52b9-0d84-4a6f-8f13-c2e9d46ab705", "env": "sandbox", "region": "us"}
    with ThreadedEmulator(users=USERS) as junction:
        exported = run(junction, tmp_path, "export", *OURA, "--out", "out", "--yes", "--pause")
        users = [{"user_id": user, "providers": []} for user in junction.users]
    with ThreadedEmulator(seed={"teams": [{**other, "users": users}]}, time_scale=500) as target:
        env = environment(target) | {"JUNCTION_TEAM_API_KEY": "sk_us_other"}
        imported = command_line.run("connections", "import", "out", *OURA, "--yes", env=env, cwd=tmp_path)
        arrived = [one for request in target.writes if request.body for one in request.body["connections"]]
        there = list(target.connections_of("oura", team_api_key="sk_us_other"))

    for one in (exported, imported):
        assert one.code == 0, one.text
    rows = [json.loads(line) for line in (tmp_path / "out").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == USERS
    assert arrived == rows
    assert [one["refresh_token"] for one in there] == [one["refresh_token"] for one in rows]
    assert singing({"said": exported.text + imported.text}) == []


def test_ctrl_c_in_the_middle_of_an_import_leaves_what_goes_on(junction: ThreadedEmulator, file: Path) -> None:
    junction.fail("POST/v2/link/bulk_import#4 hang after")
    words = [COMMAND, "connections", "import", str(file), *OURA]

    seen = terminal.run(words, environment(junction), when={"[y/N]: ": "y\n", "importing: 2": signal.SIGINT})
    junction.clear_faults()
    again = run(junction, file.parent, "import", file.name, *OURA, "--yes")

    assert seen.code == 130
    assert re.search(r" [23]\d\d of 5,000 are imported, 0 failed. Running it again goes on", " ".join(seen.lines))
    assert "Traceback" not in seen.raw
    assert again.code == 0, again.text
    assert sum(one["pending"] + one["processed"] for one in junction.operations) == USERS


@pytest.mark.parametrize("out", ["/dev/tty", "/dev/stdout", "/dev/fd/1", "-"])
def test_nothing_is_exported_to_a_terminal(out: str, junction: ThreadedEmulator) -> None:
    words = [COMMAND, "connections", "export", *OURA, "--out", out, "--yes"]

    seen = terminal.run(words, environment(junction))

    assert seen.code in (1, 2)
    assert "credentials are written to" in seen.raw
    assert junction.requests == []


def test_on_a_terminal_it_asks_about_pausing_and_pauses_first(junction: ThreadedEmulator, tmp_path: Path) -> None:
    words = [COMMAND, "connections", "export", *OURA, "--out", str(tmp_path / "out")]

    seen = terminal.run(words, environment(junction), when={"[y/p/N]: ": "p\n"})

    assert seen.code == 0
    assert all(one["paused"] for one in junction.connections_of("oura"))
    assert singing({"terminal": seen.raw}) == []
    assert len((tmp_path / "out").read_text(encoding="utf-8").splitlines()) == USERS


@pytest.mark.parametrize("command", ["import", "export", "pause"])
def test_80_columns_hold_the_help(command: str, junction: ThreadedEmulator) -> None:
    seen = terminal.run([COMMAND, "connections", command, "--help"], environment(junction))

    assert seen.code == 0
    assert max(map(len, seen.lines)) <= 80
