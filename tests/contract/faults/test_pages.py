"""Faults of paging: a list without an end, and pages without a team."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.contract.faults.talk import ACME, HERE, statuses

TEAMS = [ACME, *(ACME.replace("1", digit) for digit in "234")]


@pytest.fixture(autouse=True)
def _four_teams(junction: ThreadedEmulator) -> None:
    junction.options.page_size = 2
    for team in TEAMS:
        junction.set(*HERE, team, "oura", 120)


def pages(http: httpx.Client, most: int = 10) -> Iterator[tuple[list[str], str | None]]:
    """Teams and next cursor, page by page to the end, or the first *most*."""
    query: dict[str, Any] = {}
    for _ in range(most):
        answer = http.get("us", params=query).raise_for_status().json()
        yield [team["team_id"] for team in answer["data_pull_preferences"]], answer["next_cursor"]
        query = {"next_cursor": answer["next_cursor"]}
        if answer["next_cursor"] is None:
            return


def test_a_loop_is_one_page_and_one_cursor_for_ever(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("GET loop")

    seen = list(pages(http))

    assert len(seen) == 10
    assert {tuple(teams) for teams, _ in seen} == {tuple(TEAMS[:2])}
    assert len({cursor for _, cursor in seen} - {None}) == 1


def test_a_loop_may_be_at_a_later_page(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("GET#2- loop")

    (first, _), *seen = pages(http)

    assert first == TEAMS[:2]
    assert {tuple(teams) for teams, _ in seen} == {tuple(TEAMS[2:])}
    assert len({cursor for _, cursor in seen} - {None}) == 1


def test_behind_a_loop_that_has_an_end_the_list_goes_on(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("GET#1-2 loop")

    assert [teams for teams, _ in pages(http)] == [TEAMS[:2], TEAMS[:2], TEAMS[:2], TEAMS[2:]]


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("GET#1 empty-page", [[], TEAMS[:2], TEAMS[2:]]),
        ("GET#2 empty-page", [TEAMS[:2], [], TEAMS[2:]]),
        ("GET#1-3 empty-page", [[], [], [], TEAMS[:2], TEAMS[2:]]),
        ("GET empty-page", [[]] * 10),
    ],
)
def test_an_empty_page_comes_before_the_one_asked_for_and_hides_none(
    fault: str, seen: list[list[str]], junction: ThreadedEmulator, http: httpx.Client
) -> None:
    junction.fail(fault)

    found = list(pages(http))

    assert [teams for teams, _ in found] == seen
    assert len({cursor for _, cursor in found}) == len(found), "no cursor comes twice"


def test_a_cursor_is_good_when_its_fault_has_been_cleared(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("GET#2 empty-page")
    query = {"next_cursor": list(pages(http, 2))[1][1]}
    junction.clear_faults()

    answer = http.get("us", params=query).json()

    assert [team["team_id"] for team in answer["data_pull_preferences"]] == TEAMS[2:]


def test_filters_stay_in_force_behind_an_empty_page(junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail("GET#1 empty-page")
    query: dict[str, Any] = {"team_id": [TEAMS[1], TEAMS[3]], "provider": "oura", "limit": 1}
    cursor = http.get("us", params=query).json()["next_cursor"]

    (team,) = http.get("us", params={**query, "next_cursor": cursor}).json()["data_pull_preferences"]

    assert (team["team_id"], list(team["providers"])) == (TEAMS[1], ["oura"])


@pytest.mark.parametrize("what", ["loop", "empty-page"])
def test_a_refusal_stays_a_refusal(what: str, junction: ThreadedEmulator, http: httpx.Client) -> None:
    junction.fail(f"GET {what}")

    http.get("us", headers={"X-Management-Key": "wrong"})
    http.get("us", params={"next_cursor": "emulator.1.made-up-by-somebody-else"})

    assert statuses(junction) == [401, 422]
