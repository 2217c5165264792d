"""How long a re-pull takes at least, by Junction's table of rates."""

import pytest

from pulumi_junction.core.throttle import in_words, rate_of
from pulumi_junction.report.window import windows

MINUTE, HOUR = 60, 3600


@pytest.mark.parametrize(
    ("slug", "connections", "seconds"),
    [
        ("garmin", 500, 4 * HOUR + 9 * MINUTE),
        ("oura", 320, 10 * MINUTE),
        ("oura", 150, 0),
        ("oura", 151, 5 * MINUTE),
        ("strava", 40, 9 * HOUR + 45 * MINUTE),
        ("fitbit", 10_000, 0),
        ("withings", 9, MINUTE),
        ("whoop_v2", 17, 2 * MINUTE),
        ("garmin", 0, 0),
    ],
)
def test_the_last_batch_starts_one_interval_after_each_full_one_before(
    slug: str, connections: int, seconds: int
) -> None:
    assert rate_of(slug).seconds(connections) == seconds


def test_rates_are_said_as_the_table_says_them() -> None:
    assert [str(rate_of(slug)) for slug in ("garmin", "fitbit", "strava", "any_other")] == [
        "2 every 1 min",
        "250 at a time",
        "1 every 15 min",
        "8 every 1 min",
    ]


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (59, "59 s"), (60, "1 min"), (14940, "4 h 9 min"), (3601, "1 h 1 s")]
)
def test_a_time_is_said_in_hours_and_minutes(seconds: int, words: str) -> None:
    assert in_words(seconds) == words


def test_the_longest_window_stands_first() -> None:
    found = windows(["oura", "garmin", "oura", "polar"], {"oura": 10_000, "garmin": 10})
    assert [one.slug for one in found] == ["oura", "garmin", "polar"]
