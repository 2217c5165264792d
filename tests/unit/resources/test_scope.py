"""Where preferences live: argument, else variable, else configuration, else the stack's name."""

from typing import Any

import pulumi
import pytest

from pulumi_junction.resources import scope
from tests.unit.resources.conftest import ORG, Engine

CONFIG = {"orgId": "org of config", "env": "env of config", "region": "region of config"}


def resolved(engine: Engine, **arguments: Any) -> Any:
    given = {"org_id": None, "env": None, "region": None, "allow_cross_environment": False} | arguments
    return tuple(engine.run(lambda: list(scope.resolve("research", **given))))


def variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ORG_ID", "ENV", "REGION"):
        monkeypatch.setenv(f"JUNCTION_{name}", f"{name} of the variable")


def test_an_argument_comes_first(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    variables(monkeypatch)
    engine.config = CONFIG

    assert resolved(engine, org_id=ORG, env="sandbox", region="eu") == (ORG, "sandbox", "eu")


def test_a_variable_comes_second(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    variables(monkeypatch)
    engine.config = CONFIG

    assert resolved(engine) == ("ORG_ID of the variable", "ENV of the variable", "REGION of the variable")


def test_configuration_comes_third(engine: Engine) -> None:
    engine.config = CONFIG
    engine.stack = "production-eu"

    assert resolved(engine) == ("org of config", "env of config", "region of config")


def test_the_name_of_the_stack_comes_last(engine: Engine) -> None:
    engine.config = {"orgId": ORG}
    engine.stack = "production-eu"

    assert resolved(engine) == (ORG, "production", "eu")


def test_each_is_looked_for_on_its_own(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.config = {"orgId": ORG, "region": "eu"}
    monkeypatch.setenv("JUNCTION_ENV", "sandbox")

    assert resolved(engine) == (ORG, "sandbox", "eu")
    assert resolved(engine, region="us") == (ORG, "sandbox", "us")


@pytest.mark.parametrize(
    ("config", "says", "says_not"),
    [
        (
            {"env": "sandbox", "region": "us"},
            ["org_id=", "JUNCTION_ORG_ID", "`pulumi config set junction:orgId <uuid>`"],
            ["env=", "region=", "stack"],
        ),
        (
            {"orgId": ORG, "region": "us"},
            ["env=", "JUNCTION_ENV", "`pulumi config set junction:env sandbox`", "stack named <env>-<region>"],
            ["org_id=", "region="],
        ),
        (
            {"orgId": ORG, "env": "sandbox"},
            ["region=", "JUNCTION_REGION", "`pulumi config set junction:region us`", "stack named <env>-<region>"],
            ["org_id=", "env="],
        ),
        ({}, ["org_id=", "env=", "region=", "JUNCTION_ORG_ID", "JUNCTION_ENV", "JUNCTION_REGION"], []),
    ],
    ids=["organisation", "environment", "region", "all"],
)
def test_what_is_missing_is_one_line_with_every_place_to_set_it(
    config: dict[str, str], says: list[str], says_not: list[str], engine: Engine
) -> None:
    engine.config = config

    with pytest.raises(pulumi.RunError) as caught:
        resolved(engine)

    text = str(caught.value)
    assert text.startswith("research: ")
    assert len(text.splitlines()) == 1
    assert [part for part in says if part not in text] == []
    assert [part for part in says_not if part in text] == []


def test_a_stack_named_for_one_place_declares_no_other(engine: Engine) -> None:
    engine.stack = "production-eu"

    with pytest.raises(pulumi.RunError) as caught:
        resolved(engine, org_id=ORG, env="sandbox")

    assert str(caught.value) == (
        "research: the stack production-eu declares preferences for sandbox-eu; declare them in a stack of that name, "
        "or pass allow_cross_environment=True if this is meant"
    )


def test_a_variable_or_configuration_that_leads_elsewhere_is_caught_as_well(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.stack = "production-eu"
    engine.config = {"orgId": ORG, "region": "us"}
    with pytest.raises(pulumi.RunError, match="declares preferences for production-us"):
        resolved(engine)

    monkeypatch.setenv("JUNCTION_ENV", "sandbox")
    monkeypatch.setenv("JUNCTION_REGION", "eu")
    with pytest.raises(pulumi.RunError, match="declares preferences for sandbox-eu"):
        resolved(engine)


def test_whoever_means_it_may(engine: Engine) -> None:
    engine.stack = "production-eu"

    place = resolved(engine, org_id=ORG, env="sandbox", region="us", allow_cross_environment=True)

    assert place == (ORG, "sandbox", "us")


@pytest.mark.parametrize("stack", ["dev", "acme", "production", "us-production"])
def test_a_stack_with_another_kind_of_name_may_declare_anything(stack: str, engine: Engine) -> None:
    engine.stack = stack

    assert resolved(engine, org_id=ORG, env="sandbox", region="us") == (ORG, "sandbox", "us")


def outputs(**known: str) -> dict[str, Any]:
    return {name: pulumi.Output.from_input(value) for name, value in known.items()}


def test_outputs_are_waited_for_and_guarded_too(engine: Engine) -> None:
    engine.stack = "production-eu"

    def place(**known: str) -> Any:
        return engine.run(
            lambda: list(scope.resolve("research", ORG, **outputs(**known), allow_cross_environment=False))
        )

    assert place(env="production", region="eu") == [ORG, "production", "eu"]
    for elsewhere in ({"env": "sandbox", "region": "eu"}, {"env": "production", "region": "us"}):
        with pytest.raises(pulumi.RunError, match="research: the stack production-eu declares preferences for "):
            place(**elsewhere)


def test_one_output_is_enough_to_wait_for(engine: Engine) -> None:
    engine.stack = "production-eu"

    with pytest.raises(pulumi.RunError, match="declares preferences for production-us"):
        engine.run(
            lambda: list(
                scope.resolve(
                    "research", ORG, "production", pulumi.Output.from_input("us"), allow_cross_environment=False
                )
            )
        )
