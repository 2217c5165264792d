"""What is said of inputs: where, why and what to do, all at once, and never a text that could be a secret."""

import json
from typing import Any

import pytest

from pulumi_junction.core.catalogue import load
from pulumi_junction.core.check import check
from pulumi_junction.core.inputs import normalise
from pulumi_junction.core.values import UNKNOWN
from tests.unit.core.declared import ACME, ORG, problem, problems, raw, values

CANARY = "k4n4ry-bird"


def test_all_problems_are_said_at_once() -> None:
    found = normalise(
        {
            "org_id": "acme",
            "env": "staging",
            "region": None,
            "teams": {"Acme": "acme", "Beta": None},
            "providers": {"oura": 0.5, "garmin": {"resource_overrides": {"sleep": -1}}, "strava": {"defualt": 1}},
            "lenient": "yes",
            "team_id": ACME,
        }
    ).problems

    assert [one.path for one in found] == [
        "org_id",
        "env",
        "region",
        "team_ids.Acme",
        "team_ids.Beta",
        "providers.garmin.default",
        "providers.garmin.resource_overrides.sleep",
        "providers.oura",
        "providers.strava.defualt",
        "providers.strava.default",
        "lenient",
        "team_id",
    ]


def test_nothing_at_all_is_all_of_it_missing() -> None:
    assert [one.path for one in normalise({}).problems] == ["org_id", "env", "region", "team_ids", "providers"]


@pytest.mark.parametrize("given", ["", "acme", ORG[:-1], f"{ORG}0", f" {ORG}", 12, None, True, [ORG], {"id": ORG}])
def test_the_organisation_is_a_uuid(given: Any) -> None:
    assert problem(org_id=given).startswith("org_id: must be the UUID of your organisation, not ")


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("env", "staging", "env: must be production or sandbox, not a string of 7 characters"),
        ("env", "Production", "env: must be production or sandbox, not a string of 10 characters"),
        ("env", None, "env: must be production or sandbox, not nothing"),
        ("env", ["sandbox"], "env: must be production or sandbox, not a list"),
        ("region", "de", "region: must be us or eu, not a string of 2 characters"),
        ("region", "", "region: must be us or eu, not a string of 0 characters"),
        ("region", {"us": 1}, "region: must be us or eu, not a map"),
    ],
)
def test_environment_and_region_are_one_of_two(name: str, given: Any, said: str) -> None:
    assert problem(**{name: given}) == said


def test_a_place_may_be_unknown_and_is_spelt_as_the_api_spells_it() -> None:
    assert values(org_id=UNKNOWN, env=UNKNOWN, region=UNKNOWN)["env"] is UNKNOWN
    assert values(org_id=ORG.upper())["org_id"] == ORG


@pytest.mark.parametrize("given", [1, 0, 1.0, "true", "", [], {}])
def test_lenient_is_true_or_false(given: Any) -> None:
    assert problem(lenient=given).startswith("lenient: must be true or false, not ")


@pytest.mark.parametrize(("given", "kept"), [(True, True), (UNKNOWN, UNKNOWN), (False, None), (None, None)])
def test_lenient_stands_in_the_normal_form_only_where_it_says_something(given: Any, kept: Any) -> None:
    assert values(lenient=given).get("lenient") is kept


def test_what_a_refresh_has_found_is_kept_where_a_program_ignores_changes_of_it() -> None:
    deviations = {ACME: {"oura": "not set"}}

    assert values(deviations=deviations)["deviations"] == deviations
    assert "deviations" not in values()


def test_an_input_that_nobody_reads_is_pointed_out() -> None:
    assert problem(team=ACME) == "team: is not known; did you mean teams?"
    assert problem(colour="red").startswith("colour: is not known; leave it out; known here: teams, providers, ")


def wrong_everywhere() -> dict[str, Any]:
    """A text stands wherever another kind of value belongs."""
    return {
        "org": raw(org_id=CANARY),
        "env": raw(env=CANARY),
        "region": raw(region=CANARY),
        "lenient": raw(lenient=CANARY),
        "teams": raw(teams=CANARY),
        "team": raw(teams=[CANARY]),
        "team by label": raw(teams={"Acme": CANARY}),
        "label of a team with another label": raw(teams={ACME: CANARY, "Acme": ACME}),
        "providers": raw(providers=CANARY),
        "provider": raw(providers={"oura": CANARY}),
        "default": raw(providers={"oura": {"default": CANARY}}),
        "default in the API's form": raw(providers={"oura": {"default": {"historical_days_to_pull": CANARY}}}),
        "overrides": raw(providers={"oura": {"default": 1, "resource_overrides": CANARY}}),
        "override": raw(providers={"oura": {"default": 1, "resource_overrides": {"sleep": CANARY}}}),
        "unknown input": raw(colour=CANARY),
        "unknown part of a provider": raw(providers={"oura": {"default": 1, "colour": CANARY}}),
        "deep in a list": raw(teams=[[{"a": CANARY}]], providers={"oura": [CANARY]}),
        "as bytes": raw(org_id=CANARY.encode(), providers={"oura": CANARY.encode()}),
    }


@pytest.mark.parametrize("where", list(wrong_everywhere()))
def test_a_text_is_never_repeated(where: str) -> None:
    """The engine hands over secrets in the clear, and prints what a provider says of an input."""
    normalised = normalise(wrong_everywhere()[where])
    findings = check(normalised.values, load())
    found = [*normalised.problems, *findings.errors, *findings.warnings]

    assert found
    assert not any(CANARY in str(one) for one in found)


@pytest.mark.parametrize("digits", ["120", "0", "-30", "2024"])
def test_only_a_number_in_quotes_is_repeated_as_it_is_no_secret(digits: str) -> None:
    assert f"not the string '{digits}'" in problem(providers={"oura": digits})
    assert "not a string of 5 characters" in problem(providers={"oura": "12345"})


def test_a_normal_form_can_be_stored_as_json() -> None:
    normal = values(teams={"Acme": ACME}, providers={"oura": {"default": 1.0, "resource_overrides": {"sleep": 7.0}}})

    assert json.loads(json.dumps(normal)) == normal
    assert problems(**normal) == []
