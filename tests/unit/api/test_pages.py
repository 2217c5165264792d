"""Reading to the end of the pages, and no further."""

import httpx
import pytest

from pulumi_junction.core.values import Days, LiveProvider
from pulumi_junction.errors import ApiResponseError
from tests.unit.api.line import A, B, C, Line, page, shown


def live(days: int) -> LiveProvider:
    return LiveProvider(Days(days, 365))


def test_all_pages_are_read_with_the_same_filters() -> None:
    line = Line(
        [
            page("two", **{A: {"oura": shown(1)}}),
            page("three", **{B: {"oura": shown(2)}}),
            page(None, **{C: {"oura": shown(3)}}),
        ]
    )

    found = line.api().get([A, B, C], ["oura"])

    assert found == {A: {"oura": live(1)}, B: {"oura": live(2)}, C: {"oura": live(3)}}
    first = [("team_id", A), ("team_id", B), ("team_id", C), ("provider", "oura"), ("limit", "100")]
    assert line.queries == [first, [*first, ("next_cursor", "two")], [*first, ("next_cursor", "three")]]


def test_whoever_watches_is_told_after_each_page_how_many_teams_there_are() -> None:
    line = Line([page("two", **{A: {"oura": shown(1)}}), page("three"), page(None, **{B: {}, C: {}})])
    told: list[int] = []

    line.api().get([A, B, C], on_page=told.append)

    assert told == [1, 1, 3]


@pytest.mark.parametrize(("limit", "asked"), [(None, []), (7, [("limit", "7")])])
def test_a_first_page_is_one_request_with_the_limit_that_was_named(
    limit: int | None, asked: list[tuple[str, str]]
) -> None:
    line = Line([page("two", **{A: {"oura": shown(1)}}), AssertionError("asked again")])

    first = line.api().first_page(limit=limit)

    assert (first.next_cursor, list(first.live)) == ("two", [A])
    assert line.queries == [asked]


def test_an_empty_page_is_not_the_end() -> None:
    line = Line([page("two"), page("three"), page(None, **{A: {"oura": shown(1)}})])

    assert line.api().get([A]) == {A: {"oura": live(1)}}


@pytest.mark.parametrize("end", [{}, {"next_cursor": None}, {"next_cursor": ""}])
def test_no_cursor_is_the_end(end: dict[str, None]) -> None:
    line = Line([httpx.Response(200, json={"data_pull_preferences": [], **end}), AssertionError("asked again")])

    assert line.api().get([A]) == {}
    assert len(line.requests) == 1


@pytest.mark.parametrize("cursors", [["one", "one"], ["one", "two", "one"]])
def test_a_cursor_that_comes_again_is_an_error_and_not_an_endless_loop(cursors: list[str]) -> None:
    line = Line([*(page(cursor) for cursor in cursors), AssertionError("asked again")])

    with pytest.raises(ApiResponseError, match="pages repeat themselves"):
        line.api().get([A])


def test_a_team_on_two_pages_is_put_together() -> None:
    line = Line([page("two", **{A: {"oura": shown(1)}}), page(None, **{A: {"garmin": shown(2)}})])

    assert line.api().get([A]) == {A: {"oura": live(1), "garmin": live(2)}}


def test_teams_that_nobody_asked_for_are_left_out() -> None:
    line = Line([page(None, **{A: {"oura": shown(1)}, B: {"oura": shown(2)}})])

    assert set(line.api().get([A])) == {A}
    assert set(line.api().get()) == {A, B}


def test_an_error_on_a_later_page_is_an_error_and_not_half_an_answer() -> None:
    line = Line([page("two", **{A: {"oura": shown(1)}}), httpx.Response(200, text="<html>")])

    with pytest.raises(ApiResponseError):
        line.api().get([A])


def test_a_cursor_is_sent_back_as_it_came() -> None:
    strange = "a/b+c=&d é"
    line = Line([page(strange), page(None)])

    line.api().get()

    assert line.requests[1].url.params["next_cursor"] == strange
