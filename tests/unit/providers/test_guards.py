"""An operation that touches more than was allowed stops before it writes, in the preview where that can tell."""

from collections.abc import Callable

import pytest

from pulumi_junction.emulator.state import Emulator
from tests.unit.providers.process import A, B, C, Entry, FailedError, Process, declared

Start = Callable[..., Process]


def changes(count: int, allowed: int) -> str:
    return (
        f"junction:maxChanges: {count} preferences (teams x data providers) would change; the limit is {allowed}. "
        f"To allow it, set JUNCTION_MAX_CHANGES={count}"
    )


def resets(count: int, allowed: int) -> str:
    return (
        f"junction:maxResets: {count} preferences (teams x data providers) would be reset or restored; "
        f"the limit is {allowed}. To allow it, set JUNCTION_MAX_RESETS={count}"
    )


@pytest.fixture
def entry(start: Start, junction: Emulator) -> Entry:
    entry = start().create("research", declared([A, B], oura=120, strava=30))
    junction.clear_requests()
    return entry


def test_a_preview_of_too_many_changes_fails_and_names_the_number(start: Start) -> None:
    program = declared([A, B, C], oura=120, strava=30)

    assert start(maxChanges="5").check("research", program).problems == [changes(6, 5)]
    assert start(maxChanges="6").check("research", program).problems == []


def test_without_a_limit_anything_goes(process: Process) -> None:
    assert process.check("research", declared([A, B, C], oura=120)).problems == []


def test_what_is_so_already_is_no_change(start: Start, junction: Emulator) -> None:
    junction.set("sandbox", "us", A, "oura", 120)

    assert start(maxChanges="1").check("research", declared([A, B], oura=120)).problems == []


def test_only_what_changes_of_an_update_counts(start: Start, entry: Entry) -> None:
    program = declared([A, B, C], oura=120, strava=60)

    assert start(maxChanges="3").check("research", program, entry.inputs).problems == [changes(4, 3)]
    assert start(maxChanges="4").check("research", program, entry.inputs).problems == []


def test_resets_count_as_changes_too_and_by_themselves(start: Start, entry: Entry) -> None:
    process = start(maxChanges="3", maxResets="1")

    problems = process.check("research", declared([A], oura=60), entry.inputs).problems

    assert problems == [changes(4, 3), resets(3, 1)]


def test_what_is_retained_is_not_reset(start: Start, entry: Entry) -> None:
    program = declared([A], oura=120) | {"on_delete": "retain"}

    assert start(maxResets="0").check("research", program, entry.inputs).problems == []


def test_drift_that_a_preview_did_not_see_stops_the_apply(start: Start, entry: Entry, junction: Emulator) -> None:
    """The program changes one pair; meanwhile somebody has changed all others, and the update would repair them."""
    process = start(maxChanges="2")
    program = declared([A, B], oura=60, strava=30)
    assert process.check("research", program, entry.inputs).problems == []
    for team in (A, B):
        junction.set("sandbox", "us", team, "strava", 1)
    junction.clear_requests()

    with pytest.raises(FailedError) as caught:
        process.update(entry, program)

    assert caught.value.message == changes(4, 2)
    assert caught.value.details is None
    assert junction.writes == []


def test_a_deletion_of_too_much_is_stopped(start: Start, entry: Entry, junction: Emulator) -> None:
    with pytest.raises(FailedError) as caught:
        start(maxResets="3").delete(entry)

    assert caught.value.message == resets(4, 3)
    assert junction.writes == []


def test_nought_allows_no_reset_at_all(start: Start, entry: Entry) -> None:
    with pytest.raises(FailedError):
        start(maxResets="0").delete(entry)


def test_the_variable_wins(start: Start, entry: Entry, junction: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_MAX_RESETS", "4")

    start(maxResets="0").delete(entry)

    assert junction.get("sandbox", "us", A) == {}


@pytest.mark.parametrize("value", ["many", "-1", "1.5", "1e3", "९"])
def test_a_limit_that_is_no_number_is_an_error_and_not_none(start: Start, value: str) -> None:
    with pytest.raises(FailedError, match=r"JUNCTION_MAX_CHANGES must be a whole number\. Set JUNCTION_MAX_CHANGES"):
        start(maxChanges=value).check("research", declared([A], oura=120))


def test_how_many_there_are_is_no_secret(start: Start) -> None:
    program = declared([A, B], oura=120) | {"secret": True}

    assert start(maxChanges="1").check("research", program).problems == [changes(2, 1)]
