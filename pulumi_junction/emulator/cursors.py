"""Cursors of the Junction API's lists: the row that a page ended with."""

from base64 import b64decode, urlsafe_b64encode

from pulumi_junction.emulator.teams import Team


def cursor_of(listed: str, team: Team, row: int) -> str:
    """*listed* names the list; a cursor of one list is none of another."""
    return urlsafe_b64encode("/".join((listed, *team, str(row))).encode()).decode()


def row_of(cursor: str, listed: str, team: Team) -> int:
    """The row; ValueError for a cursor that was not given out for this list of this team."""
    row = int(b64decode(cursor, altchars=b"-_").decode().rpartition("/")[2])
    # Base64 and numbers have several spellings, and SQLite's integers have an end.
    if row.bit_length() > 63 or cursor != cursor_of(listed, team, row):
        raise ValueError("not a cursor of this list")
    return row
