"""Reading both lists of the Junction API to the end of their pages, and no further."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import pytest

from pulumi_junction.errors import ApiResponseError
from tests.unit.api.junction_line import OTHER, USER, JunctionLine, listed, op, user

Read = Callable[[JunctionLine], list[Any]]

OPERATIONS: Read = lambda line: list(line.junction.operations())  # noqa: E731 - two rows of a table
PULLS: Read = lambda line: list(line.junction.historical_pulls())  # noqa: E731
BOTH = pytest.mark.parametrize(("read", "one"), [(OPERATIONS, op()), (PULLS, user())], ids=["operations", "pulls"])
OTHERS = [op(pending=99), user(garmin={})]


@BOTH
def test_what_a_page_repeats_of_the_one_before_is_told_once(read: Read, one: dict[str, Any]) -> None:
    line = JunctionLine([listed(one, cursor="two"), listed(one, *OTHERS[read is PULLS :][:1])])

    assert len(read(line)) == 2


@BOTH
def test_short_and_empty_pages_are_not_the_end(read: Read, one: dict[str, Any]) -> None:
    other = OTHERS[read is PULLS]
    line = JunctionLine([listed(cursor="two"), listed(one, cursor="three"), listed(cursor="four"), listed(other)])

    assert len(read(line)) == 2
    assert [request.url.params.get("next_cursor") for request in line.requests] == [None, "two", "three", "four"]


@BOTH
@pytest.mark.parametrize("end", [{}, {"next_cursor": None}, {"next_cursor": ""}])
def test_no_cursor_is_the_end(end: dict[str, Any], read: Read, one: dict[str, Any]) -> None:
    line = JunctionLine([httpx.Response(200, json={"data": [one], **end}), AssertionError("asked again")])

    assert len(read(line)) == 1


@BOTH
@pytest.mark.parametrize("cursors", [["one", "one"], ["one", "two", "one"]])
def test_a_cursor_that_comes_again_is_an_error_and_not_an_endless_loop(
    cursors: list[str], read: Read, one: dict[str, Any]
) -> None:
    line = JunctionLine([*(listed(one, cursor=cursor) for cursor in cursors), AssertionError("asked again")])

    with pytest.raises(ApiResponseError, match="pages repeat themselves"):
        read(line)


def endless(*data: Any) -> Iterator[httpx.Response]:
    return (listed(*data, cursor=f"page {number}") for number in count())


@BOTH
@pytest.mark.parametrize("empty", [True, False])
def test_pages_that_tell_nothing_new_and_never_end_are_an_error(empty: bool, read: Read, one: dict[str, Any]) -> None:
    line = JunctionLine(endless(*([] if empty else [one])))

    with pytest.raises(ApiResponseError, match="100 pages in a row tell nothing new"):
        read(line)

    assert len(line.requests) <= 101


@BOTH
def test_an_error_on_a_later_page_is_an_error_and_not_half_a_list(read: Read, one: dict[str, Any]) -> None:
    line = JunctionLine([listed(one, cursor="two"), httpx.Response(401)])

    with pytest.raises(Exception, match="refused the team API key"):
        read(line)


@BOTH
def test_a_cursor_is_sent_back_as_it_came(read: Read, one: dict[str, Any]) -> None:
    strange = "a/b+c=&d é"
    line = JunctionLine([listed(one, cursor=strange), listed()])

    read(line)

    assert line.requests[1].url.params["next_cursor"] == strange


def test_operations_are_asked_for_fifty_at_a_time_on_every_page() -> None:
    line = JunctionLine([listed(op(), cursor="two"), listed()])

    OPERATIONS(line)

    assert line.queries == [[("page_size", "50")], [("page_size", "50"), ("next_cursor", "two")]]
    assert {request.url.path for request in line.requests} == {"/v2/link/bulk_op"}


def test_filters_of_pulls_hold_on_every_page() -> None:
    line = JunctionLine([listed(user(), cursor="two"), listed()])

    list(line.junction.historical_pulls(USER, "oura", 7))

    first = [("user_id", USER), ("provider", "oura"), ("user_limit", "7")]
    assert line.queries == [first, [*first, ("next_cursor", "two")]]
    assert {request.url.path for request in line.requests} == {"/v2/introspect/historical_pull"}


def test_a_filter_that_nobody_named_is_not_sent() -> None:
    line = JunctionLine([listed()])

    list(line.junction.historical_pulls())

    assert line.queries == [[("user_limit", "50")]]


def test_users_come_page_by_page_and_the_next_is_asked_for_when_it_is_needed() -> None:
    line = JunctionLine([listed(user(USER), cursor="two"), listed(user(OTHER))])
    users = line.junction.historical_pulls()

    assert (next(users).user_id, len(line.requests)) == (USER, 1)
    assert (next(users).user_id, len(line.requests)) == (OTHER, 2)


def test_many_pages_of_users_are_many_users_and_no_error() -> None:
    pages = [listed(user(str(UUID(int=number))), cursor=str(number)) for number in range(150)]

    assert len(PULLS(JunctionLine([*pages, listed()]))) == 150


def test_a_user_who_goes_on_on_the_next_page_is_told_twice() -> None:
    """Whoever wants totals counts resources, not lines."""
    line = JunctionLine([listed(user(USER, oura={}), cursor="two"), listed(user(USER, garmin={}))])

    assert [list(one.providers) for one in line.junction.historical_pulls()] == [["oura"], ["garmin"]]
