"""How fast Junction starts historical pulls, data provider by data provider.

Source: the table "Historical Pull Triggering Rate" of Bulk Trigger Historical Pull.
"""

from dataclasses import dataclass

from pulumi_junction.core.values import Slug

SOURCE = "https://docs.junction.com/api-reference/link/bulk-trigger-historical-pull"
RETRIEVED = "2026-11-22"


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
        return max(-(-connections // self.batch) - 1, 0) * self.interval

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

ASSUMPTIONS = {"withings": "your app uses the Withings Enterprise Plan"}
"""What the table assumes of whoever asks."""


def rate_of(slug: Slug) -> Rate:
    """Return the rate of a data provider; what the table does not name is among "all other providers"."""
    return RATES.get(slug, ALL_OTHERS)


def in_words(seconds: int) -> str:
    """Say `4 h 9 min`; below a minute in seconds."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else "", f"{left} s" if left else ""]
    return " ".join(filter(None, parts)) or "0 s"


# fmt: off
TRIGGERABLE = (
    "oura", "fitbit", "garmin", "strava", "wahoo", "ihealth", "withings", "google_fit", "dexcom_v3", "polar",
    "cronometer", "omron", "whoop_v2", "my_fitness_pal_v2", "ultrahuman", "runkeeper", "google_health",
)
"""`OAuthProviders` of the Junction API's OpenAPI document 0.4.687: what a trigger takes. The enum is open."""
# fmt: on
