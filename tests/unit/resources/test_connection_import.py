"""What a program declares of an import, as it reaches the engine: connections are secrets, whatever was passed."""

from typing import Any

import pulumi
import pytest
from pulumi.dynamic.dynamic import serialize_provider

from pulumi_junction import ConnectionImport
from pulumi_junction.providers.connection_import import ConnectionImportProvider
from tests.support.moving import recipe
from tests.unit.resources.conftest import Engine

USER = "aaaa1111-1111-4111-8111-111111111111"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
"""What marks a secret on its way to the engine."""

PLACE: dict[str, Any] = {"env": "sandbox", "region": "us"}


class Registered(Engine):
    """Answers with what it was given."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.resources.append(args)
        return "oura/1", dict(args.inputs)


@pytest.fixture
def engine() -> Registered:
    return Registered()


def declare(**changed: Any) -> ConnectionImport:
    return ConnectionImport("moved", **{"provider": "oura", **PLACE, **changed})


def test_a_declaration_reaches_the_engine_with_its_place(engine: Registered) -> None:
    engine.run(lambda: declare(from_file="credentials.jsonl", team="acme", wait=60) and None)

    (resource,) = engine.resources
    assert (resource.typ, resource.name) == ("pulumi-python:dynamic/junction:ConnectionImport", "moved")
    assert engine.inputs == {"provider": "oura", "from_file": "credentials.jsonl", "team": "acme", "wait": 60, **PLACE}


@pytest.mark.parametrize("given", [list, pulumi.Output.from_input, pulumi.Output.secret])
def test_connections_are_secret_whatever_was_passed(given: Any, engine: Registered) -> None:
    engine.run(lambda: declare(connections=given([recipe(USER)])) and None)

    secret = {SIGNATURE: SECRET, "value": [recipe(USER)]}
    assert engine.inputs == {"provider": "oura", "connections": secret, **PLACE}


def test_state_holds_the_name_of_the_class_and_nothing_else_of_it(engine: Registered) -> None:
    engine.run(lambda: declare(connections=[]) and None)

    (resource,) = engine.resources
    assert resource.inputs["__provider"] == serialize_provider(ConnectionImportProvider())
    assert len(resource.inputs["__provider"]) <= 160


def test_a_stack_named_for_another_place_is_refused_unless_that_is_meant(engine: Registered) -> None:
    engine.stack = "production-eu"

    with pytest.raises(pulumi.RunError, match="the stack production-eu declares"):
        engine.run(lambda: declare(connections=[]) and None)
    engine.run(lambda: declare(connections=[], allow_cross_environment=True) and None)

    assert len(engine.resources) == 1
