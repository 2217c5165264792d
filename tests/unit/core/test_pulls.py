"""Operations and pulls as values: what they say, and the plain form that state holds."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_junction.core.pulls import Operation, Pull, at, utc

START = datetime(2026, 11, 22, 8, 30, tzinfo=timezone.utc)
RUNNING = Operation("link_bulk_historical_trigger", "oura", "in_progress", 3, 2, START)
LATER = START + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("status", "ended", "running", "failed"),
    [
        ("in_progress", None, True, False),
        ("in_progress", LATER, False, False),
        ("success", LATER, False, False),
        ("success", None, False, False),
        ("failure", LATER, False, True),
        ("failure", None, False, True),
        ("aborted", LATER, False, True),
        ("resting", None, True, False),
        ("resting", LATER, False, False),
    ],
)
def test_an_operation_runs_until_it_has_an_end_or_a_status_that_is_one(
    status: str, ended: datetime | None, running: bool, failed: bool
) -> None:
    operation = replace(RUNNING, status=status, ended_at=ended)

    assert (operation.running, operation.failed) == (running, failed)


def test_connections_are_those_that_are_done_and_those_that_are_not() -> None:
    assert RUNNING.total == 5


def test_an_operation_is_the_same_at_any_time_and_another_with_another_start_type_or_provider() -> None:
    assert RUNNING.is_same(replace(RUNNING, status="success", pending=0, processed=9, ended_at=LATER))
    for other in ({"started_at": LATER}, {"provider": "garmin"}, {"type": "link_bulk_import"}):
        assert not RUNNING.is_same(replace(RUNNING, **other))


def test_the_plain_form_has_times_in_iso_8601() -> None:
    assert replace(RUNNING, ended_at=LATER).plain() == {
        "type": "link_bulk_historical_trigger",
        "provider": "oura",
        "status": "in_progress",
        "pending": 3,
        "processed": 2,
        "started_at": "2026-11-22T08:30:00+00:00",
        "ended_at": "2026-11-22T08:35:00+00:00",
    }


times = st.datetimes(timezones=st.just(timezone.utc))
operations = st.builds(
    Operation,
    st.text(),
    st.text(),
    st.text(),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    times,
    st.none() | times,
)


@given(operations)
def test_it_comes_back_from_state_as_it_was(operation: Operation) -> None:
    """The engine makes every number a float, and drops what is null."""
    plain: dict[str, Any] = {
        key: float(value) if isinstance(value, int) else value
        for key, value in operation.plain().items()
        if value is not None
    }

    back = Operation.of(plain)

    assert back == operation
    assert (type(back.pending), type(back.processed)) == (int, int)


@given(st.datetimes(timezones=st.none() | st.timezones()))
def test_every_time_becomes_one_in_utc(moment: datetime) -> None:
    assert utc(moment).utcoffset() == timedelta(0)


def test_it_is_the_same_moment() -> None:
    assert utc(datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=1)))) == datetime(
        2026, 1, 1, tzinfo=timezone.utc
    )
    assert at(utc(datetime(2026, 1, 1))) == "2026-01-01T00:00:00+00:00"
    assert at(None) is None


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [(START, START + timedelta(days=365), 365), (START, LATER, 0), (None, START, None), (START, None, None)],
)
def test_a_range_is_so_many_days_where_both_ends_are_known(
    start: datetime | None, end: datetime | None, days: int | None
) -> None:
    assert Pull("success", START, range_start=start, range_end=end).days == days
