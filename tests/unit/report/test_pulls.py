"""Historical pulls that a plan would trigger: of how many users, and for how long at least."""

from typing import Any

import pytest

from pulumi_junction.report.building import report, stack
from pulumi_junction.report.document import document
from pulumi_junction.report.html import html
from pulumi_junction.report.markdown import markdown
from pulumi_junction.report.model import StackReport
from pulumi_junction.report.reading import read
from tests.support.previews import Log, days, declared

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def inputs(count: int, provider: str = "garmin", **more: Any) -> dict[str, Any]:
    users = {f"3f187355-24a1-5ae0-a82d-{number:012}": "" for number in range(count)}
    return {"__provider": "gASV", "env": "production", "region": "eu", "provider": provider, "users": users, **more}


def made(log: Log, **connections: int) -> StackReport:
    return stack("s", read(log.text(), "log"), connections)


def lines(log: Log) -> tuple[str, dict[str, Any], str]:
    """The report in each form."""
    whole = report({"s": read(log.text(), "log")})
    (found,) = document(whole)["stacks"]
    return markdown(whole), found, html(whole)


def test_a_new_trigger_is_told_with_its_users_and_the_time_it_takes_at_least() -> None:
    comment, found, page = lines(Log().trigger("create", "backfill", None, inputs(500)))

    told = "backfill triggers historical pulls of 500 users from garmin; the last one starts after 4 h 9 min or later."
    assert told in comment
    assert told in page
    assert found["triggers"] == [
        {
            "name": "backfill",
            "provider": "garmin",
            "users": 500,
            "again": False,
            "sure": True,
            "at_least_seconds": 249 * 60,
        }
    ]


@pytest.mark.parametrize(
    ("old", "new", "users", "again"),
    [
        (inputs(3), inputs(5), 2, False),
        (inputs(5), inputs(3), 0, False),
        (inputs(5, triggers=["a"]), inputs(5, triggers=["b"]), 5, True),
        (inputs(5, triggers=["a"]), inputs(7, triggers=[UNKNOWN]), 7, True),
    ],
    ids=["users added", "users removed", "triggers changed", "triggers not known yet"],
)
def test_an_update_triggers_those_that_are_new_or_all_again(
    old: dict[str, Any], new: dict[str, Any], users: int, again: bool
) -> None:
    (found,) = made(Log().trigger("update", "backfill", old, new)).pulls

    assert (found.users, found.again) == (users, again)


SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "[secret]"}


def test_what_is_secret_has_no_number() -> None:
    comment, found, _ = lines(Log().trigger("create", "backfill", None, {**inputs(3), "users": SECRET}))

    assert "backfill triggers historical pulls of an unknown number of users from garmin." in comment
    assert found["triggers"][0]["users"] is None


@pytest.mark.parametrize(("differs", "users"), [("users", None), ("triggers", None), ("wait", 0)])
def test_of_secret_users_the_engine_tells_that_they_differ_and_no_more(differs: str, users: int | None) -> None:
    old = {**inputs(3), "users": SECRET}
    log = Log().trigger("update", "backfill", old, {**old, "wait": 7}, diffs=[differs])

    assert [one.users for one in made(log).pulls] == [users]


def test_what_is_not_known_yet_may_turn_out_to_be_the_same() -> None:
    old, new = inputs(3, triggers=["a"]), inputs(3, triggers=[{"deep": UNKNOWN}])
    comment, found, _ = lines(Log().trigger("update", "backfill", old, new))

    assert "of 3 users from garmin, if what triggers it changes; " in comment
    assert (found["triggers"][0]["again"], found["triggers"][0]["sure"]) == (True, False)


def test_pulls_in_production_change_production_though_no_days_do() -> None:
    whole = report({"s": read(Log().trigger("create", "backfill", None, inputs(300)).text(), "log")})

    assert whole.stacks[0].production
    assert "1 trigger of historical pulls" in markdown(whole)
    assert "at least 2 h 29 min" in markdown(whole)
    assert "No days change in production, but historical pulls are triggered there." in html(whole)


def test_before_an_undo_triggers_go_or_users_are_pulled_again_with_fewer_days() -> None:
    comment, _, _ = lines(Log().trigger("create", "backfill", None, inputs(3)))

    assert "take the triggers out of the program" in comment


def test_another_data_provider_triggers_all_users_once() -> None:
    log = Log()
    for op in ("create-replacement", "replace", "delete-replaced"):
        log.trigger(op, "backfill", inputs(5, "oura"), None if op == "delete-replaced" else inputs(5))

    (found,) = made(log).pulls
    assert (found.slug, found.users, found.again) == ("garmin", 5, False)


def test_a_trigger_that_is_removed_triggers_nothing_and_is_named() -> None:
    comment, _, _ = lines(Log().trigger("delete", "backfill", inputs(5), None))

    assert "backfill triggers no historical pulls." in comment


def test_a_trigger_that_stays_is_not_mentioned_and_no_resource_of_somebody_else() -> None:
    found = made(Log().trigger("same", "backfill", inputs(5), inputs(5)))

    assert found.quiet
    assert not found.acts
    assert (found.others.unchanged, list(found.others.changed)) == (0, [])


def test_the_users_of_a_trigger_are_the_connections_to_re_pull_unless_somebody_counts_them() -> None:
    log = Log().create("w", declared(days(garmin=365))).trigger("create", "backfill", None, inputs(500))

    (window,) = made(log).windows
    assert (window.users, window.seconds) == (500, 249 * 60)
    (window,) = made(log, garmin=20).windows
    assert window.users == 20


def test_what_is_triggered_is_part_of_the_plan_that_is_reviewed() -> None:
    digests = {made(Log().trigger("create", "backfill", None, inputs(count))).digest for count in (2, 3)}

    assert len(digests) == 2
