"""`pulls estimate`: a lower bound from the documented rates, without a key and a network."""

import json

import pytest

from pulumi_junction.core.throttle import SOURCE, TRIGGERABLE
from tests.unit.cli.pulls.conftest import Pulls
from tests.unit.cli.test_completion import completed


def test_it_says_the_window_the_rate_and_its_source(pulls: Pulls) -> None:
    ended = pulls("estimate", "--provider", "garmin", "--users", "500")

    assert ended.stdout.splitlines() == [
        "500 Garmin users: at least 4 h 9 min",
        "rate: 2 every 1 min",
        "a lower bound: until the last pull starts; the pulls themselves come on top",
        f"source: {SOURCE} (2026-11-22)",
    ]
    assert ended.stderr == ""


@pytest.mark.parametrize(
    ("slug", "users", "first", "rate"),
    [
        ("oura", 12_000, "12,000 Oura users: at least 6 h 35 min", "150 every 5 min"),
        ("strava", 1, "1 Strava user: no wait between starts", "1 every 15 min"),
        ("fitbit", 9_000, "9,000 Fitbit users: no wait between starts", "250 at a time; no time-based throttling"),
        (
            "withings",
            9,
            "9 Withings users: at least 1 min",
            "8 every 1 min, assuming your app uses the Withings Enterprise Plan",
        ),
        ("wahoo", 17, "17 Wahoo users: at least 2 min", "8 every 1 min"),
    ],
)
def test_every_row_of_the_table_counts_for_its_provider(
    slug: str, users: int, first: str, rate: str, pulls: Pulls
) -> None:
    window, shown, *_ = pulls("estimate", "--provider", slug, "--users", str(users)).stdout.splitlines()

    assert (window, shown) == (first, f"rate: {rate}")


def test_programs_read_seconds(pulls: Pulls) -> None:
    said = json.loads(pulls("estimate", "--provider", "garmin", "--users", "500", "--json").stdout)

    assert said == {
        "version": 1,
        "provider": "garmin",
        "users": 500,
        "rate": {"connections": 2, "seconds": 60},
        "at_least_seconds": 14_940,
        "source": SOURCE,
        "retrieved": "2026-11-22",
    }


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("garmn", "--provider garmn is not a data provider that Junction lists; did you mean garmin?"),
        ("whoop", "--provider whoop is retired; use whoop_v2"),
        (" ", "--provider names no data provider."),
    ],
)
def test_a_provider_that_is_nearly_a_known_one_is_a_wrong_option(slug: str, words: str, pulls: Pulls) -> None:
    ended = pulls("estimate", "--provider", slug, "--users", "5", status=2)

    assert (ended.stdout, ended.stderr) == ("", f"pulumi-junction: {words}\n")


def test_one_that_the_document_does_not_trigger_is_let_through_with_a_word(pulls: Pulls) -> None:
    ended = pulls("estimate", "--provider", "peloton", "--users", "9")

    assert ended.stdout.startswith("9 Peloton users: at least 1 min\n")
    assert "not among those that the API's document lists" in ended.stderr


def test_one_that_is_newer_than_this_release_is_let_through(pulls: Pulls) -> None:
    ended = pulls("estimate", "--provider", "zzz_9000", "--users", "9")

    assert ended.stdout.startswith("9 zzz_9000 users: at least 1 min\n")


@pytest.mark.parametrize("slug", TRIGGERABLE)
def test_what_the_document_triggers_needs_no_word(slug: str, pulls: Pulls) -> None:
    assert pulls("estimate", "--provider", slug, "--users", "9").stderr == ""


@pytest.mark.parametrize("users", ["0", "-5"])
def test_nobody_takes_no_time(users: str, pulls: Pulls) -> None:
    ended = pulls("estimate", "--provider", "oura", "--users", users, status=2)

    assert ended.stderr == "pulumi-junction: --users must be 1 or more.\n"


@pytest.mark.parametrize("command", ["estimate", "trigger", "watch"])
def test_a_shell_completes_what_can_be_triggered(command: str) -> None:
    assert completed(f"pulumi-junction pulls {command} --provider wh") == ["whoop_v2"]
    assert completed(f"pulumi-junction pulls {command} --provider ") == sorted(TRIGGERABLE)
