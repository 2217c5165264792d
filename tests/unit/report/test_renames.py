"""A rename without an alias is a create and a delete of the same preferences; the report says which alias to add."""

from pulumi_junction.report.building import stack
from pulumi_junction.report.reading import read
from tests.support.previews import ACME, BETA, Log, days, declared

SAME = declared(days(oura=30))


def renames(log: Log) -> list[tuple[str, str, str]]:
    return [(one.old, one.new, one.alias) for one in stack("s", read(log.text(), "log")).renames]


def test_a_create_and_a_delete_of_one_team_is_a_rename_with_the_alias_to_add() -> None:
    assert renames(Log().create("new", SAME).delete("old", SAME)) == [
        ("old", "new", "opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name='old')])")
    ]


def test_under_another_parent_the_alias_is_the_whole_urn() -> None:
    log = Log().create("new", SAME).delete("old", SAME)
    text = log.text().replace("::pulumi-python:dynamic/", "::my:Component$pulumi-python:dynamic/")
    child = text.replace(log.urn("old").replace("::pulumi-python", "::my:Component$pulumi-python"), log.urn("old"))
    (found,) = stack("s", read(child, "log")).renames
    assert found.alias == f"opts=pulumi.ResourceOptions(aliases=[{log.urn('old')!r}])"


def test_teams_of_their_own_are_no_rename() -> None:
    log = Log().create("new", declared(days(oura=30), {ACME: ""})).delete("old", declared(days(oura=30), {BETA: ""}))
    assert renames(log) == []


def test_another_place_is_no_rename() -> None:
    assert renames(Log().create("new", SAME | {"env": "sandbox"}).delete("old", SAME)) == []


def test_a_replacement_is_no_rename() -> None:
    assert renames(Log().replace("w", SAME, SAME | {"region": "us"})) == []
