"""Changes as a table: what a reviewer reads."""

from pulumi_junction.core.changes import Change, changes, several, table
from tests.unit.core.states import days


def test_only_days_that_differ_are_changes() -> None:
    assert list(changes("oura", days(90, sleep=30, activity=7), days(90, sleep=30, activity=14))) == [
        Change("oura", "activity", 7, 14)
    ]


def test_an_override_that_says_what_the_default_says_is_no_change() -> None:
    assert list(changes("oura", days(90, sleep=90), days(90))) == []


def test_a_table_has_a_line_for_each_change() -> None:
    drawn = table(
        {
            Change("oura", "default", 90, 120): ["Acme Care"],
            Change("kardia", "sleep", 7, None): ["Acme Care", "Beta Labs"],
        }
    )

    assert drawn.splitlines() == [
        "team                  provider  resource  days now  days then",
        "Acme Care             oura      default   90        120",
        "Acme Care, Beta Labs  kardia    sleep     7         Junction's default",
    ]


def test_many_changes_are_counted() -> None:
    drawn = table({Change("oura", f"r{number}", 1, 2): ["Acme"] for number in range(25)})

    assert len(drawn.splitlines()) == 22
    assert drawn.endswith("\n... and 5 more")


def test_many_teams_are_counted() -> None:
    assert several(["a", "b", "c"]) == "a, b, c"
    assert several(["a", "b", "c", "d"]) == "a, b and 2 more"
