"""What counts as a reason to trigger again, as docs/resources/historical-pull-trigger.md says of each."""

import pulumi

from pulumi_junction import HistoricalPullTrigger, TeamDataPullPreferences
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, Program
from tests.support.engine_triggers import program, triggered

FEW = 3
"""Users of the first trigger; all others are those of the second."""


def backfill(junction: ThreadedEmulator, days: int = 180, **more: int) -> Program:
    """A preference, and two triggers, each of users of its own: what is in effect is a reason, what is declared is."""

    def declare() -> None:
        wanted = TeamDataPullPreferences("research", team_ids=[ACME], providers={"oura": days, **more})
        few, others = junction.users[:FEW], junction.users[FEW:]
        HistoricalPullTrigger("effective", provider="oura", user_ids=few, triggers=[wanted.effective["oura"]])
        HistoricalPullTrigger("declared", provider="oura", user_ids=others, triggers=[wanted.providers["oura"]])

    return declare


def times(junction: ThreadedEmulator) -> dict[str, int]:
    """How often each of the two has triggered."""
    sent = triggered(junction)
    times = {
        "effective": sent.count(sorted(junction.users[:FEW])),
        "declared": sent.count(sorted(junction.users[FEW:])),
    }
    assert sum(times.values()) == len(sent)
    return times


def test_more_days_are_a_reason_and_in_the_preview(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(backfill(pulls))
    preview = pulls_stack.preview(backfill(pulls, days=365))
    pulls_stack.up()

    assert preview.changes == {"update": 3}
    assert times(pulls) == {"effective": 2, "declared": 2}


def test_another_data_provider_is_no_reason(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(backfill(pulls))

    preview = pulls_stack.preview(backfill(pulls, garmin=120))
    up = pulls_stack.up()

    assert [preview.step(name).op for name in ("research", "effective", "declared")] == ["update", "update", "same"]
    assert up.changes == {"update": 1, "same": 2}
    assert times(pulls) == {"effective": 1, "declared": 1}


def test_days_that_junction_does_not_keep_are_a_reason_only_as_declared(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls.options.clamps = {"oura": 180}
    pulls_stack.up(backfill(pulls))
    pulls_stack.up(backfill(pulls, days=365))

    assert times(pulls) == {"effective": 1, "declared": 2}


def test_a_limit_that_junction_raises_is_a_reason_only_where_it_is_looked_at(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls_stack.up(backfill(pulls))
    pulls.options.limits = {"oura": 400}
    pulls_stack.refresh()
    pulls_stack.up(backfill(pulls))

    assert times(pulls) == {"effective": 2, "declared": 1}


def test_drift_that_is_repaired_is_no_reason(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(backfill(pulls))
    pulls.set("production", "us", ACME, "oura", 30)
    pulls_stack.refresh()
    pulls_stack.up(backfill(pulls))

    assert pulls.get("production", "us", ACME)["oura"] == {"default": 180}
    assert times(pulls) == {"effective": 1, "declared": 1}


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
