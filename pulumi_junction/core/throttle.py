"""How fast Junction starts historical pulls, data provider by data provider.

Source: the table "Historical Pull Triggering Rate" of Bulk Trigger Historical Pull,
https://docs.junction.com/api-reference/link/bulk-trigger-historical-pull, retrieved 2026-11-22.
"""

import math
from dataclasses import dataclass

from pulumi_junction.core.values import Slug


@dataclass(frozen=True, slots=True)
class Rate:
    """So many connections at a time, and again after an interval."""

    batch: int
    interval: int
    """Seconds; 0 where the table says "no time-based throttling"."""

    @property
    def per_connection(self) -> float:
        """Seconds."""
        return self.interval / self.batch

    def seconds(self, connections: int) -> int:
        """Return when the last batch starts, from the first one's start: a lower bound of the whole."""
        return max(math.ceil(connections / self.batch) - 1, 0) * self.interval

    def __str__(self) -> str:
        if not self.interval:
            return f"{self.batch} at a time"
        minutes = self.interval // 60
        return f"{self.batch} every {minutes} min"


ALL_OTHERS = Rate(8, 60)

RATES = {
    "garmin": Rate(2, 60),
    "fitbit": Rate(250, 0),
    "polar": Rate(250, 0),
    "strava": Rate(1, 15 * 60),
    "oura": Rate(150, 5 * 60),
    "withings": Rate(8, 60),
}


def rate_of(slug: Slug) -> Rate:
    """Return the rate of a data provider; what the table does not name is among "all other providers"."""
    return RATES.get(slug, ALL_OTHERS)
