"""Credentials travel to Junction and nowhere else: not into state, history, plans, event logs, or anything shown."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest

from pulumi_junction import ConnectionImport, export_connections
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.canary import KEY, singing, sings
from tests.support.engine import EngineStack
from tests.support.engine_cli import Project
from tests.support.engine_connections import credentials, imported, program, recipes
from tests.support.engine_results import Result
from tests.support.moving import EXPORT

SECRETS = {"access_token": KEY, "refresh_token": f"refresh-{KEY}", "provider_id": f"{KEY}-id"}
VERBOSE: dict[str, Any] = {"log_verbosity": 9, "log_to_std_err": True, "log_flow": True}

OLDER = {**SECRETS, "expires_at": 1_900_000_001}
"""The same credentials; another time makes another fingerprint."""

Kept = Callable[[], Iterator[tuple[str, bytes]]]


@pytest.fixture
def kept(tmp_path: Path, pulumi_home: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Every file that is left: state with history and backups, plans, events, logs, temporary ones; but `*.jsonl`."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))

    def files() -> Iterator[tuple[str, bytes]]:
        for folder in (tmp_path, pulumi_home):
            found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".jsonl")
            yield from ((str(path), path.read_bytes()) for path in found)

    return files


def said(*results: Result) -> list[tuple[str, str]]:
    return [(f"{number}", one.text + repr(one)) for number, one in enumerate(results)]


def one_secret(connections: Any) -> Any:
    return [{**one, "access_token": pulumi.Output.secret(one["access_token"])} for one in connections]


@pytest.mark.parametrize("given", [list, one_secret])
def test_connections_are_nowhere_however_they_are_passed(
    given: Callable[[Any], Any], pulls_stack: EngineStack, pulls: ThreadedEmulator, kept: Kept, tmp_path: Path
) -> None:
    plan = str(tmp_path / "plan.json")

    def moving(**changes: Any) -> Callable[[], object]:
        def declare() -> None:
            moved = ConnectionImport("moved", provider="oura", connections=given(recipes(*pulls.users, **changes)))
            pulumi.export("moved", [moved.fingerprints, moved.imported, moved.provider])

        return declare

    results = [
        pulls_stack.preview(moving(**SECRETS), plan=plan, diff=True),
        pulls_stack.up(plan=plan, diff=True),
        pulls_stack.preview(moving(**OLDER), diff=True),
        pulls_stack.up(diff=True),
        pulls_stack.refresh(),
        pulls_stack.preview(refresh=True),
    ]
    log = pulls_stack.log(moving(**SECRETS), diff=True)

    assert len(imported(pulls)) == 2
    connection = pulls.connection(pulls.users[0], "oura")
    assert connection is not None
    assert connection["access_token"] == KEY
    assert singing(said(*results)) == []
    assert not sings(log)
    assert singing(kept()) == []
    assert any("/history/" in name for name, _ in kept())
    assert any(name.endswith("plan.json") for name, _ in kept())

    fingerprints = pulls_stack.resources()["moved"]["outputs"]["fingerprints"]
    assert all(fingerprints[user] in results[2].text for user in pulls.users), "which tell that something changes"


HANDED_OVER = ("RPC[ResourceMonitor.RegisterResource(", ".Check(")
"""What the engine repeats in its most verbose log: a program's call, and its own."""


def test_the_most_verbose_log_has_connections_only_where_the_engine_repeats_what_it_was_handed(
    pulls_stack: EngineStack, pulls: ThreadedEmulator, kept: Kept
) -> None:
    """The engine itself prints `-v=9`. Were that to end, SECURITY.md and the resource's page would have to say so."""
    up = pulls_stack.up(program(connections=recipes(*pulls.users, **SECRETS)), **VERBOSE)

    singing_lines = [line for line in up.stderr.splitlines() if sings(line)]
    assert singing_lines
    assert [line for line in singing_lines if not any(name in line for name in HANDED_OVER)] == []
    assert not sings(up.stdout)
    assert singing(kept()) == []


def test_of_a_file_not_even_that_log_has_anything(
    pulls_stack: EngineStack, pulls: ThreadedEmulator, kept: Kept, tmp_path: Path
) -> None:
    file = credentials(tmp_path / "credentials.jsonl", *recipes(*pulls.users, **SECRETS))

    results = [
        pulls_stack.up(program(from_file=str(file)), **VERBOSE),
        pulls_stack.refresh(**VERBOSE),
        pulls_stack.destroy(**VERBOSE),
    ]

    assert imported(pulls) == [sorted(pulls.users)]
    assert all("Check(" in one.stderr for one in results[:1]), "the log is there"
    assert singing([*said(*results), *kept()]) == []


