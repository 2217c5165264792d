"""Normalising, for whatever may come: it never raises, says one line each, and is done after one go."""

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pulumi_junction.core import catalogue
from pulumi_junction.core.check import check
from pulumi_junction.core.inputs import normalise
from pulumi_junction.core.values import UNKNOWN
from tests.unit.core.bags import anything, right, wrong
from tests.unit.core.declared import raw


def same(one: object, other: object) -> bool:
    """Equal, also where NaN is in it."""
    return repr(one) == repr(other)


@given(wrong)
def test_nothing_that_can_be_written_makes_it_raise(given: dict[str, Any]) -> None:
    result = normalise(given)

    assert set(result.values) <= {"org_id", "env", "region", "teams", "providers", "lenient", "deviations"}
    for problem in result.problems:
        assert problem.reason
        assert len(str(problem).splitlines()) == 1


@given(anything, st.sampled_from(["teams", "providers", "org_id", "env", "region", "lenient"]))
def test_the_same_holds_for_each_input_on_its_own(given: Any, name: str) -> None:
    for problem in normalise(raw(**{name: given})).problems:
        assert problem.path.startswith("team_ids" if name == "teams" else name)


@given(right)
def test_what_is_right_is_found_right(given: dict[str, Any]) -> None:
    assert normalise(given).problems == ()


@given(st.one_of(right, wrong))
def test_a_second_time_changes_nothing(given: dict[str, Any]) -> None:
    once = normalise(given).values

    assert same(normalise(once).values, once)


@given(st.one_of(right, wrong))
def test_a_second_time_finds_nothing_where_the_first_did_not(given: dict[str, Any]) -> None:
    first = normalise(given)

    if not first.problems:
        assert normalise(first.values).problems == ()


@given(right, st.randoms(use_true_random=False))
def test_order_does_not_matter(given: dict[str, Any], random: Any) -> None:
    def shuffled(value: Any) -> Any:
        if not isinstance(value, Mapping):
            return random.sample(value, len(value)) if isinstance(value, list) else value
        return {key: shuffled(value[key]) for key in random.sample(list(value), len(value))}

    assert json_of(normalise(shuffled(given)).values) == json_of(normalise(given).values)


@given(right)
def test_numbers_that_went_through_the_engine_mean_the_same(given: dict[str, Any]) -> None:
    """On the wire every number is a float."""

    def floats(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: floats(one) for key, one in value.items()}
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    assert json_of(normalise(floats(given)).values) == json_of(normalise(given).values)
    assert json_of(normalise(floats(normalise(given).values)).values) == json_of(normalise(given).values)


@given(st.one_of(right, wrong), st.booleans())
def test_the_catalogue_can_judge_whatever_comes_out(given: dict[str, Any], lenient: bool) -> None:
    findings = check(normalise(given | {"lenient": lenient}).values, catalogue.load())

    for problem in (*findings.errors, *findings.warnings):
        assert len(str(problem).splitlines()) == 1
    assert not (lenient and findings.errors)


def json_of(values: Any) -> str:
    """As it would be stored: with the order of keys, and 1 apart from 1.0."""
    return json.dumps(values, default=lambda one: "?" if one is UNKNOWN else repr(one))
