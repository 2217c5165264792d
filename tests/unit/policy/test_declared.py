"""Rules that judge what is declared."""

from typing import Any

import pytest
from pulumi_policy import ResourceValidationPolicy

from pulumi_junction.policy import allowed_providers, longest_days, require_labels, require_protect
from tests.unit.policy.judging import ACME, BETA, UNKNOWN, inputs, judge

DAYS = longest_days({"sandbox": 90, "production": 365})
IN_EU = allowed_providers({"eu": ["withings", "oura"]})


def test_days_up_to_the_bound_are_allowed() -> None:
    providers = {"oura": {"default": 90.0, "resource_overrides": {"sleep": 90.0}}}

    assert judge(DAYS, inputs(env="sandbox", providers=providers)) == ([], "")


def test_a_default_and_an_override_above_the_bound_are_told_each_with_its_path() -> None:
    providers = {"garmin": {"default": 30.0, "resource_overrides": {"sleep": 91.0}}, "oura": {"default": 120.0}}

    assert judge(DAYS, inputs(env="sandbox", providers=providers)).violations == [
        "providers.garmin.resource_overrides.sleep: 91 days; sandbox allows at most 90. Declare 90 or fewer.",
        "providers.oura.default: 120 days; sandbox allows at most 90. Declare 90 or fewer.",
    ]


def test_each_environment_has_its_own_bound() -> None:
    assert judge(DAYS, inputs(env="production")).violations == []
    assert judge(DAYS, inputs(env="sandbox")).violations != []


def test_an_environment_that_is_not_named_has_no_bound() -> None:
    assert judge(longest_days({"sandbox": 1}), inputs(env="production")).violations == []


def test_secret_days_are_judged_and_not_printed() -> None:
    verdict = judge(DAYS, inputs(env="sandbox", secret=True))

    assert verdict.violations == [
        "providers.oura.default: … days; sandbox allows at most 90. Declare 90 or fewer.",
    ]


@pytest.mark.parametrize(
    ("unknown", "path"),
    [
        ({"providers": UNKNOWN}, ".providers"),
        ({"providers": {"oura": UNKNOWN}}, ".providers.oura"),
        ({"providers": {"oura": {"default": UNKNOWN}}}, ".providers.oura.default"),
        ({"env": UNKNOWN}, ".env"),
    ],
)
def test_unknown_values_are_told_to_the_engine(unknown: dict[str, Any], path: str) -> None:
    verdict = judge(DAYS, inputs(**unknown))

    assert verdict == ([], f"string value at {path} can't be known during preview")


def test_what_is_known_beside_the_unknown_is_judged() -> None:
    providers = {"garmin": UNKNOWN, "oura": {"default": 120.0, "resource_overrides": {"sleep": UNKNOWN}}}

    verdict = judge(DAYS, inputs(env="sandbox", providers=providers))

    assert [line.partition(":")[0] for line in verdict.violations] == ["providers.oura.default"]
    assert ".providers.garmin " in verdict.unknown


def test_an_unknown_value_that_a_rule_does_not_need_is_not_told() -> None:
    assert judge(DAYS, inputs(teams=UNKNOWN, after_delete=UNKNOWN)) == ([], "")


def test_a_data_provider_outside_the_list_of_its_region_is_told() -> None:
    verdict = judge(IN_EU, inputs(region="eu", providers={"oura": {"default": 1.0}, "strava": {"default": 1.0}}))

    assert verdict.violations == ["providers.strava: not allowed in eu (allowed: oura, withings). Remove it."]


def test_a_region_that_is_not_named_allows_every_data_provider() -> None:
    assert judge(IN_EU, inputs(region="us", providers={"strava": {"default": 1.0}})) == ([], "")


def test_a_region_with_an_empty_list_allows_no_data_provider() -> None:
    verdict = judge(allowed_providers({"us": []}), inputs())

    assert verdict.violations == ["providers.oura: not allowed in us (allowed: none). Remove it."]


def test_a_data_provider_counts_though_its_days_are_unknown() -> None:
    verdict = judge(IN_EU, inputs(region="eu", providers={"strava": UNKNOWN}))

    assert verdict.violations != []
    assert verdict.unknown == ""


def test_unknown_data_providers_are_told_to_the_engine() -> None:
    assert ".providers " in judge(IN_EU, inputs(region="eu", providers=UNKNOWN)).unknown


def test_teams_without_a_label_are_told_together() -> None:
    verdict = judge(require_labels(), inputs(teams={ACME: "", BETA: " ", UNKNOWN[:8]: "Cura"}))

    assert verdict.violations == [
        f'team_ids: no label for {ACME}, {BETA}. Declare a map: team_ids={{"Acme Care": "<UUID>"}}.'
    ]


def test_teams_with_labels_are_fine() -> None:
    assert judge(require_labels(), inputs()) == ([], "")


def test_secret_teams_without_a_label_are_not_printed() -> None:
    (line,) = judge(require_labels(), inputs(teams={ACME: ""}, secret=True)).violations

    assert line.startswith("team_ids: no label for its teams. ")


def test_protect_is_required_in_production_only() -> None:
    rule = require_protect()

    assert judge(rule, inputs()).violations == [
        "opts.protect: off; in production nothing refuses to delete the resource, which resets it. "
        "Add opts=pulumi.ResourceOptions(protect=True)."
    ]
    assert judge(rule, inputs(), protect=True).violations == []
    assert judge(rule, inputs(env="sandbox")).violations == []


@pytest.mark.parametrize("rule", [DAYS, IN_EU, require_labels(), require_protect()], ids=lambda rule: str(rule.name))
def test_other_resources_are_none_of_our_business(rule: ResourceValidationPolicy) -> None:
    foreign = {"env": "sandbox", "region": "eu", "teams": {ACME: ""}, "providers": {"strava": {"default": 400.0}}}

    assert judge(rule, foreign, type_="aws:s3/bucket:Bucket") == ([], "")