@pytest.mark.parametrize("fault", ["POST 422", "POST#1 503 after"], ids=["refused", "lost"])
def test_no_failure_prints_or_stores_them(
    fault: str, pulls_stack: EngineStack, pulls: ThreadedEmulator, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUNCTION_REQUEST_BUDGET_SECONDS", "1")
    pulls.fail(fault, "GET#2- 503")

    failed = pulls_stack.up(program(connections=recipes(*pulls.users, **SECRETS)), fails=True)
    pulls_stack.refresh()

    assert len(failed.errors) == 1
    assert singing(said(failed)) == []
    assert singing(kept()) == []


def test_users_who_fail_are_named_and_their_credentials_are_not(
    pulls_stack: EngineStack, pulls: ThreadedEmulator, kept: Kept
) -> None:
    pulls.options.import_failures = set(pulls.users[:3])

    failed = pulls_stack.up(program(connections=recipes(*pulls.users, **SECRETS)), fails=True)

    assert pulls.users[0] in failed.text
    assert singing([*said(failed), *kept()]) == []


WRONG: list[dict[str, Any]] = [
    {"expires_at": 1_900_000_000_000},
    {"expires_at": KEY},
    {"oauth_scopes": KEY},
    {"access_token": f" {KEY}"},
    {"refresh_token": {"token": KEY}},
    {"user_id": KEY},
    {KEY: "a key that is none"},
]


def test_no_problem_of_a_row_repeats_what_stands_there(
    pulls_stack: EngineStack, pulls: ThreadedEmulator, kept: Kept
) -> None:
    rows = [{**recipes(user, **SECRETS)[0], **wrong} for user, wrong in zip(pulls.users, WRONG, strict=False)]

    failed = pulls_stack.preview(program(connections=rows), fails=True)

    errors = "\n".join(failed.errors)
    assert [number for number in range(len(WRONG)) if f"connections[{number}]" not in errors] == []
    assert singing([*said(failed), *kept()]) == []


def test_what_is_exported_stays_encrypted_in_state_and_masked_wherever_it_is_shown(
    pulls_stack: EngineStack, pulls: ThreadedEmulator, kept: Kept, tmp_path: Path
) -> None:
    pulls_stack.up(program(connections=recipes(*pulls.users, **SECRETS)))
    plan = str(tmp_path / "plan.json")

    def declare() -> None:
        found = export_connections(provider="oura")
        pulumi.export("all", found)
        pulumi.export("first", found.apply(lambda rows: rows[0]["access_token"]))

    results = [
        pulls_stack.preview(declare, diff=True, plan=plan),
        pulls_stack.up(plan=plan, diff=True),
        pulls_stack.refresh(run_program=True),
    ]
    log = pulls_stack.log(declare, diff=True)

    assert [one.path for one in pulls.requests if one.path == EXPORT]
    assert [one.text.count(": [secret]") for one in results[:2]] == [2, 2]
    assert singing(said(*results)) == []
    assert not sings(log)
    assert singing(kept()) == []
    assert json.loads(pulls_stack.command("stack", "output", "first", "--show-secrets", "--json")) == KEY


PROGRAM = """
import pulumi
from pulumi_junction import ConnectionImport

moved = ConnectionImport("moved", provider="oura", from_file="credentials.jsonl")
pulumi.export("imported", moved.imported)
print(f"{moved!r} {vars(moved)!r}")
"""


@pytest.fixture
def project(pulls: ThreadedEmulator, tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.pulumi("stack", "init", "dev")
    credentials(project.folder / "credentials.jsonl", *recipes(*pulls.users, **SECRETS))
    return project


def test_with_the_real_cli_event_logs_plans_and_exports_do_not_have_them(
    project: Project, pulls: ThreadedEmulator, kept: Kept, tmp_path: Path
) -> None:
    project.program(PROGRAM)
    log, plan = tmp_path / "events.json", tmp_path / "plan.json"
    debug = {"PULUMI_DEBUG_COMMANDS": "true"}

    ended = [
        project.pulumi("preview", "--diff", "--event-log", str(log), "--save-plan", str(plan), env=debug),
        project.pulumi("up", "--yes", "--plan", str(plan), "--skip-preview"),
        project.pulumi("preview", "--json", "--show-sames"),
        project.pulumi("stack", "export", "--show-secrets"),
        project.pulumi("stack", "output", "--show-secrets"),
    ]

    assert imported(pulls) == [sorted(pulls.users)]
    assert log.stat().st_size
    assert plan.stat().st_size
    assert singing((str(number), one.text) for number, one in enumerate(ended)) == []
    assert singing(kept()) == []


def test_no_command_line_has_them(project: Project, pulls: ThreadedEmulator) -> None:
    project.program(PROGRAM)
    pulls.fail("POST#1 hang after")

    with project.start("up", "--yes", "--skip-preview") as run:
        run.until(lambda: pulls.writes, "the import is sent")
        lines = subprocess.run(["ps", "-A", "-o", "args="], check=True, capture_output=True, timeout=30).stdout

    assert b"pulumi.dynamic" in lines
    assert not sings(lines)
