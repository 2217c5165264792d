"""`connections import`: what is checked, shown and asked before anything is sent, and what is said afterwards."""

import csv
import json
import os
from pathlib import Path

import pytest

from pulumi_junction.cli import question
from pulumi_junction.emulator.state import Emulator
from tests.support.connections import row
from tests.unit.cli.connections.conftest import Connections, sent, written

OURA = ("--provider", "oura")


def kept(junction: Emulator) -> dict[str, str]:
    """The access token of each user's connection to Oura."""
    return {one["user_id"]: one["access_token"] for one in junction.connections_of("oura")}


def test_every_connection_arrives_a_hundred_at_a_time(junction: Emulator, connections: Connections, file: Path) -> None:
    ended = connections("import", str(file), *OURA, "--yes")

    assert ended.stderr == f"250 Oura connections in {file}, for oura in sandbox-us: 250 to import\n"
    assert ended.stdout == "250 Oura connections imported.\n"
    assert [len(part) for part in sent(junction)] == [100, 100, 50]
    assert kept(junction) == {user: row(user)["access_token"] for user in junction.users}


def test_an_array_and_csv_say_the_same_as_lines(junction: Emulator, connections: Connections, folder: Path) -> None:
    rows = [row(user) for user in junction.users[:3]]
    array, table = folder / "array.json", folder / "table.csv"
    array.write_text(json.dumps(rows), encoding="utf-8")
    with table.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(one | {"oauth_scopes": " ".join(one["oauth_scopes"])} for one in rows)

    for file in (array, table):
        file.chmod(0o600)
        connections("import", str(file), *OURA, "--yes")

    first, second = (one.body for one in junction.writes)
    assert first is not None
    assert first == second
    assert first["connections"] == rows


def test_programs_read_one_object(junction: Emulator, connections: Connections, file: Path) -> None:
    junction.options.import_failures = {junction.users[7]}

    ended = connections("import", str(file), *OURA, "--yes", "--json", status=4)

    assert json.loads(ended.stdout) == {
        "version": 1,
        "provider": "oura",
        "env": "sandbox",
        "region": "us",
        "connections": 250,
        "skipped": 0,
        "imported": 249,
        "failed": [junction.users[7]],
        "left": 0,
    }


def test_who_failed_is_listed_and_only_they_are_tried_again(
    junction: Emulator, connections: Connections, file: Path
) -> None:
    failing = {junction.users[3], junction.users[203]}
    junction.options.import_failures = failing

    ended = connections("import", str(file), *OURA, "--yes", status=4)
    junction.options.import_failures = set()
    junction.clear_requests()
    again = connections("import", str(file), *OURA, "--yes")

    assert ended.stdout.splitlines() == [
        "248 Oura connections imported.",
        *sorted(f"failed: {user}" for user in failing),
    ]
    assert "2 Oura connections could not be imported. Check their credentials" in ended.stderr
    assert again.stderr == f"250 Oura connections in {file}, for oura in sandbox-us: 2 to import, 248 imported before\n"
    assert [set(part) for part in sent(junction)] == [failing]


@pytest.mark.usefixtures("terminal")
def test_yes_imports_and_the_count_stands_above_the_question(
    junction: Emulator, connections: Connections, file: Path
) -> None:
    ended = connections("import", str(file), *OURA, answers="y\n")

    assert ended.stderr == (
        f"250 Oura connections in {file}, for oura in sandbox-us: 250 to import\n"
        "Import them into oura in sandbox-us? [y/N]: "
    )
    assert len(kept(junction)) == 250


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answer", ["n\n", "\n", ""], ids=["no", "enter", "end of input"])
def test_any_other_answer_sends_nothing_and_leaves_no_journal(
    answer: str, junction: Emulator, connections: Connections, file: Path
) -> None:
    ended = connections("import", str(file), *OURA, answers=answer, status=1)

    assert ended.stderr.endswith("pulumi-junction: nothing was sent.\n")
    assert junction.requests == []
    assert os.listdir(file.parent) == [file.name]


def test_without_a_terminal_it_says_yes_is_needed(junction: Emulator, connections: Connections, file: Path) -> None:
    ended = connections("import", str(file), *OURA, answers="y\n", status=2)

    assert "Pass --yes to import without a question." in ended.stderr
    assert junction.requests == []


def test_a_dry_run_ends_after_the_checks_and_needs_neither_answer_nor_key(
    junction: Emulator, connections: Connections, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JUNCTION_TEAM_API_KEY")

    ended = connections("import", str(file), *OURA, "--dry-run")
    shown = connections("import", str(file), *OURA, "--dry-run", "--json")

    assert ended.stderr == f"250 Oura connections in {file}, for oura in sandbox-us: 250 to import\n"
    assert ended.stdout == "nothing was sent.\n"
    assert json.loads(shown.stdout)["left"] == 250
    assert junction.requests == []
    assert os.listdir(file.parent) == [file.name]


def test_a_dry_run_finds_what_is_wrong(junction: Emulator, connections: Connections, folder: Path) -> None:
    file = written(folder / "bad", [row("nobody")])

    assert f"{file}:1: user_id" in connections("import", str(file), *OURA, "--dry-run", status=1).stderr


@pytest.mark.usefixtures("terminal")
def test_a_file_that_changes_after_the_check_is_sent_no_further(
    junction: Emulator, connections: Connections, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def agreed(_: str) -> bool:
        rows = [row(user, 2 if number > 120 else 1) for number, user in enumerate(junction.users)]
        written(file, rows)
        return True

    monkeypatch.setattr(question, "agreed", agreed)

    ended = connections("import", str(file), *OURA, status=1)

    assert f"{file} has changed since it was checked. 100 of 250 are imported, 0 failed. Run it again." in ended.stderr
    assert [len(part) for part in sent(junction)] == [100]


def test_a_key_that_is_missing_is_one_line_before_the_question(
    junction: Emulator, connections: Connections, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JUNCTION_TEAM_API_KEY")
    monkeypatch.setattr(question, "can_ask", lambda: True)

    ended = connections("import", str(file), *OURA, status=1)

    assert "no team API key." in ended.stderr
    assert "[y/N]" not in ended.stderr


def test_a_data_provider_that_the_document_lacks_is_doubted_and_a_misspelt_one_refused(
    junction: Emulator, connections: Connections, file: Path
) -> None:
    new = connections("import", str(file), "--provider", "brandnew", "--dry-run")
    near = connections("import", str(file), "--provider", "ourra", "--dry-run", status=2)

    assert "brandnew is not among those that the API's document lists; Junction has" in new.stderr
    assert "did you mean oura?" in near.stderr


def test_a_team_without_the_endpoint_is_told_whom_to_ask(
    junction: Emulator, connections: Connections, file: Path
) -> None:
    junction.options.link = False

    ended = connections("import", str(file), *OURA, "--yes", status=1)

    assert "Ask Junction's support: the endpoint is disabled by default" in ended.stderr
    assert sent(junction) == []
