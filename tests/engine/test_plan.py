"""A plan that was reviewed is binding: what changed since is refused."""

from pathlib import Path

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, OURA, days, preferences


def test_a_program_that_changed_after_the_review_is_refused(
    stack: EngineStack, emulator: ThreadedEmulator, tmp_path: Path
) -> None:
    plan = str(tmp_path / "plan.json")
    stack.up(preferences(providers={"oura": 120}))
    stack.preview(preferences(providers={"oura": 365}), plan=plan)

    refused = stack.up(preferences(providers={"oura": 30}), plan=plan, fails=True)
    assert any("violates plan" in error for error in refused.errors)
    assert emulator.get("production", "us", ACME) == days(oura=120)

    stack.up(preferences(providers={"oura": 365}), plan=plan)
    assert emulator.get("production", "us", ACME) == days(oura=365)


def test_drift_that_came_after_a_review_without_changes_is_refused(
    stack: EngineStack, emulator: ThreadedEmulator, tmp_path: Path
) -> None:
    plan = str(tmp_path / "plan.json")
    stack.up(preferences())
    stack.preview(refresh=True, plan=plan)
    emulator.set("production", "us", ACME, "oura", 7)

    refused = stack.up(refresh=True, plan=plan, fails=True)
    assert any("violates plan" in error for error in refused.errors)
    assert emulator.get("production", "us", ACME) == days(oura=7)


def test_drift_that_the_review_saw_is_repaired_as_reviewed(
    stack: EngineStack, emulator: ThreadedEmulator, tmp_path: Path
) -> None:
    plan = str(tmp_path / "plan.json")
    stack.up(preferences())
    emulator.set("production", "us", ACME, "oura", 7)
    assert stack.preview(refresh=True, plan=plan).changes == {"update": 1}

    stack.up(refresh=True, plan=plan)
    assert emulator.get("production", "us", ACME) == OURA
