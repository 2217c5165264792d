"""Rules that compare with what was applied before: what a state shows decides."""

from typing import Any

import pytest

from pulumi_junction.policy import no_lowering, no_resets
from tests.unit.policy.judging import ACME, BETA, SECRET, SIGNATURE, UNKNOWN, FakePulumi, applied, inputs, judge

BOTH = {ACME: "Acme Care", BETA: "Beta Labs"}
REMEDY = "if fewer are meant, have junction-no-lowering made advisory for this change."


def oura(default: float, **overrides: float) -> dict[str, Any]:
    return {"oura": {"default": default} | ({"resource_overrides": overrides} if overrides else {})}


def test_fewer_days_are_told_with_both_numbers_and_the_teams(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(teams=BOTH, providers=oura(180)))

    assert judge(no_lowering(), inputs(teams=BOTH)).violations == [
        f"providers.oura.default: 180 => 120 days for Acme Care, Beta Labs. Declare 180 or more; {REMEDY}"
    ]


@pytest.mark.parametrize("days", [120, 100])
def test_as_many_days_or_more_are_fine(pulumi: FakePulumi, days: int) -> None:
    pulumi.exports(applied(providers=oura(days)))

    assert judge(no_lowering(), inputs()) == ([], "")


def test_an_override_that_goes_lowers_where_the_default_is_lower(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(providers=oura(120, sleep=180, activity=60)))

    (line,) = judge(no_lowering(), inputs()).violations

    assert line.startswith("providers.oura.resource_overrides.sleep: 180 => 120 days for Acme Care.")


def test_an_override_that_comes_may_lower(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(providers=oura(120)))

    (line,) = judge(no_lowering(), inputs(providers=oura(120, sleep=30))).violations

    assert line.startswith("providers.oura.resource_overrides.sleep: 120 => 30 days")


def test_what_the_service_made_of_it_is_what_counts(pulumi: FakePulumi) -> None:
    kept = {"oura": {"default": {"historical_days_to_pull": 90, "historical_days_to_pull_limit": 90}}}
    pulumi.exports(applied(providers=oura(365), effective=kept))

    assert judge(no_lowering(), inputs(providers=oura(100))).violations == []
    assert judge(no_lowering(), inputs(providers=oura(80))).violations != []


def test_another_resource_of_the_stack_counts_as_well(pulumi: FakePulumi) -> None:
    pulumi.exports(applied("under-its-old-name", providers=oura(180)))

    assert judge(no_lowering(), inputs()).violations != []


@pytest.mark.parametrize(
    "other",
    [
        {"region": "eu"},
        {"env": "sandbox"},
        {"teams": {BETA: "Beta Labs"}},
        {"external": True},
        {"delete": True},
    ],
    ids=str,
)
def test_what_is_not_the_same_preference_is_not_compared(pulumi: FakePulumi, other: dict[str, Any]) -> None:
    pulumi.exports(applied(providers=oura(180), **other))

    assert judge(no_lowering(), inputs()).violations == []


def test_a_sandbox_may_be_lowered_unless_it_is_named(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(env="sandbox", providers=oura(180)))

    assert judge(no_lowering(), inputs(env="sandbox")).violations == []
    assert judge(no_lowering(["sandbox"]), inputs(env="sandbox")).violations != []


def test_the_first_up_has_nothing_to_compare_with(pulumi: FakePulumi) -> None:
    pulumi.exports()

    assert judge(no_lowering(), inputs()) == ([], "")
    assert judge(no_resets(), inputs(), protect=True) == ([], "")


def test_unknown_days_are_told_to_the_engine_and_the_rest_is_compared(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(providers=oura(180) | {"garmin": {"default": 60}}))

    verdict = judge(no_lowering(), inputs(providers=oura(120) | {"garmin": {"default": UNKNOWN}}))

    assert len(verdict.violations) == 1
    assert ".providers.garmin.default " in verdict.unknown


def hidden(value: str) -> dict[str, str]:
    return {SIGNATURE: SECRET, **({"plaintext": value} if value else {"ciphertext": "v1:abc"})}


def test_secret_days_are_compared_and_not_printed(pulumi: FakePulumi) -> None:
    shown = applied(providers=hidden('{"oura": {"default": 181}}'))
    pulumi.exports(applied(providers=hidden("")), shown=(shown,))

    (line,) = judge(no_lowering(), inputs()).violations

    assert line.startswith("providers.oura.default: … => … days for its teams.")
    assert [call.endswith("--show-secrets") for call in pulumi.calls] == [False, True]


def test_a_state_without_secrets_is_not_asked_for_them(pulumi: FakePulumi) -> None:
    pulumi.exports(applied())
    rule = no_lowering()

    judge(rule, inputs())
    judge(rule, inputs(), name="other")

    assert pulumi.calls == ["stack export --stack dev --non-interactive"]


def test_a_protected_resource_may_not_drop_a_team(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(protect=True, teams=BOTH))

    assert judge(no_resets(), inputs(), protect=True).violations == [
        "team_ids: drops Beta Labs, which resets it, while protect is on. "
        "Declare it again; if the reset is meant, apply protect=False first."
    ]


