"""Points in time as answers write them."""

from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache


def moment(seconds: float) -> str:
    """`2026-11-22T22:38:10.123456+00:00`."""
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat()


def range_of(seconds: float, days: int) -> tuple[str, str]:
    """From so many days before to the beginning of the day of a pull."""
    return _range(datetime.fromtimestamp(seconds, timezone.utc).date(), days)


@lru_cache
def _range(day: date, days: int) -> tuple[str, str]:
    """Kept: thousands of pulls have the same one."""
    end = datetime.combine(day, time(), timezone.utc)
    return (end - timedelta(min(days, day.toordinal() - 1))).isoformat(), end.isoformat()
