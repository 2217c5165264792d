"""Rules that compare with the state: what the real engine lets them find there, and what it does not."""

from typing import Any

import pulumi

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.engine.policy.conftest import MakePack
from tests.support.engine import EngineStack
from tests.support.engine_policies import LABELLED, PROTECTED, said
from tests.support.engine_programs import ACME, Program, nothing, preferences


def test_fewer_days_than_in_state_are_refused_and_more_are_not(stack: EngineStack, pack: MakePack) -> None:
    stack.up(preferences(team_ids=LABELLED, providers={"oura": 180}))
    options = pack("no_lowering()").options

    lower = stack.preview(preferences(team_ids=LABELLED, providers={"oura": 120}), fails=True, **options)
    higher = stack.preview(preferences(team_ids=LABELLED, providers={"oura": 200}), **options)

    (line,) = lower.violations
    assert "providers.oura.default: 180 => 120 days for Acme Care, Beta Labs." in line.text
    assert higher.violations == ()


def test_fewer_days_are_refused_by_up_as_well(stack: EngineStack, pack: MakePack, emulator: ThreadedEmulator) -> None:
    """The state is exported while `up` holds its lock."""
    stack.up(preferences(providers={"oura": 180}))
    emulator.clear_requests()

    stack.up(preferences(providers={"oura": 120}), fails=True, **pack("no_lowering()").options)

    assert emulator.writes == []


def test_fewer_days_under_another_name_are_refused_too(stack: EngineStack, pack: MakePack) -> None:
    stack.up(preferences("old", providers={"oura": 180}))

    renamed = stack.preview(preferences("new", providers={"oura": 120}), fails=True, **pack("no_lowering()").options)

    assert [(one.name, one.policy) for one in renamed.violations] == [("new", "junction-no-lowering")]


def test_a_lowering_that_is_meant_passes_with_another_level_for_this_run(stack: EngineStack, pack: MakePack) -> None:
    stack.up(preferences(providers={"oura": 180}))
    options = pack("no_lowering()").configured({"junction-no-lowering": "advisory"})

    meant = stack.preview(preferences(providers={"oura": 120}), **options)

    assert [level for level, _, _ in said(meant)] == ["advisory"]


def test_what_a_refresh_has_found_is_what_may_not_be_lowered(
    stack: EngineStack, pack: MakePack, emulator: ThreadedEmulator
) -> None:
    stack.up(preferences(providers={"oura": 120}))
    emulator.set("production", "us", ACME, "oura", 200)
    options = pack("no_lowering()").options
    before = stack.preview(preferences(providers={"oura": 120}), **options)
    stack.refresh()

    after = stack.preview(fails=True, **options)

    assert before.violations == ()
    assert "providers.oura.default: 200 => 120 days" in after.violations[0].text


def test_secret_days_are_compared_and_stay_secret(stack: EngineStack, pack: MakePack) -> None:
    def program(days: int) -> Program:
        return lambda: preferences(team_ids=LABELLED, providers=pulumi.Output.secret({"oura": days}))()

    stack.up(program(181))
    options = pack("no_lowering()", 'longest_days({"production": 99})').options

    refused = stack.preview(program(123), fails=True, **options)

    assert [one.policy for one in refused.violations] == ["junction-longest-days", "junction-no-lowering"]
    shown = refused.text + "".join(one.text for one in refused.violations)
    assert [secret for secret in ("181", "123", "Acme Care") if secret in shown] == []


def test_a_team_and_a_data_provider_go_only_when_protect_is_off(stack: EngineStack, pack: MakePack) -> None:
    both: dict[str, Any] = {"team_ids": LABELLED, "providers": {"oura": 120, "strava": 20}}
    less: dict[str, Any] = {"team_ids": {"Acme Care": ACME}, "providers": {"oura": 120}}
    stack.up(preferences(**both, opts=PROTECTED))
    options = pack("no_resets()").options

    protected = stack.preview(preferences(**less, opts=PROTECTED), fails=True, **options)
    at_once = stack.preview(preferences(**less), fails=True, **options)
    stack.up(preferences(**both), **options)
    afterwards = stack.preview(preferences(**less), **options)

    assert [line.partition(" ")[0] for _, _, line in said(protected)] == ["providers.strava:", "team_ids:"]
    assert said(at_once) == said(protected)
    assert afterwards.violations == ()


def test_a_protected_team_is_missed_also_after_a_rename(stack: EngineStack, pack: MakePack) -> None:
    stack.up(preferences("old", team_ids=LABELLED, opts=PROTECTED))
    aliased = pulumi.ResourceOptions(protect=True, aliases=[pulumi.Alias(name="old")])

    renamed = preferences("new", team_ids={"Acme Care": ACME}, opts=aliased)

    assert stack.preview(renamed, fails=True, **pack("no_resets()").options).violations != ()


def test_a_move_resets_the_old_place_unless_the_state_says_to_retain_it(stack: EngineStack, pack: MakePack) -> None:
    """Where `protect` is on in the state the engine itself refuses the move."""
    options = pack("no_resets()").options
    stack.up(preferences(env="production"))
    refused = stack.preview(preferences(env="sandbox", opts=PROTECTED), fails=True, **options)
    stack.up(preferences(env="production", on_delete="retain"))
    retained = stack.preview(preferences(env="sandbox", on_delete="retain", opts=PROTECTED), **options)

    ((_, _, line),) = said(refused)
    assert line.startswith("org_id, env, region: moves away from production-us, where all of it is reset")
    assert (retained.violations, retained.changes) == ((), {"replace": 1})


def test_of_a_deletion_no_rule_is_told_but_the_engine_refuses_it_where_protect_is_on(
    stack: EngineStack, pack: MakePack
) -> None:
    options = pack("no_resets()", "no_lowering()", "require_protect()").options
    stack.up(preferences())
    unprotected = stack.preview(nothing, **options)
    stack.up(preferences(opts=PROTECTED), **options)

    protected = stack.preview(nothing, fails=True, **options)

    assert (unprotected.violations, unprotected.changes) == ((), {"delete": 1})
    assert protected.violations == ()
    assert "cannot be deleted" in protected.text
