"""Rows in columns, each a whole line."""

from pulumi_junction.cli.tables import lines


def test_columns_stand_below_each_other_and_numbers_at_their_right() -> None:
    assert list(lines(("team", "days", "note"), [("a", "7", "x"), ("bcdef", "180", "")])) == [
        "team   days  note",
        "a         7  x",
        "bcdef   180",
    ]


def test_without_rows_there_is_the_heading() -> None:
    assert list(lines(("team", "days"), [])) == ["team  days"]


def test_a_cell_stays_on_its_line() -> None:
    assert list(lines(("a", "b"), [("x\ny", "\x1b[31m")]))[1:] == ["x\\ny  \\x1b[31m"]
