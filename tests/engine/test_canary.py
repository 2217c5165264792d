"""The key travels nowhere: not in what Pulumi prints, logs or stores, whatever happens; as SECURITY.md says."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.canary import KEY, singing, sings
from tests.support.engine import EngineStack
from tests.support.engine_cli import Project
from tests.support.engine_programs import ACME, BETA, OURA, preferences
from tests.support.engine_results import Result

VERBOSE: dict[str, Any] = {"log_verbosity": 9, "log_to_std_err": True, "log_flow": True}
"""`-v=9 --logtostderr --logflow`."""

PROGRAM = f"""
from pulumi_junction import TeamDataPullPreferences

TeamDataPullPreferences("research", team_ids=["{ACME}"], providers={{"oura": 120}})
"""

CRASHING = f"""
import faulthandler, sys, traceback
import pulumi
from pulumi_junction import get_team_data_pull_preferences

def report(kind, reason, trace):
    print("".join(traceback.TracebackException(kind, reason, trace, capture_locals=True).format()), file=sys.stderr)
    faulthandler.dump_traceback(all_threads=True)

found = get_team_data_pull_preferences(team_ids=["{ACME}"])
print("live:", found, vars(found))
try:
    get_team_data_pull_preferences(team_ids=["{ACME}"], org_id="{BETA}")
except pulumi.RunError:
    report(*sys.exc_info())
raise SystemError("the program itself is broken")
"""


@pytest.fixture(autouse=True)
def _canary(emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    emulator.management_key = KEY
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", KEY)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))


@pytest.fixture
def kept(tmp_path: Path, pulumi_home: Path) -> Callable[[], Iterator[tuple[str, bytes]]]:
    """Every file that a test has left: state with history and backups, configuration, plans, events, logs."""

    def files() -> Iterator[tuple[str, bytes]]:
        for folder in (tmp_path, pulumi_home):
            yield from ((str(path), path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file())

    return files


Kept = Callable[[], Iterator[tuple[str, bytes]]]


def said(*results: Result) -> list[tuple[str, str]]:
    return [(f"{number}", one.text + repr(one)) for number, one in enumerate(results)]


def test_a_key_by_variable_is_nowhere_even_in_the_most_verbose_log(
    stack: EngineStack, emulator: ThreadedEmulator, kept: Kept, tmp_path: Path
) -> None:
    plan = str(tmp_path / "plan.json")

    results = [
        stack.preview(preferences(), plan=plan, diff=True, **VERBOSE),
        stack.up(plan=plan, **VERBOSE),
        stack.up(preferences(providers={"oura": 7}), **VERBOSE),
        stack.refresh(**VERBOSE),
        stack.destroy(**VERBOSE),
    ]

    assert [request.method for request in emulator.writes] == ["POST", "POST", "DELETE"]
    assert all("Configure()" in one.stderr for one in results), "the log is there"
    assert singing(said(*results)) == []
    assert singing(kept()) == []
    assert any("/history/" in name for name, _ in kept())
    assert singing((one.path, repr(one)) for one in emulator.requests) == []


REFUSALS = ["401", "403", "404", "422"]
FAULTS = [*REFUSALS, "429 retry-after=99", "500", "drop", "cut", "hang", "stall", "drip"]
FAULTS += ["garble", "html", "shape", "empty", "redirect"]


@pytest.mark.parametrize("fault", FAULTS)
def test_no_failure_prints_logs_or_stores_it(
    fault: str, stack: EngineStack, emulator: ThreadedEmulator, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUNCTION_REQUEST_BUDGET_SECONDS", "1")
    emulator.fail(f"ANY {fault}")
    checked = stack.preview(preferences(), fails=fault in REFUSALS, **VERBOSE)
    monkeypatch.setenv("JUNCTION_LIVE_CHECKS", "off")

    applied = stack.up(preferences(), fails=True, **VERBOSE)

    assert len(checked.errors if fault in REFUSALS else checked.warnings) == 1, "which --logflow does not silence"
    assert len(applied.errors) == 1
    assert singing(said(checked, applied)) == []
    assert singing(kept()) == []


def test_a_key_by_config_is_encrypted_and_only_the_verbose_log_has_it_readable(
    stack: EngineStack, emulator: ThreadedEmulator, kept: Kept, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The engine itself prints what it sends to a provider. Were that to end, SECURITY.md would have to say so."""
    monkeypatch.delenv("JUNCTION_MANAGEMENT_KEY")
    stack.config(managementKey=KEY)

    results = [
        stack.preview(preferences(), plan=str(tmp_path / "plan.json"), diff=True),
        stack.up(preferences()),
        stack.refresh(),
        stack.up(preferences(providers={"oura": 7})),
    ]
    emulator.fail("GET 401")
    results.append(stack.refresh(fails=True))
    emulator.clear_faults()
    assert singing(said(*results)) == []
    assert singing(kept()) == []

    verbose = stack.preview(preferences(), **VERBOSE)
    assert [line for line in verbose.stderr.splitlines() if sings(line) and "Configure().inputs" not in line] == []
    assert sings(verbose.stderr)
    assert not sings(verbose.stdout)

    stack.preview(preferences(), log_verbosity=9)
    assert {Path(name).parent for name in singing(kept())} == {tmp_path / "tmp"}, "where Pulumi writes such logs"
    stack.destroy()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.pulumi("stack", "init", "dev")
    return project


@pytest.mark.parametrize("by", ["variable", "config"])
def test_events_plans_and_configuration_files_do_not_have_it(
    by: str, project: Project, emulator: ThreadedEmulator, kept: Kept, tmp_path: Path
) -> None:
    if by == "config":
        del project.env["JUNCTION_MANAGEMENT_KEY"]
        project.pulumi("config", "set", "--secret", "junction:managementKey", KEY)
    project.program(PROGRAM)
    log, plan = tmp_path / "events.json", tmp_path / "plan.json"
    debug = {"PULUMI_DEBUG_COMMANDS": "true"}

    ended = [
        project.pulumi("preview", "--diff", "--event-log", str(log), "--save-plan", str(plan), env=debug),
        project.pulumi("up", "--yes", "--plan", str(plan), "--skip-preview"),
        project.pulumi("preview", "--json"),
        project.pulumi("stack", "export"),
    ]

    assert emulator.get("production", "us", ACME) == {"oura": {"default": 120}}
    assert log.stat().st_size
    assert plan.stat().st_size
    assert (project.folder / "Pulumi.dev.yaml").exists()
    assert singing((str(number), one.text) for number, one in enumerate(ended)) == []
    assert singing(kept()) == []


def test_a_program_that_crashes_after_asking_shows_its_own_mistake_and_not_the_key(
    project: Project, emulator: ThreadedEmulator, kept: Kept
) -> None:
    emulator.set("production", "us", ACME, "oura", 120, OURA["oura"]["resource_overrides"])
    project.program(CRASHING)

    crashed = project.pulumi("preview", fails=True, env={"PYTHONFAULTHANDLER": "1"})

    assert "the program itself is broken" in crashed.text
    assert "live: " in crashed.text
    assert "knows no such organisation (404)" in crashed.text
    assert "most recent call first" in crashed.text
    assert not sings(crashed.text)
    assert singing(kept()) == []
