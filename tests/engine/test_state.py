"""What is kept in state: names and days; no code, no key. People's state outlives our releases."""

import base64
import pickletools

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, OURA, TYPE, days, preferences

GOLDEN = (
    "gASVXwAAAAAAAACMNHB1bHVtaV9qdW5jdGlvbi5wcm92aWRlcnMudGVhbV9kYXRhX3B1bGxfcHJlZmVyZW5jZXOUjB9UZWFtRGF0YVB1bGxQcmVm"
    "ZXJlbmNlc1Byb3ZpZGVylJOUKVKULg=="
)
"""A module's path and a class's name. Should it ever change, every stack of every user shows an update."""


def test_the_provider_is_kept_by_name_only(stack: EngineStack) -> None:
    stack.up(preferences())

    resource = stack.resources()["acme"]

    assert resource["inputs"]["__provider"] == GOLDEN
    assert resource["outputs"]["__provider"] == GOLDEN
    read = [argument for _, argument, _ in pickletools.genops(base64.b64decode(GOLDEN)) if isinstance(argument, str)]
    assert read == ["pulumi_junction.providers.team_data_pull_preferences", "TeamDataPullPreferencesProvider"]


def test_inputs_are_the_normal_form_and_outputs_add_what_the_service_made_of_it(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    stack.up(preferences(team_ids={"Acme Care": ACME.upper()}, providers={"oura": {"default": 120}}))

    resource = stack.resources()["acme"]

    place = {"org_id": emulator.org_id, "env": "production", "region": "us"}
    declared = {**place, "teams": {ACME: "Acme Care"}, "providers": {"oura": {"default": 120}}}
    declared["after_delete"] = {"oura": 180}
    effective = {"oura": {"default": {"historical_days_to_pull": 120, "historical_days_to_pull_limit": 365}}}
    assert resource["inputs"] == {"__provider": GOLDEN, **declared}
    kept = {"effective": effective, "exceptions": {}, "adopted": {}}
    assert resource["outputs"] == {"__provider": GOLDEN, **declared, **kept}
    assert resource["type"] == TYPE


def test_the_id_holds_nothing_that_an_update_can_change(stack: EngineStack) -> None:
    stack.up(preferences())
    before = stack.resources()["acme"]["id"]

    stack.up(preferences(team_ids=[BETA], providers={"garmin": 60}))

    assert stack.resources()["acme"]["id"] == before
    assert before.startswith("production/us/")


@pytest.mark.parametrize("by", ["variable", "config"])
def test_the_key_is_nowhere_in_the_folder_of_the_stack(
    stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    emulator.management_key = "a-key-that-nobody-may-see"
    if by == "config":
        monkeypatch.delenv("JUNCTION_MANAGEMENT_KEY")
        stack.config(managementKey=emulator.management_key)
    else:
        monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", emulator.management_key)

    stack.up(preferences())
    stack.refresh()
    stack.up(preferences(providers={"oura": 7}))

    assert emulator.get("production", "us", ACME) == days(oura=7)
    assert emulator.management_key not in stack.written()


def test_a_hundred_teams_cost_one_line_each(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    """One resource for many teams: state grows by a UUID and a label for each, not by their days."""
    teams = {f"Team {number}": f"{number:08d}-0000-4000-8000-000000000000" for number in range(100)}
    stack.up(preferences(team_ids=teams))

    outputs = stack.resources()["acme"]["outputs"]

    assert outputs["exceptions"] == {}
    assert set(outputs["effective"]) == set(OURA)
    assert len(str(outputs)) < 100 * 60 + 1_000


def test_state_written_by_an_earlier_refresh_with_drift_is_not_kept_as_declared(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    stack.up(preferences(team_ids=[ACME, BETA]))
    emulator.set("production", "us", BETA, "oura", 7)
    stack.refresh()
    assert stack.resources()["acme"]["inputs"]["deviations"] == {BETA: {"oura": {"default": 7}}}

    stack.up()

    assert "deviations" not in stack.resources()["acme"]["inputs"]
    assert "deviations" not in stack.resources()["acme"]["outputs"]
