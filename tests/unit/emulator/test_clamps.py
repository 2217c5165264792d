"""Preferences are advisory: clamps, which nothing announces, and the names that clamps and limits may have."""

import pytest
from pydantic import ValidationError

from pulumi_junction.emulator.options import Options, days_of
from pulumi_junction.emulator.state import Emulator
from tests.unit.emulator.talk import ACME, Talk, days, short


@pytest.mark.parametrize("asked", [1, 14, 90, 1000])
def test_whatever_is_asked_a_clamp_is_kept_and_not_announced(asked: int, talk: Talk, junction: Emulator) -> None:
    junction.options.clamps = {"fitbit.activity": 14}

    answer = talk.post([ACME], fitbit=days(90, activity=asked, sleep=60))

    overrides = answer[ACME]["fitbit"]["resource_overrides"]
    assert overrides["activity"] == {"historical_days_to_pull": 14, "historical_days_to_pull_limit": 365}
    assert short(talk.get(team_id=ACME)[ACME])["fitbit"] == (90, {"activity": 14, "sleep": 60})


def test_a_clamp_of_a_provider_is_of_its_default_and_no_override(talk: Talk, junction: Emulator) -> None:
    junction.options.clamps = {"oura": 90}

    talk.post([ACME], oura=days(120, sleep=180), garmin=days(120))

    assert junction.get("production", "us", ACME) == {
        "oura": {"default": 90, "resource_overrides": {"sleep": 180}},
        "garmin": {"default": 120},
    }


def test_a_clamp_creates_nothing_that_was_not_asked(talk: Talk, junction: Emulator) -> None:
    junction.options.clamps = {"fitbit.activity": 14, "oura": 90}

    talk.post([ACME], fitbit=days(90))

    assert junction.get("production", "us", ACME) == {"fitbit": {"default": 90}}


def test_a_limit_is_announced_and_a_clamp_beside_it_has_the_last_word(talk: Talk, junction: Emulator) -> None:
    junction.options.limits = {"oura": 60}
    junction.options.clamps = {"oura.sleep": 14}

    answer = talk.post([ACME], oura=days(120, sleep=120))[ACME]["oura"]

    assert answer["default"] == {"historical_days_to_pull": 60, "historical_days_to_pull_limit": 60}
    assert answer["resource_overrides"]["sleep"] == {
        "historical_days_to_pull": 14,
        "historical_days_to_pull_limit": 60,
    }


@pytest.mark.parametrize("option", ["limits", "clamps"])
@pytest.mark.parametrize("wrong", [{"whoop": 1}, {"oura.nap": 1}, {"oura.": 1}, {"": 1}, {"oura": 0}])
def test_a_name_that_means_nothing_is_refused(option: str, wrong: dict[str, int], junction: Emulator) -> None:
    with pytest.raises(ValidationError):
        setattr(junction.options, option, wrong)
    with pytest.raises(ValidationError):
        Options.model_validate({option: wrong})


@pytest.mark.parametrize(
    ("text", "means"),
    [("oura=90", ("oura", 90)), ("oura.sleep=60", ("oura.sleep", 60)), ("fitbit.activity=14", ("fitbit.activity", 14))],
)
def test_days_by_name_are_read_from_text(text: str, means: tuple[str, int]) -> None:
    assert days_of(text) == means


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("oura", "'oura': write PROVIDER=DAYS or PROVIDER.RESOURCE=DAYS, such as fitbit.activity=14"),
        ("oura=", "write PROVIDER=DAYS"),
        ("oura=0", "write PROVIDER=DAYS"),
        ("oura=90.5", "write PROVIDER=DAYS"),
        ("oura=٩", "write PROVIDER=DAYS"),
        (f"oura={'9' * 5000}", "write PROVIDER=DAYS"),
        ("=90", "'=90': '' is no provider of the API"),
        ("whoop=90", "'whoop=90': 'whoop' is no provider of the API"),
        ("oura.nap=90", "'oura.nap=90': 'nap' is no resource of the API"),
        ("oura.sleep.x=90", "'sleep.x' is no resource of the API"),
    ],
)
def test_a_text_without_a_name_and_days_is_refused_in_one_line(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r"\A[^\n]*\Z") as refused:
        days_of(text)

    assert reason in str(refused.value)
