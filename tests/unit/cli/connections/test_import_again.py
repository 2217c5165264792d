"""`connections import` after a run that did not end well: what is imported is not sent again, nothing is left out."""

import json
import stat
from pathlib import Path

import pytest

from pulumi_junction.api.junction import JunctionClient
from pulumi_junction.cli.connections import import_run
from pulumi_junction.emulator import junction as junction_api
from pulumi_junction.emulator.state import Emulator
from tests.support.connections import row, singing
from tests.unit.cli.connections.conftest import Connections, each_once, progress, sent, written

OURA = ("--provider", "oura", "--yes")
IMPORT = "POST/v2/link/bulk_import"


def test_when_all_are_imported_there_is_nothing_to_do(junction: Emulator, connections: Connections, file: Path) -> None:
    connections("import", str(file), *OURA)
    junction.clear_requests()

    ended = connections("import", str(file), *OURA)

    assert ended.stdout == f"nothing to do: {progress(file)} says that all of them are imported.\n"
    assert junction.requests == []


def test_new_users_and_new_credentials_alone_are_sent(
    junction: Emulator, connections: Connections, folder: Path
) -> None:
    first, second, third = junction.users[:3]
    file = written(folder / "oura", [row(first), row(second)])
    connections("import", str(file), *OURA)
    junction.clear_requests()
    written(file, [row(first), row(second, version=2), row(third)])

    ended = connections("import", str(file), *OURA)

    assert "3 Oura connections in " in ended.stderr
    assert "2 to import, 1 imported before" in ended.stderr
    assert sent(junction) == [[second, third]]


def test_the_journal_is_for_nobody_else_and_holds_no_credential(
    junction: Emulator, connections: Connections, file: Path
) -> None:
    connections("import", str(file), *OURA)

    assert stat.S_IMODE(progress(file).stat().st_mode) == 0o600
    assert singing([progress(file)]) == []
    assert singing([file]) != []


def test_two_imports_of_the_same_credentials_have_different_fingerprints(
    junction: Emulator, connections: Connections, folder: Path
) -> None:
    one, other = (written(folder / name, [row(junction.users[0])]) for name in ("one", "other"))
    for file in (one, other):
        connections("import", str(file), *OURA)

    prints = [json.loads(progress(file).read_text().splitlines()[1])["sending"] for file in (one, other)]

    assert prints[0].keys() == prints[1].keys()
    assert prints[0] != prints[1]


def test_a_part_that_is_refused_stops_it_and_the_next_run_goes_on_from_there(
    junction: Emulator, connections: Connections, file: Path
) -> None:
    junction.fail(f"{IMPORT}#2 422")

    ended = connections("import", str(file), *OURA, status=1)
    junction.clear_faults()
    parts = sent(junction)
    junction.clear_requests()
    again = connections("import", str(file), *OURA)

    assert "100 of 250 are imported, 0 failed." in ended.stderr
    assert len(ended.stderr.splitlines()) == 2
    assert [len(part) for part in parts] == [100, 100]
    assert "150 to import, 100 imported before" in again.stderr
    assert sent(junction) == [parts[1], junction.users[200:]]


def test_an_answer_that_got_lost_is_settled_by_looking(
    junction: Emulator, connections: Connections, file: Path
) -> None:
    junction.fail(f"{IMPORT}#2 503 after")

    ended = connections("import", str(file), *OURA)

    assert "not clear whether Junction accepted the import" in ended.stderr
    assert each_once(junction)


def test_what_nobody_could_settle_is_settled_by_the_next_run_before_anything_is_sent(
    junction: Emulator, connections: Connections, file: Path
) -> None:
    junction.fail(f"{IMPORT}#2 503 after", "GET/v2/link/bulk_op#3- 401")

    ended = connections("import", str(file), *OURA, status=1)
    junction.clear_faults()
    again = connections("import", str(file), *OURA)

    assert "It is not clear whether the import was accepted. 100 of 250 are imported" in ended.stderr
    assert "150 to import, 100 imported before, of 100 of these nobody knows yet what became of them" in again.stderr
    assert (
        "the import of 100 connections succeeded as a whole; whether it failed for some, Junction does not tell"
        in again.stderr
    )
    assert again.stdout == "150 Oura connections imported.\n"
    assert each_once(junction)


def test_a_part_that_never_reached_junction_is_sent_again(
    junction: Emulator, connections: Connections, file: Path
) -> None:
    junction.fail(f"{IMPORT}#2- drop", "GET/v2/link/bulk_op#3- 401")

    connections("import", str(file), *OURA, status=1)
    junction.clear_faults()
    junction.clear_requests()
    again = connections("import", str(file), *OURA)

    assert "has started nothing; it is sent again" in again.stderr
    assert sent(junction) == [junction.users[100:200], junction.users[200:]]


def test_a_part_whose_operation_failed_is_sent_again(junction: Emulator, connections: Connections, file: Path) -> None:
    junction.options.op_statuses = {"import:oura": "failure"}
    junction.fail(f"{IMPORT}#1 503 after", "GET/v2/link/bulk_op#2- 401")

    connections("import", str(file), *OURA, status=1)
    junction.clear_faults()
    junction.options.op_statuses = {}
    junction.clear_requests()
    again = connections("import", str(file), *OURA)

    assert "the part whose answer was lost has failed; it is sent again" in again.stderr
    assert each_once(junction)


def test_an_operation_that_goes_on_is_waited_for_by_the_next_run(
    junction: Emulator, connections: Connections, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    junction.options.time_scale = 0.01
    monkeypatch.setattr(junction_api, "WAIT_SECONDS", 0.0)
    monkeypatch.setattr(import_run, "WAIT_SECONDS", 0.0)

    ended = connections("import", str(file), *OURA, status=1)
    early = connections("import", str(file), *OURA, status=1)
    junction.options.time_scale = 1e6
    junction.pass_time(1_000)
    again = connections("import", str(file), *OURA)

    for one in (ended, early):
        assert "an import of 100 connections is still in progress at Junction. 0 of 250 are imported" in one.stderr
    assert again.stdout == "250 Oura connections imported.\n"
    assert each_once(junction)


def test_ctrl_c_says_how_many_are_imported_and_the_next_run_goes_on(
    junction: Emulator, connections: Connections, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = JunctionClient.import_connections
    calls = iter(range(10))

    def interrupted(client: JunctionClient, *arguments: object) -> object:
        if next(calls) == 2:
            raise KeyboardInterrupt
        return whole(client, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(JunctionClient, "import_connections", interrupted)

    ended = connections("import", str(file), *OURA, status=130)
    connections("import", str(file), *OURA)

    assert ended.stderr.endswith("200 of 250 are imported, 0 failed. Running it again goes on from there.\n")
    assert each_once(junction)