def test_a_protected_resource_may_not_drop_a_data_provider(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(protect=True, teams=BOTH, providers=oura(120) | {"garmin": {"default": 60}}))

    assert judge(no_resets(), inputs(teams=BOTH), protect=True).violations == [
        "providers.garmin: dropped, which resets it for Acme Care, Beta Labs, while protect is on. "
        "Declare it again; if the reset is meant, apply protect=False first."
    ]


@pytest.mark.parametrize(
    ("in_state", "in_program", "refused"), [(True, False, True), (False, True, True), (False, False, False)]
)
def test_protect_has_to_be_off_in_the_program_and_applied(
    pulumi: FakePulumi, in_state: bool, in_program: bool, refused: bool
) -> None:
    pulumi.exports(applied(protect=in_state, teams=BOTH))

    assert bool(judge(no_resets(), inputs(), protect=in_program).violations) is refused


def test_to_retain_is_no_reset(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(protect=True, teams=BOTH))

    assert judge(no_resets(), inputs(on_delete="retain"), protect=True) == ([], "")
    assert judge(no_resets(), inputs(on_delete="restore"), protect=True).violations != []


def test_a_resource_is_known_under_the_name_it_had(pulumi: FakePulumi) -> None:
    pulumi.exports(applied("old", protect=True, teams=BOTH))

    assert judge(no_resets(), inputs(), name="new", aliases=("old",), protect=True).violations != []


def test_a_move_to_another_place_is_told_as_such(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(protect=True))

    (line,) = judge(no_resets(), inputs(region="eu"), protect=True).violations

    assert line.startswith("org_id, env, region: moves away from production-us, where all of it is reset, while")


def test_of_a_move_the_word_in_the_state_counts_because_the_engine_deletes_with_that(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(protect=True))
    assert judge(no_resets(), inputs(region="eu", on_delete="retain"), protect=True).violations != []

    pulumi.exports(applied(protect=True, on_delete="retain"))
    assert judge(no_resets(), inputs(region="eu"), protect=True) == ([], "")


def test_of_a_move_that_is_unknown_the_engine_is_told_though_the_program_retains(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(protect=True))

    assert judge(no_resets(), inputs(region=UNKNOWN, on_delete="retain"), protect=True) == (
        [],
        "string value at .region can't be known during preview",
    )


def test_a_sandbox_may_be_reset_unless_it_is_named(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(protect=True, env="sandbox", teams=BOTH))

    assert judge(no_resets(), inputs(env="sandbox"), protect=True).violations == []
    assert judge(no_resets(["sandbox"]), inputs(env="sandbox"), protect=True).violations != []


def test_secret_teams_that_go_are_not_named(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(protect=True, teams=BOTH, secret=True))

    (line,) = judge(no_resets(), inputs(), protect=True).violations

    assert line.startswith("team_ids: drops its teams, ")


def test_unknown_teams_are_told_to_the_engine(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(protect=True, teams=BOTH))

    assert judge(no_resets(), inputs(teams=UNKNOWN), protect=True) == (
        [],
        "string value at .teams can't be known during preview",
    )


def test_all_rules_of_a_pack_share_what_was_read(pulumi: FakePulumi) -> None:
    pulumi.exports(applied(protect=True, teams=BOTH, providers=oura(180)))

    for rule in (no_lowering(), no_resets(), no_lowering(["production"], name="again")):
        assert judge(rule, inputs(), protect=True).violations != []

    assert pulumi.calls == ["stack export --stack dev --non-interactive"]


@pytest.mark.parametrize("rule", [no_lowering, no_resets])
def test_a_state_that_cannot_be_read_is_a_violation_and_not_a_pass(pulumi: FakePulumi, rule: Any) -> None:
    pulumi.says("no such stack, the key is k-123", 255)

    assert judge(rule(), inputs(), protect=True).violations == [
        "nothing to compare with, as the state could not be read (it ended with 255). "
        "Make `pulumi stack export --stack dev` work in the folder of the program."
    ]


def test_a_state_that_cannot_be_read_is_told_of_each_resource_and_tried_once(pulumi: FakePulumi) -> None:
    pulumi.says("no such stack", 255)
    rule = no_lowering()

    assert judge(rule, inputs()).violations == judge(rule, inputs(), name="other").violations != []
    assert len(pulumi.calls) == 1


def test_no_cli_and_no_json_are_told_apart(pulumi: FakePulumi) -> None:
    pulumi.says("not JSON", 0)
    (garbage,) = judge(no_lowering(), inputs()).violations
    pulumi.is_missing()
    (missing,) = judge(no_lowering(), inputs()).violations

    assert "(JSONDecodeError)" in garbage
    assert "(there is no pulumi on PATH)" in missing


def test_where_nothing_is_to_be_compared_no_state_is_read(pulumi: FakePulumi) -> None:
    pulumi.is_missing()

    assert judge(no_lowering(), inputs(env="sandbox")) == ([], "")
    assert judge(no_resets(), inputs(env="sandbox")) == ([], "")
