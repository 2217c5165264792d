"""Pages that may be empty, repeat themselves, or never end."""

from pulumi_junction.errors import ApiResponseError

PAGES_WITHOUT_NEWS = 100  # in a row: more is no paging


class Pages:
    """Follows `next_cursor` to the end: only an absent one is the end, an empty page is not."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._without_news = 0

    def follow(self, cursor: str | None, news: bool) -> bool:
        """Tell whether there is another page. A cursor that comes again is an error, and so is no news for too long."""
        self._without_news = 0 if news else self._without_news + 1
        if not cursor:
            return False
        if self._without_news >= PAGES_WITHOUT_NEWS:
            raise ApiResponseError(f"{PAGES_WITHOUT_NEWS} pages in a row tell nothing new, and there is no end.")
        if cursor in self._seen:
            raise ApiResponseError("the answer's pages repeat themselves (the same next_cursor came twice).")
        self._seen.add(cursor)
        return True
