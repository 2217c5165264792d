"""What a program declares of a trigger, as it reaches the engine; and where a team's API key belongs."""

from typing import Any

import pulumi
import pytest
from pulumi.dynamic.dynamic import serialize_provider

from pulumi_junction import HistoricalPullTrigger
from pulumi_junction.providers.historical_pull_trigger import HistoricalPullTriggerProvider
from pulumi_junction.resources import scope
from tests.unit.resources.conftest import Engine

USER = "aaaa1111-1111-4111-8111-111111111111"
PLACE: dict[str, Any] = {"env": "sandbox", "region": "us"}


class Registered(Engine):
    """Answers with what it was given."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.resources.append(args)
        return "oura/1", dict(args.inputs)


@pytest.fixture
def engine() -> Registered:
    return Registered()


def declare(**changed: Any) -> HistoricalPullTrigger:
    arguments: dict[str, Any] = {"provider": "oura", "user_ids": [USER], **PLACE}
    return HistoricalPullTrigger("backfill", **arguments | changed)


def test_a_declaration_reaches_the_engine_with_its_place(engine: Registered) -> None:
    engine.run(lambda: declare(triggers=[{"oura": 120}], team="acme", wait=60) and None)

    (resource,) = engine.resources
    assert (resource.typ, resource.name) == ("pulumi-python:dynamic/junction:HistoricalPullTrigger", "backfill")
    assert engine.inputs == {
        "provider": "oura",
        "users": [USER],
        "triggers": [{"oura": 120}],
        "team": "acme",
        "wait": 60,
        **PLACE,
    }


def test_what_is_not_said_does_not_reach_it(engine: Registered) -> None:
    engine.run(lambda: declare() and None)

    assert engine.inputs == {"provider": "oura", "users": [USER], **PLACE}


def test_state_holds_the_name_of_the_class_and_no_secret(engine: Registered, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_TEAM_API_KEY", "sk_us_never-in-state")
    engine.run(lambda: declare() and None)

    (resource,) = engine.resources
    assert resource.inputs["__provider"] == serialize_provider(HistoricalPullTriggerProvider())
    assert len(resource.inputs["__provider"]) <= 160
    assert "never-in-state" not in repr(resource.inputs)


def test_outputs_may_be_given_and_are_waited_for(engine: Registered) -> None:
    engine.run(
        lambda: (
            declare(
                user_ids=pulumi.Output.from_input([USER]),
                env=pulumi.Output.from_input("sandbox"),
                triggers=[pulumi.Output.from_input("x")],
            )
            and None
        )
    )

    assert engine.inputs == {"provider": "oura", "users": [USER], "triggers": ["x"], **PLACE}


def place(engine: Engine, allow: bool = False, **given: Any) -> tuple[str, str]:
    arguments = {"env": None, "region": None} | given
    env, region = engine.run(
        lambda: list(
            scope.resolve_team_place("backfill", **arguments, allow_cross_environment=allow, things="triggers")
        )
    )
    return env, region


def test_the_place_is_an_argument_else_a_variable_else_configuration_else_the_stack_s_name(
    engine: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.stack = "production-eu"
    assert place(engine) == ("production", "eu")

    engine.stack = "dev"
    engine.config = {"env": "sandbox", "region": "us"}
    assert place(engine) == ("sandbox", "us")

    monkeypatch.setenv("JUNCTION_ENV", "production")
    monkeypatch.setenv("JUNCTION_REGION", "eu")
    assert place(engine) == ("production", "eu")
    assert place(engine, region="us") == ("production", "us")


@pytest.mark.parametrize(
    ("config", "says", "says_not"),
    [
        ({"region": "us"}, ["env=", "JUNCTION_ENV"], ["region=", "JUNCTION_REGION"]),
        ({"env": "sandbox"}, ["region=", "JUNCTION_REGION"], ["env=", "JUNCTION_ENV"]),
        ({}, ["env=", "region="], []),
    ],
    ids=["environment", "region", "both"],
)
def test_what_is_missing_is_one_line_and_an_organisation_never_is(
    config: dict[str, str], says: list[str], says_not: list[str], engine: Registered
) -> None:
    engine.config = config

    with pytest.raises(pulumi.RunError) as missing:
        place(engine)

    text = str(missing.value)
    assert text.startswith("backfill: ")
    assert text.endswith("A stack named <env>-<region>, such as sandbox-us, needs neither.")
    assert len(text.splitlines()) == 1
    assert [part for part in says if part not in text] == []
    assert [part for part in [*says_not, "org"] if part in text] == []


def test_a_stack_named_for_one_place_triggers_in_no_other_unless_that_is_meant(engine: Registered) -> None:
    engine.stack = "production-eu"

    with pytest.raises(pulumi.RunError, match="the stack production-eu declares triggers for sandbox-eu"):
        place(engine, env="sandbox")
    assert place(engine, env="sandbox", allow=True) == ("sandbox", "eu")


def test_an_output_that_leads_elsewhere_is_caught_once_it_is_known(engine: Registered) -> None:
    engine.stack = "production-eu"

    def resolved(env: str) -> list[Any]:
        later = pulumi.Output.from_input(env)
        return list(scope.resolve_team_place("backfill", later, "eu", allow_cross_environment=False, things="triggers"))

    with pytest.raises(pulumi.RunError, match="the stack production-eu declares triggers for sandbox-eu"):
        engine.run(lambda: resolved("sandbox"))
    assert engine.run(lambda: resolved("production")) == ["production", "eu"]
