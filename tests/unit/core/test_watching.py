"""How far an operation is, how fast it goes and how long it still takes."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone

import pytest

from pulumi_junction.core.pulls import TRIGGER, Operation
from pulumi_junction.core.watching import Pace, find_current, look_again

START = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)


def operation(
    processed: int,
    pending: int,
    status: str = "in_progress",
    start: int = 0,
    end: int | None = None,
    slug: str = "oura",
) -> Operation:
    """One that began *start* minutes after noon, and ended *end* minutes after it."""
    return Operation(TRIGGER, slug, status, pending, processed, after(start), None if end is None else after(end))


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


class Listed:
    """A service that lists these, and counts how many anybody looked at."""

    def __init__(self, *operations: Operation) -> None:
        self._operations = operations
        self.read = 0

    def operations(self) -> Iterator[Operation]:
        for one in self._operations:
            self.read += 1
            yield one

    def trigger_historical_pull(self, provider: str, user_ids: Sequence[str], wait: bool = False) -> bool:
        raise AssertionError("watching sends nothing")


def test_the_running_operation_that_started_last_is_the_one_to_watch() -> None:
    old, new = operation(1, 9, start=1), operation(0, 5, start=2)

    found = find_current(
        Listed(old, operation(5, 0, "success", start=9, end=10), new, operation(0, 1, slug="garmin")), "oura"
    )

    assert found is not None
    assert (found.operation, found.running) == (new, 2)


def test_where_none_runs_it_is_the_last_one() -> None:
    last = operation(1, 9, "failure", start=5, end=6)

    found = find_current(Listed(operation(5, 0, "success", end=1), last), "oura")

    assert found is not None
    assert (found.operation, found.running) == (last, 0)


def test_operations_of_another_type_are_not_looked_at() -> None:
    imported = Operation("link_bulk_import", "oura", "in_progress", 1, 0, START)

    assert find_current(Listed(imported), "oura") is None


def test_an_operation_is_found_again_by_its_start_and_nothing_more_is_read() -> None:
    service = Listed(operation(1, 9, start=3), operation(6, 4, start=1), operation(1, 1, start=0))

    assert look_again(service, operation(5, 5, start=1)) == operation(6, 4, start=1)
    assert service.read == 2
    assert look_again(service, operation(5, 5, start=7)) is None


def test_the_rate_is_the_one_since_the_start_until_two_changes_were_seen() -> None:
    pace = Pace(operation(150, 450))

    assert pace.at(after(5)).per_minute == pytest.approx(30)
    pace.look(operation(300, 300), after(6))
    assert pace.at(after(10)).per_minute == pytest.approx(30)
    pace.look(operation(450, 150), after(16))
    assert pace.at(after(16)).per_minute == pytest.approx(15)


def test_between_two_batches_the_rate_that_was_seen_stays() -> None:
    pace = Pace(operation(0, 600))
    pace.look(operation(150, 450), after(5))
    pace.look(operation(300, 300), after(10))
    pace.look(operation(300, 300), after(14))

    progress = pace.at(after(14))

    assert progress.per_minute == pytest.approx(30)
    assert progress.expected == pytest.approx(600)


def test_nothing_is_expected_of_what_has_not_moved() -> None:
    progress = Pace(operation(0, 600)).at(after(5))

    assert (progress.per_minute, progress.expected) == (None, None)


def test_the_table_says_when_the_last_pull_starts_at_the_earliest() -> None:
    """600 Oura users start in four batches: the last one 15 minutes after the first."""
    pace = Pace(operation(150, 450))

    assert pace.at(after(5)).at_least == 600
    assert pace.at(after(20)).at_least == 0


def test_only_a_change_counts_as_one() -> None:
    pace = Pace(operation(150, 450))

    assert not pace.look(operation(150, 450), after(1))
    assert pace.look(operation(150, 450, "throttled"), after(2))
    assert pace.look(operation(151, 449, "throttled"), after(3))


def test_what_has_ended_took_the_time_to_its_end_and_has_nothing_left() -> None:
    progress = Pace(operation(600, 0, "success", end=20)).at(after(90))

    assert progress.elapsed == 1200
    assert progress.per_minute == pytest.approx(30)
    assert (progress.at_least, progress.expected) == (None, None)


def test_a_clock_that_is_behind_the_services_breaks_nothing() -> None:
    progress = Pace(operation(150, 450)).at(after(-3))

    assert (progress.elapsed, progress.per_minute, progress.expected) == (0, None, None)


@pytest.mark.parametrize(
    ("one", "percent"),
    [
        (operation(150, 450), 25),
        (operation(0, 0), 0),
        (operation(0, 0, "success", end=0), 100),
    ],
)
def test_percent_of_the_connections_and_of_none_at_all(one: Operation, percent: float) -> None:
    assert Pace(one).at(after(1)).percent == percent


@pytest.mark.parametrize(
    ("one", "well"),
    [
        (operation(10, 0, "success", end=1), True),
        (operation(10, 0, "success"), True),
        (operation(10, 0, "failure", end=1), False),
        (operation(4, 6, "aborted", end=1), False),
        (operation(10, 0, "all_done", end=1), True),
        (operation(4, 6, "paused_for_good", end=1), False),
        (operation(10, 0, "all_done"), False),
    ],
)
def test_an_end_that_is_new_to_us_is_good_only_where_nothing_is_pending(one: Operation, well: bool) -> None:
    assert one.ended_well is well
