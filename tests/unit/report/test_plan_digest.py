"""Two previews have one digest when they would do the same, and showed the same."""

import json
import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_junction.report.building import report, stack
from pulumi_junction.report.reading import read
from tests.support.previews import ACME, Bag, Log, days, declared, live


def log(at: int = 1795319599) -> Log:
    made = Log(at=at).refreshed("w", declared(days(oura=120)), declared(days(oura=90)))
    made.update("w", declared(days(oura=90)), declared(days(oura=365, strava=30)), noted={ACME: live(oura=90)})
    return made.other("create", "bucket").same("other", declared(days(garmin=3), {"x": ""}))


def digest(made: Log) -> str:
    return stack("production-eu", read(made.text(), "log")).digest


def shuffled(value: Any) -> Any:
    """The same object, its members in another order."""
    if isinstance(value, dict):
        items = [(key, shuffled(one)) for key, one in value.items()]
        random.Random(7).shuffle(items)
        return dict(items)
    return [shuffled(one) for one in value] if isinstance(value, list) else value


def test_a_digest_is_a_sha256() -> None:
    assert re.fullmatch("sha256:[0-9a-f]{64}", digest(log()))


def test_neither_the_order_of_members_nor_the_time_counts() -> None:
    text = "\n".join(json.dumps(shuffled(event)) for event in log(at=1).lines())
    assert stack("production-eu", read(text, "log")).digest == digest(log())


def test_neither_warnings_nor_untouched_resources_nor_another_release_count() -> None:
    other = log().warning("a wait", "w").same("more", declared(days(fitbit=3), {"y": ""})).other("same", "queue")
    text = other.text().replace("gASV", "hBTW")
    assert stack("production-eu", read(text, "log")).digest == digest(log())


def changed(change: Callable[[Log], object]) -> Log:
    made = log()
    change(made)
    return made


def edit(old: str, new: str) -> Callable[[Log], None]:
    def apply(made: Log) -> None:
        text = json.dumps(made.events)
        assert old in text
        made.events[:] = json.loads(text.replace(old, new))

    return apply


@pytest.mark.parametrize(
    "change",
    [
        edit('"default": 365', '"default": 364'),
        edit(" 90", " 91"),
        edit('"Acme Care"', '"Acme"'),
        edit('"production"', '"sandbox"'),
        edit('"prefix": "not-to-be-shown"', '"prefix": "another"'),
        lambda made: made.other("delete", "queue"),
        lambda made: made.delete("v", declared(days(oura=3), {"z": ""})),
    ],
    ids=["days after", "days now", "label", "place", "another resource", "one more", "a reset more"],
)
def test_whatever_would_be_done_or_was_shown_counts(change: Callable[[Log], object]) -> None:
    assert digest(changed(change)) != digest(log())


def test_the_stack_counts_and_not_what_the_report_calls_it() -> None:
    here, there = log(), log()
    there.stack = "production-us"
    text = there.text().replace("production-eu", "production-us")

    assert stack("a", read(here.text(), "log")).digest == stack("b", read(here.text(), "log")).digest
    assert stack("a", read(text, "log")).digest != stack("a", read(here.text(), "log")).digest


def test_a_report_of_one_stack_has_that_stacks_digest_and_one_of_several_another() -> None:
    preview = read(log().text(), "log")
    one, two = report({"a": preview}), report({"a": preview, "b": preview})

    assert one.digest == one.stacks[0].digest == two.stacks[0].digest
    assert two.digest not in (one.digest, "")
    assert report({"b": preview, "a": preview}).digest == two.digest


def test_a_failed_preview_has_no_digest_nor_has_a_report_with_one() -> None:
    failed: Bag = {"a": read(log().error("no").text(), "l"), "b": read(log().text(), "l")}
    made = report(failed)
    assert made.stacks[0].digest == ""
    assert made.stacks[1].digest != ""
    assert made.digest == ""
