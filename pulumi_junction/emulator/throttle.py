"""How fast the pretend service starts historical pulls, and how long it takes over one."""

from typing import NamedTuple


class Rate(NamedTuple):
    """So many connections at a time, and the next ones after an interval."""

    batch: int
    interval: float
    """Seconds."""


PULL_SECONDS = 30.0
"""From the beginning of a connection's pull to its end: the emulator's own assumption, for every provider."""

IMPORT_RATE = Rate(10, 0.1)
"""A hundred connections a second, each done when the next ones begin: the emulator's own assumption."""

# https://docs.junction.com/api-reference/link/bulk-trigger-historical-pull, "Historical Pull Triggering Rate",
# read 2026-11-22. Fitbit and Polar have no throttling by time there: the next 250 begin when these are done.
_RATES = {
    "garmin": Rate(2, 60),
    "fitbit": Rate(250, PULL_SECONDS),
    "polar": Rate(250, PULL_SECONDS),
    "strava": Rate(1, 15 * 60),
    "oura": Rate(150, 5 * 60),
    "withings": Rate(8, 60),
}
_ALL_OTHERS = Rate(8, 60)


def rate_of(provider: str) -> Rate:
    """What the table says."""
    return _RATES.get(provider, _ALL_OTHERS)
