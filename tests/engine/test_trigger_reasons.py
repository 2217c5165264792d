"""What counts as a reason to trigger again, as docs/resources/historical-pull-trigger.md says of each."""

from collections.abc import Callable
from typing import Any, TypeAlias

import pulumi
import pytest

from pulumi_junction import HistoricalPullTrigger, TeamDataPullPreferences
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, Program
from tests.support.engine_triggers import program, triggered

Reason: TypeAlias = Callable[[TeamDataPullPreferences], Any]

EFFECTIVE: Reason = lambda preferences: preferences.effective["oura"]  # noqa: E731
DECLARED: Reason = lambda preferences: preferences.providers["oura"]  # noqa: E731
EITHER = pytest.mark.parametrize("reason", [EFFECTIVE, DECLARED], ids=["effective", "declared"])


def backfill(junction: ThreadedEmulator, reason: Reason, days: int = 180, **more: int) -> Program:
    """A preference, and a trigger with that reason."""

    def declare() -> None:
        preferences = TeamDataPullPreferences("research", team_ids=[ACME], providers={"oura": days, **more})
        HistoricalPullTrigger("backfill", provider="oura", user_ids=junction.users, triggers=[reason(preferences)])

    return declare


@EITHER
def test_more_days_are_a_reason_and_in_the_preview(
    reason: Reason, pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls_stack.up(backfill(pulls, reason))
    preview = pulls_stack.preview(backfill(pulls, reason, days=365))
    pulls_stack.up()

    assert preview.changes == {"update": 2}
    assert len(triggered(pulls)) == 2


@EITHER
def test_another_data_provider_is_no_reason(reason: Reason, pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(backfill(pulls, reason))

    preview = pulls_stack.preview(backfill(pulls, reason, garmin=120))
    up = pulls_stack.up()

    expects = {"update": 2} if reason is EFFECTIVE else {"update": 1, "same": 1}
    assert preview.changes == expects
    assert up.changes == {"update": 1, "same": 1}
    assert len(triggered(pulls)) == 1


@EITHER
def test_days_that_junction_does_not_keep_are_a_reason_only_as_declared(
    reason: Reason, pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls.options.clamps = {"oura": 180}
    pulls_stack.up(backfill(pulls, reason))
    pulls_stack.up(backfill(pulls, reason, days=365))

    assert len(triggered(pulls)) == (1 if reason is EFFECTIVE else 2)


@EITHER
def test_a_limit_that_junction_raises_is_a_reason_only_where_it_is_looked_at(
    reason: Reason, pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls_stack.up(backfill(pulls, reason))
    pulls.options.limits = {"oura": 400}
    pulls_stack.refresh()
    pulls_stack.up(backfill(pulls, reason))

    assert len(triggered(pulls)) == (2 if reason is EFFECTIVE else 1)


@EITHER
def test_drift_that_is_repaired_is_no_reason(reason: Reason, pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(backfill(pulls, reason))
    pulls.set("production", "us", ACME, "oura", 30)
    pulls_stack.refresh()
    pulls_stack.up(backfill(pulls, reason))

    assert pulls.get("production", "us", ACME)["oura"] == {"default": 180}
    assert len(triggered(pulls)) == 1


def test_another_name_is_a_new_trigger_unless_there_is_an_alias(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    def named(name: str, *aliases: str) -> Program:
        options = pulumi.ResourceOptions(aliases=[pulumi.Alias(name=alias) for alias in aliases])
        return lambda: HistoricalPullTrigger(name, provider="oura", user_ids=pulls.users, opts=options)

    pulls_stack.up(named("monday"))
    pulls_stack.up(named("tuesday", "monday"))
    assert len(triggered(pulls)) == 1

    pulls_stack.up(named("wednesday"))
    assert len(triggered(pulls)) == 2


def test_another_wait_is_no_reason(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(program(*pulls.users))
    pulls_stack.up(program(*pulls.users, wait=60))

    assert len(triggered(pulls)) == 1


def test_it_cannot_be_read_by_an_id_and_one_line_says_what_can(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    failed = pulls_stack.preview(program(*pulls.users, opts=pulumi.ResourceOptions(id="oura/1")), fails=True)

    assert "cannot be read or imported. `list_bulk_ops` and `get_historical_pulls` read" in failed.text
    assert "Traceback" not in failed.text
