from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from pulumi_junction.emulator.defaults import LISTED_DAYS
from pulumi_junction.emulator.state import Emulator
from pulumi_junction.emulator.store import Preference, Preferences, World
from tests.unit.emulator.talk import ACME, BETA

HERE = ("production", "us")


def test_a_file_keeps_what_is_set_and_which_teams_are_known(tmp_path: Path) -> None:
    with Emulator(state=tmp_path / "junction.db") as before:
        before.set(*HERE, ACME, "oura", 120, {"sleep": 180})
        before.set(*HERE, BETA, "oura", 120)
        before.reset(*HERE, BETA, "oura")

    with Emulator(state=tmp_path / "junction.db") as after:
        assert after.get(*HERE, ACME) == {"oura": {"default": 120, "resource_overrides": {"sleep": 180}}}
        assert after.store.teams(World(*HERE)) == [ACME, BETA]


def test_in_memory_two_emulators_share_nothing() -> None:
    with Emulator() as one, Emulator() as other:
        one.set(*HERE, ACME, "oura", 120)

        assert other.get(*HERE, ACME) == {}


def test_a_change_by_hand_is_no_request(junction: Emulator) -> None:
    junction.set(*HERE, ACME, "oura", 120)
    junction.reset(*HERE, ACME, "oura")

    assert junction.requests == []


def test_a_change_by_hand_replaces_the_provider_whole_and_no_other(junction: Emulator) -> None:
    junction.options.post = "replace"
    junction.set(*HERE, ACME, "garmin", 50)
    junction.set(*HERE, ACME, "oura", 120, {"sleep": 180})
    junction.set(*HERE, UUID(ACME), "oura", 400)

    assert junction.get(*HERE, ACME) == {"garmin": {"default": 50}, "oura": {"default": 400}}


def test_a_reset_by_hand_is_of_one_provider_of_one_team(junction: Emulator) -> None:
    for team in (ACME, BETA):
        junction.set(*HERE, team, "garmin", 50)
        junction.set(*HERE, team, "oura", 120)

    junction.reset(*HERE, ACME, "oura")

    assert junction.get(*HERE, ACME) == {"garmin": {"default": 50}}
    assert junction.get(*HERE, BETA) == {"garmin": {"default": 50}, "oura": {"default": 120}}


@pytest.mark.parametrize(
    ("misspelt", "reason"),
    [
        (("prod", "us", ACME, "oura", 1), "'prod' is none of production, sandbox"),
        (("production", "ca", ACME, "oura", 1), "'ca' is none of us, eu"),
        (("production", "us", "acme", "oura", 1), "UUID"),
        (("production", "us", ACME, "whoop", 1), "'whoop' is none of oura,"),
        (("production", "us", ACME, "oura", 1, {"nap": 1}), "'nap' is none of profile,"),
    ],
)
def test_what_no_request_could_see_cannot_be_set_by_hand(misspelt: Any, reason: str, junction: Emulator) -> None:
    with pytest.raises(ValueError, match=reason):
        junction.set(*misspelt)


@pytest.mark.parametrize(("option", "value"), [("post", "mrege"), ("page_size", 0), ("latency_ms", -1), ("pots", 1)])
def test_a_misspelt_option_is_refused_while_it_runs(option: str, value: Any, junction: Emulator) -> None:
    with pytest.raises(ValidationError):
        setattr(junction.options, option, value)


def test_a_change_of_several_teams_is_done_whole_or_not_at_all(junction: Emulator) -> None:
    def change(had: Preferences) -> Preferences:
        if not had:
            return {"oura": Preference(1)}
        raise RuntimeError("the second team")

    junction.set(*HERE, BETA, "oura", 120)
    with pytest.raises(RuntimeError):
        junction.store.update(World(*HERE), [ACME, BETA], change)

    assert junction.get(*HERE, ACME) == {}
    assert junction.get(*HERE, BETA) == {"oura": {"default": 120}}


def test_the_table_of_defaults_names_only_what_can_be_set(junction: Emulator) -> None:
    for slug, days in LISTED_DAYS.items():
        junction.set(*HERE, ACME, slug, days)

    assert len(junction.get(*HERE, ACME)) == 18
