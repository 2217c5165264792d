"""What a preview saw at Junction travels through the event log, and comes out as it went in."""

from hypothesis import given
from hypothesis import strategies as st

from pulumi_junction.core.noting import MARK, note, noted
from pulumi_junction.core.values import Days, LiveProvider

DAYS = st.builds(Days, st.integers(0, 365), st.none() | st.integers(0, 365))
LIVE = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.dictionaries(
        st.sampled_from(["oura", "strava"]),
        st.builds(LiveProvider, DAYS, st.dictionaries(st.sampled_from(["sleep", "activity"]), DAYS)),
        min_size=1,
    ),
)


@given(LIVE)
def test_what_is_noted_is_read_again(live: dict[str, dict[str, LiveProvider]]) -> None:
    assert noted(note([(team, slug) for team, found in live.items() for slug in found], live)) == live


def test_only_the_pairs_that_are_asked_for_are_noted_and_that_junction_shows_nothing_of_one() -> None:
    live = {"a": {"oura": LiveProvider(Days(30, 365)), "strava": LiveProvider(Days(9))}}
    assert noted(note([("a", "oura"), ("b", "oura"), ("a", "garmin")], live)) == {
        "a": {"oura": live["a"]["oura"], "garmin": None},
        "b": {"oura": None},
    }


def test_teams_that_have_the_same_stand_together() -> None:
    live = {f"team-{number}": {"oura": LiveProvider(Days(30, 365))} for number in range(1000)}
    assert note([(team, "oura") for team in live], live).count("historical_days_to_pull_limit") == 1


def test_any_other_line_is_no_note() -> None:
    assert noted("strava falls") is None
    assert noted("") is None


def test_a_line_that_is_cut_short_or_of_another_shape_is_no_note() -> None:
    for rest in ('[["oura"', "{}x", "[1]", '[["oura", {}, ["a"]]]', '[["oura", {"default": 3}, ["a"]]]'):
        assert noted(MARK + rest) is None
