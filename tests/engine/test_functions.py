"""`get_team_data_pull_preferences` and its `_output` form: what the service has, asked while the program runs."""

from typing import Any

import pulumi
import pytest

from pulumi_junction import get_team_data_pull_preferences, get_team_data_pull_preferences_output
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, CURA, Later


def exported(**arguments: Any) -> Any:
    """A program that exports the days of each team and data provider."""

    def program() -> None:
        got = get_team_data_pull_preferences(**arguments)
        pulumi.export("days", {team: _days(shown) for team, shown in got.teams.items()})
        pulumi.export("place", [got.org_id, got.env, got.region])

    return program


def _days(shown: Any) -> dict[str, int]:
    return {slug: one.default.historical_days_to_pull for slug, one in shown.items()}


def test_all_teams_are_read_from_all_pages(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.options.page_size = 2
    emulator.options.unset = "absent"
    teams = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(7)]
    for number, team in enumerate(teams):
        emulator.set("production", "us", team, "oura", 100 + number)

    preview = stack.preview(exported())

    assert preview.outputs["days"] == {team: {"oura": 100 + number} for number, team in enumerate(teams)}
    assert preview.outputs["place"] == [emulator.org_id, "production", "us"]
    assert len(emulator.requests) == 4


def test_teams_and_providers_narrow_what_is_read(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    for team in (ACME, BETA, CURA):
        emulator.set("production", "us", team, "oura", 100)
        emulator.set("production", "us", team, "garmin", 60)

    preview = stack.preview(exported(team_ids={"Acme": ACME, "Beta": BETA.upper()}, providers=["garmin"]))

    assert preview.outputs["days"] == {ACME: {"garmin": 60}, BETA: {"garmin": 60}}


def test_limits_and_overrides_are_read(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.options.limits = {"oura": 300, "oura.sleep": 200}
    emulator.set("production", "us", ACME, "oura", 100, {"sleep": 50})

    def program() -> None:
        oura = get_team_data_pull_preferences(team_ids=[ACME]).teams[ACME]["oura"]
        sleep = (oura.resource_overrides or {})["sleep"]
        pulumi.export("limits", [oura.default.historical_days_to_pull_limit, sleep.historical_days_to_pull_limit])
        pulumi.export("sleep", sleep.historical_days_to_pull)

    assert stack.preview(program).outputs == {"limits": [300, 200], "sleep": 50}


def test_another_place_may_be_read_from_any_stack(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set("sandbox", "eu", ACME, "oura", 100)

    preview = stack.preview(exported(team_ids=[ACME], providers=["oura"], env="sandbox", region="eu"))

    assert preview.outputs["days"] == {ACME: {"oura": 100}}


def of_a_team_to_come() -> None:
    got = get_team_data_pull_preferences_output(team_ids=[Later("team", ACME).answer], providers=["oura"])
    pulumi.export("days", got.teams.apply(lambda teams: _days(teams[ACME])))


def test_nothing_is_asked_while_an_argument_is_unknown(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", ACME, "oura", 100)

    preview = stack.preview(of_a_team_to_come)
    assert emulator.requests == []
    assert "oura" not in str(preview.outputs["days"])

    assert stack.up(of_a_team_to_come).outputs["days"] == {"oura": 100}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"team_ids": ["acme"]}, "team_ids[0]: must be the UUID of a team"),
        ({"env": "staging"}, "env: must be production or sandbox"),
        ({"region": "asia"}, "region: must be us or eu"),
    ],
)
def test_a_wrong_argument_is_one_line(
    stack: EngineStack, emulator: ThreadedEmulator, arguments: dict[str, Any], words: str
) -> None:
    preview = stack.preview(exported(**arguments), fails=True)

    assert preview.errors[0].startswith("get_team_data_pull_preferences: ")
    assert words in preview.errors[0]
    assert "Traceback" not in preview.text
    assert emulator.requests == []


def test_a_refusal_of_the_service_is_one_line(
    stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", "a-wrong-key")

    preview = stack.preview(exported(), fails=True)

    assert "refused the management key (401)" in preview.errors[0]
    assert "Traceback" not in preview.text
    assert "a-wrong-key" not in preview.text


def test_a_refusal_of_the_output_form_is_one_line(
    stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", "a-wrong-key")

    def program() -> None:
        pulumi.export("teams", get_team_data_pull_preferences_output(team_ids=[ACME]).teams)

    preview = stack.preview(program, fails=True)

    assert "refused the management key (401)" in preview.errors[0]
    assert "Traceback" not in preview.text
