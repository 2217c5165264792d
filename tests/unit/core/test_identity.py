"""Places and the names of stacks."""

import pytest

from pulumi_junction.core.identity import Scope, place_of, uuid, wrong_place

TEAM = "aaaa1111-1111-4111-8111-111111111111"


@pytest.mark.parametrize("spelt", [TEAM, TEAM.upper(), TEAM.capitalize()])
def test_a_uuid_is_spelt_as_the_api_spells_it(spelt: str) -> None:
    assert uuid(spelt) == TEAM


@pytest.mark.parametrize(
    "value", [None, 1, "", TEAM[1:], f"{TEAM}0", TEAM.replace("-", ""), f"{TEAM}\n", f"{{{TEAM}}}", "g" + TEAM[1:]]
)
def test_anything_else_is_none(value: object) -> None:
    assert uuid(value) is None


@pytest.mark.parametrize("env", ["production", "sandbox"])
@pytest.mark.parametrize("region", ["us", "eu"])
def test_a_stack_can_be_named_for_its_place(env: str, region: str) -> None:
    assert place_of(f"{env}-{region}") == (env, region)
    assert str(Scope("org", env, region)) == f"{env}-{region}"


@pytest.mark.parametrize(
    "stack", ["dev", "", "-", "production", "production-", "production_us", "production-us-2", "us-production"]
)
def test_other_stacks_have_names_that_say_nothing(stack: str) -> None:
    assert place_of(stack) is None
    assert wrong_place(stack, "production", "us") is None


@pytest.mark.parametrize(("env", "region"), [("sandbox", "eu"), ("production", "us"), ("sandbox", "us")])
def test_a_stack_named_for_one_place_declares_no_other(env: str, region: str) -> None:
    assert wrong_place("production-eu", "production", "eu") is None
    assert wrong_place("production-eu", env, region) == (
        f"the stack production-eu declares preferences for {env}-{region}; declare them in a stack of that name, "
        "or pass allow_cross_environment=True if this is meant"
    )
