"""Values marked secret: masked wherever people look, ciphertext wherever the engine keeps them."""

import json
import re
from typing import Any

import pulumi
import pytest

from pulumi_junction import TeamDataPullPreferences
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, Program, days

SIGNATURE = "4dabf18193072939515e22adb298388d"
"""What marks a ciphertext in state."""


def secret_days() -> None:
    oura: Any = {"default": pulumi.Output.secret(237), "resource_overrides": {"sleep": pulumi.Output.secret(241)}}
    TeamDataPullPreferences("acme", team_ids=[ACME], providers={"oura": oura, "garmin": 60})


def secret_providers() -> None:
    oura: Any = {"default": 237, "resource_overrides": {"sleep": 241}}
    providers: Any = pulumi.Output.secret({"oura": oura, "garmin": 60})
    TeamDataPullPreferences("acme", team_ids=[ACME], providers=providers)


@pytest.mark.parametrize("program", [secret_days, secret_providers])
def test_secret_days_are_masked_in_previews_and_encrypted_in_state(
    stack: EngineStack, emulator: ThreadedEmulator, program: Program
) -> None:
    preview = stack.preview(program, diff=True)
    stack.up(program)

    assert "[secret]" in preview.text
    assert "237" not in preview.text
    assert "241" not in preview.text
    assert emulator.get("production", "us", ACME)["oura"] == {"default": 237, "resource_overrides": {"sleep": 241}}
    providers = json.dumps([stack.resources()["acme"][part]["providers"] for part in ("inputs", "outputs")])
    assert SIGNATURE in providers
    assert "237" not in providers
    assert stack.preview(program).changes == {"same": 1}


@pytest.mark.parametrize("program", [secret_days, secret_providers])
def test_what_the_service_made_of_secret_days_is_secret_too(stack: EngineStack, program: Program) -> None:
    """The engine marks outputs by the names of inputs, so it does not know that `effective` repeats them."""
    up = stack.up(program, diff=True)

    assert "237" not in up.text
    assert not re.search(r"[\s:]237\b", stack.written())  # `stack.py#237` stands in every trace of the SDK


def test_a_problem_with_secret_days_is_told_without_them(stack: EngineStack) -> None:
    def program() -> None:
        providers: Any = {"oura": pulumi.Output.secret(4711)}
        TeamDataPullPreferences("acme", team_ids=[ACME], providers=providers)

    preview = stack.preview(program, fails=True)

    assert "providers.oura.default: … days is more than the … that Junction pulls at most; lower it" in preview.text
    assert "4711" not in preview.text


def test_a_new_secret_number_of_days_is_an_update_that_shows_neither(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    def program(amount: int) -> Program:
        def declare() -> None:
            TeamDataPullPreferences("acme", team_ids=[ACME], providers={"oura": pulumi.Output.secret(amount)})

        return declare

    stack.up(program(237))
    preview = stack.preview(program(239), diff=True)
    stack.up(program(239))

    assert preview.changes == {"update": 1}
    assert "237" not in preview.text
    assert "239" not in preview.text
    assert emulator.get("production", "us", ACME) == days(oura=239)


def test_a_secret_team_is_masked_in_previews_and_encrypted_in_state(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    def program() -> None:
        teams: Any = pulumi.Output.secret([ACME, BETA])
        TeamDataPullPreferences("acme", team_ids=teams, providers={"oura": 100})

    preview = stack.preview(program, diff=True)
    up = stack.up(program, diff=True)

    assert emulator.get("production", "us", BETA) == days(oura=100)
    for said in (preview.text, up.text):
        assert ACME not in said
        assert BETA not in said
    resource = stack.resources()["acme"]
    assert resource["inputs"]["teams"][SIGNATURE]
    assert ACME not in json.dumps(resource)
    assert stack.preview(program).changes == {"same": 1}


def test_what_is_wrong_with_a_secret_is_said_without_the_secret(stack: EngineStack) -> None:
    def program() -> None:
        team: Any = pulumi.Output.secret("the-hidden-team")
        wrong: Any = pulumi.Output.secret("the-hidden-days")
        TeamDataPullPreferences("acme", team_ids=[team], providers={"oura": wrong})

    preview = stack.preview(program, fails=True)

    assert len(preview.errors) == 2
    assert "hidden" not in preview.text
