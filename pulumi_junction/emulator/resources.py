"""Which resources the pretend providers have: a short list each, the emulator's own choice."""

_USUAL = ("activity", "sleep", "workouts")

_PULLED = {
    "dexcom_v3": ("glucose",),
    "fitbit": ("activity", "sleep", "workouts", "heartrate", "weight"),
    "garmin": ("activity", "sleep", "workouts", "stress_level"),
    "oura": ("activity", "sleep", "workouts", "heartrate", "hrv"),
    "polar": ("sleep", "sleep_stream"),
    "strava": ("workouts", "workout_stream"),
    "withings": ("activity", "sleep", "body", "blood_pressure"),
}

# "Polar only supports historical backfill for Sleep and Sleep Stream resources", says the provider's page.
_NEVER_PULLED = {"polar": ("activity", "workouts")}


def pulled(provider: str) -> tuple[str, ...]:
    """Those that a historical pull brings."""
    return _PULLED.get(provider, _USUAL)


def known(provider: str) -> tuple[str, ...]:
    """Those that a connection has, pulled or not."""
    return pulled(provider) + _NEVER_PULLED.get(provider, ())
