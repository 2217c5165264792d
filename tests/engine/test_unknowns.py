"""Values that come from resources which do not exist yet: unknown in previews, right after up."""

from typing import Any

import pytest

from pulumi_junction import TeamDataPullPreferences
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, OURA, Later, Program, days


def team_later() -> None:
    TeamDataPullPreferences("acme", team_ids=[Later("team", ACME).answer, BETA], providers=OURA)


def teams_later() -> None:
    TeamDataPullPreferences("acme", team_ids=Later("teams", [ACME, BETA]).answer, providers=OURA)


def labelled_team_later() -> None:
    teams: dict[str, Any] = {"Acme": Later("team", ACME).answer, "Beta": BETA}
    TeamDataPullPreferences("acme", team_ids=teams, providers=OURA)


def days_later() -> None:
    oura: Any = {"default": Later("days", 120).answer, "resource_overrides": {"sleep": Later("sleep", 180).answer}}
    TeamDataPullPreferences("acme", team_ids=[ACME, BETA], providers={"oura": oura})


def provider_later() -> None:
    oura = Later("oura", OURA["oura"]).answer
    TeamDataPullPreferences("acme", team_ids=[ACME, BETA], providers={"oura": oura})


def providers_later() -> None:
    TeamDataPullPreferences("acme", team_ids=[ACME, BETA], providers=Later("all", OURA).answer)


def region_later() -> None:
    region = Later("region", "us").answer
    TeamDataPullPreferences("acme", team_ids=[ACME, BETA], providers=OURA, region=region)


EACH = [team_later, teams_later, labelled_team_later, days_later, provider_later, providers_later, region_later]


@pytest.mark.parametrize("program", EACH)
def test_an_unknown_value_previews_and_is_applied_once_it_is_known(
    stack: EngineStack, emulator: ThreadedEmulator, program: Program
) -> None:
    assert stack.preview(program).step("acme").op == "create"
    assert emulator.writes == []

    stack.up(program)

    assert emulator.get("production", "us", ACME) == OURA
    assert emulator.get("production", "us", BETA) == OURA
    assert set(stack.preview(program).ops) == {"same"}


def test_a_value_that_becomes_unknown_is_shown_as_an_update_and_nothing_is_reset(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    def known() -> None:
        TeamDataPullPreferences("acme", team_ids=[ACME], providers=OURA)

    def unknown() -> None:
        oura = Later("days", 365).answer
        TeamDataPullPreferences("acme", team_ids=[ACME], providers={"oura": oura})

    stack.up(known)

    preview = stack.preview(unknown)
    assert preview.step("acme").op == "update"
    stack.up(unknown)
    assert emulator.get("production", "us", ACME) == days(oura=365)


def test_what_is_wrong_beside_an_unknown_value_is_found_in_the_preview(stack: EngineStack) -> None:
    def program() -> None:
        team = Later("team", ACME).answer
        TeamDataPullPreferences("acme", team_ids=[team], providers={"our": 120})

    preview = stack.preview(program, fails=True)

    (error,) = preview.errors
    assert "providers.our: " in error
    assert "did you mean oura?" in error


def test_a_value_that_turns_out_wrong_fails_before_anything_is_sent(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    def program() -> None:
        team = Later("team", "no-uuid").answer
        TeamDataPullPreferences("acme", team_ids=[team], providers=OURA)

    stack.preview(program)
    up = stack.up(program, fails=True)

    (error,) = up.errors
    assert "team_ids[0]: must be the UUID of a team" in error
    assert "Traceback" not in up.text
    assert emulator.writes == []


def test_the_outputs_of_one_are_inputs_of_another(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    """`providers` of a declared resource can be handed on as it is."""

    def program() -> None:
        first = TeamDataPullPreferences("acme", team_ids=[ACME], providers=OURA)
        TeamDataPullPreferences("beta", team_ids=[BETA], providers=first.providers)

    assert stack.preview(program).changes == {"create": 2}
    assert stack.up(program).changes == {"create": 2}
    assert emulator.get("production", "us", BETA) == OURA
    assert stack.preview(program).changes == {"same": 2}
