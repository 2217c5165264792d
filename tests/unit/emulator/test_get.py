from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_junction.emulator.options import Unset
from pulumi_junction.emulator.pages import page
from pulumi_junction.emulator.state import Emulator
from pulumi_junction.emulator.store import World
from tests.unit.emulator.talk import ACME, BETA, CURA, Talk, short

HERE = World("production", "us")


def test_nobody_is_known_at_first(talk: Talk) -> None:
    assert talk.client.get(talk.path()).json() == {"data_pull_preferences": [], "next_cursor": None}


def test_a_team_that_set_one_provider_shows_the_documented_defaults_of_the_others(
    talk: Talk, junction: Emulator
) -> None:
    junction.set(*HERE, ACME, "oura", 120, {"sleep": 10})

    shown = short(talk.get()[ACME])

    assert shown["oura"] == (120, {"sleep": 10})
    assert {slug: shown[slug] for slug in ("zwift", "strava", "fitbit", "polar", "whoop_v2")} == {
        "zwift": 270,
        "strava": 14,
        "fitbit": 90,
        "polar": 28,
        "whoop_v2": 180,
    }


def test_no_default_is_made_up_where_the_documents_have_none(talk: Talk, junction: Emulator) -> None:
    assert "ultrahuman" not in talk.get(team_id=ACME)[ACME]

    junction.set(*HERE, ACME, "ultrahuman", 45)

    assert short(talk.get(team_id=ACME)[ACME])["ultrahuman"] == 45


def test_every_limit_is_a_year_until_told_otherwise(talk: Talk, junction: Emulator) -> None:
    junction.options.limits = {"zwift": 100}

    shown = talk.get(team_id=ACME)[ACME]

    assert shown["zwift"]["default"] == {"historical_days_to_pull": 100, "historical_days_to_pull_limit": 100}
    assert {slug: p["default"]["historical_days_to_pull_limit"] for slug, p in shown.items() if slug != "zwift"} == {
        slug: 365 for slug in shown if slug != "zwift"
    }


def test_where_unset_is_absent_only_what_is_set_is_shown(talk: Talk, junction: Emulator) -> None:
    junction.options.unset = "absent"
    junction.set(*HERE, ACME, "oura", 120)
    junction.set(*HERE, BETA, "garmin", 90)

    assert {team: short(providers) for team, providers in talk.get(provider="oura").items()} == {
        ACME: {"oura": 120},
        BETA: {},
    }


@pytest.mark.parametrize(("unset", "shown"), [("defaults", [ACME, BETA]), ("absent", [ACME])])
def test_a_team_never_seen_has_defaults_or_is_left_out(
    unset: Unset, shown: list[str], talk: Talk, junction: Emulator
) -> None:
    junction.options.unset = unset
    junction.set(*HERE, ACME, "oura", 120)

    assert list(talk.get(team_id=[BETA, ACME])) == shown
    assert list(talk.get()) == [ACME]


def test_a_team_named_twice_is_shown_once(talk: Talk) -> None:
    answer = talk.client.get(talk.path(), params={"team_id": [ACME, ACME.upper(), ACME]}).json()

    assert [team["team_id"] for team in answer["data_pull_preferences"]] == [ACME]


def test_being_asked_for_makes_no_team_known(talk: Talk, junction: Emulator) -> None:
    talk.get(team_id=ACME)

    assert talk.get() == {}


def test_a_team_stays_known_when_all_it_had_is_reset(talk: Talk, junction: Emulator) -> None:
    junction.options.unset = "absent"
    junction.set(*HERE, ACME, "oura", 120)

    talk.delete(team_id=ACME)

    assert talk.get() == {ACME: {}}


def test_filters_are_repeated_and_narrow_each_other(talk: Talk, junction: Emulator) -> None:
    for team in (ACME, BETA, CURA):
        junction.set(*HERE, team, "oura", 120)
        junction.set(*HERE, team, "garmin", 90)

    answer = talk.get(team_id=[CURA, ACME, CURA], provider=["strava", "oura", "oura"])

    assert {team: short(providers) for team, providers in answer.items()} == {
        ACME: {"oura": 120, "strava": 14},
        CURA: {"oura": 120, "strava": 14},
    }


def test_five_teams_a_page_unless_more_are_asked_for(talk: Talk, junction: Emulator) -> None:
    teams = known(junction, 12)

    assert talk.pages() == [teams[:5], teams[5:10], teams[10:]]
    assert talk.pages(limit=12) == [teams]
    assert talk.pages(limit=11) == [teams[:11], teams[11:]]


def test_a_page_is_never_larger_than_the_service_allows(talk: Talk, junction: Emulator) -> None:
    teams = known(junction, 5)
    junction.options.page_size = 2

    assert talk.pages(limit=100) == [teams[:2], teams[2:4], teams[4:]]
    assert talk.pages(limit=1) == [[team] for team in teams]


def test_teams_asked_for_come_in_pages_too(talk: Talk, junction: Emulator) -> None:
    teams = known(junction, 5)

    assert talk.pages(team_id=list(reversed(teams[1:])), limit=3) == [teams[1:4], teams[4:]]


def test_an_empty_cursor_is_the_first_page(talk: Talk, junction: Emulator) -> None:
    """httpx and others send a None that way."""
    teams = known(junction, 2)

    assert list(talk.get(next_cursor=None)) == teams


def test_a_cursor_is_of_one_list(talk: Talk, junction: Emulator) -> None:
    known(junction, 6)
    cursor = talk.client.get(talk.path()).json()["next_cursor"]
    assert talk.client.get(talk.path(), params={"next_cursor": cursor}).status_code == 200

    for path, wrong in [
        (talk.path("sandbox"), cursor),
        (talk.path(), cursor[:-4]),
        (talk.path(), cursor + "="),
        (talk.path(), "None"),
        (talk.path(), "2"),
        (talk.path(), "é"),
    ]:
        answer = talk.client.get(path, params={"next_cursor": wrong})
        assert answer.status_code == 422, wrong
        assert answer.json()["detail"][0]["loc"] == ["query", "next_cursor"]


teams_and_sizes = st.tuples(st.sets(st.uuids(), max_size=30), st.lists(st.integers(1, 7), min_size=1))


@settings(deadline=None, derandomize=True)
@given(teams_and_sizes)
def test_pages_of_any_size_hold_every_team_once_and_in_order(drawn: tuple[set[UUID], list[int]]) -> None:
    teams = sorted(map(str, drawn[0]))
    sizes = drawn[1]
    seen: list[str] = []
    cursor = None
    for turn in range(len(teams) + 1):
        shown, cursor = page(teams, HERE, cursor, sizes[turn % len(sizes)])
        assert len(shown) <= sizes[turn % len(sizes)]
        seen += shown
        if cursor is None:
            break

    assert cursor is None
    assert seen == teams


def test_a_team_that_goes_between_two_pages_hides_no_other() -> None:
    teams = [f"{number:08}-0000-4000-8000-000000000000" for number in range(4)]
    shown, cursor = page(teams, HERE, None, 2)

    assert page([team for team in teams if team not in shown], HERE, cursor, 2) == (teams[2:], None)


def known(junction: Emulator, count: int) -> list[str]:
    """Ids of as many teams, sorted; they were set in another order."""
    teams = [f"{number:08}-0000-4000-8000-000000000000" for number in range(count)]
    for team in reversed(teams):
        junction.set(*HERE, team, "oura", 120)
    return teams
