"""`pulumi-junction pulls status` as people start it: on a terminal, into a file."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support import command_line, terminal
from tests.support.command_line import COMMAND


@pytest.fixture
def junction() -> Iterator[ThreadedEmulator]:
    with ThreadedEmulator(users=120, pull_errors={"oura.sleep": "provider_rate_limit_exceeded"}) as served:
        served.options.page_size = 7
        yield served


def environment(junction: ThreadedEmulator) -> dict[str, str]:
    return command_line.environment(
        junction, JUNCTION_API_URL=junction.url, JUNCTION_TEAM_API_KEY=junction.team_api_key
    )


@pytest.mark.parametrize("format_", ["--csv", "--json"])
def test_a_bar_on_the_terminal_takes_no_row_from_the_file(
    format_: str, junction: ThreadedEmulator, tmp_path: Path
) -> None:
    file = tmp_path / "pulls"
    shell = f'exec {COMMAND} pulls status --failed {format_} > "{file}"'

    seen = terminal.run(["sh", "-c", shell], environment(junction))

    text = file.read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines())) if format_ == "--csv" else json.loads(text)["pulls"]
    assert seen.code == 0
    assert [row["user_id"] for row in rows] == junction.users
    assert {row["error_details"] for row in rows} == {"provider_rate_limit_exceeded"}
    assert not [line for line in seen.lines if junction.users[0] in line]


def test_a_reader_who_has_seen_enough_ends_it_quietly(junction: ThreadedEmulator) -> None:
    ended = terminal.run(["sh", "-c", f"{COMMAND} pulls status --csv | head -n 2"], environment(junction))

    assert [line.split(",")[1] for line in ended.lines if line.startswith(junction.users[0])] == ["fitbit"]
    assert not [line for line in ended.lines if "Traceback" in line or "BrokenPipe" in line]


def test_a_terminal_gets_80_columns(junction: ThreadedEmulator) -> None:
    seen = terminal.run([COMMAND, "pulls", "status", "--user", junction.users[0]], environment(junction))

    assert seen.code == 0
    assert f"{junction.users[0]}  oura" in seen.lines
    assert max(map(len, seen.lines)) <= 80
