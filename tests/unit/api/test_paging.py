"""Only an absent cursor ends a list; what would never end is an error."""

import pytest

from pulumi_junction.api.paging import PAGES_WITHOUT_NEWS, Pages
from pulumi_junction.errors import ApiResponseError


@pytest.mark.parametrize("end", [None, ""])
@pytest.mark.parametrize("news", [True, False])
def test_without_a_cursor_there_is_no_other_page(end: str | None, news: bool) -> None:
    assert Pages().follow(end, news) is False


def test_with_one_there_is_whether_the_page_had_news_or_not() -> None:
    pages = Pages()

    assert pages.follow("a", True)
    assert pages.follow("b", False)


def test_a_cursor_may_not_come_twice_however_much_lies_between() -> None:
    pages = Pages()
    for number in range(1000):
        pages.follow(str(number), True)

    with pytest.raises(ApiResponseError, match="repeat themselves"):
        pages.follow("0", True)


def test_news_starts_the_count_anew() -> None:
    pages = Pages()
    for number in range(3 * PAGES_WITHOUT_NEWS):
        assert pages.follow(str(number), number % (PAGES_WITHOUT_NEWS - 1) == 0)


def test_too_many_pages_without_any_are_an_error() -> None:
    pages = Pages()
    for number in range(PAGES_WITHOUT_NEWS - 1):
        assert pages.follow(str(number), False)

    with pytest.raises(ApiResponseError, match="100 pages in a row tell nothing new"):
        pages.follow("last", False)


def test_the_last_page_may_be_one_of_them() -> None:
    pages = Pages()
    for number in range(PAGES_WITHOUT_NEWS - 1):
        pages.follow(str(number), False)

    assert pages.follow(None, False) is False
