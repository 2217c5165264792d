"""Junction's defaults and limits as the pretend service has them, in days."""

LIMIT_DAYS = 365
"""The configurable maximum, for every provider."""

# From the table on the documentation page of the POST. Its two rows that the API cannot name, Android Health
# Connect and Dexcom (G6 and older), are left out. What the table calls not configurable (Abbott LibreView,
# Polar) and Fitbit's fixed 14 days are advice to people: what the service answers is not documented, so the
# emulator takes such values like any other.
LISTED_DAYS = {
    "abbott_libreview": 90,
    "apple_health_kit": 30,
    "cronometer": 28,
    "dexcom_v3": 30,
    "eight_sleep": 90,
    "fitbit": 90,
    "garmin": 90,
    "google_fit": 90,
    "hammerhead": 30,
    "my_fitness_pal_v2": 14,
    "oura": 180,
    "peloton": 180,
    "polar": 28,
    "strava": 14,
    "wahoo": 180,
    "whoop_v2": 180,
    "withings": 90,
    "zwift": 270,
}

UNLISTED_DAYS = 30
"""Pulled of a provider whose default is not documented: the emulator's own assumption."""

FIXED_DAYS = {"fitbit": {"activity": 14, "heartrate": 14}}
"""From the same table: what is pulled whatever is set."""

DEMO_ORG_ID = "0a1b2c3d-0000-4000-8000-000000000001"
DEMO_MANAGEMENT_KEY = "demo-management-key"
DEMO_TEAM_ID = "3aac8dd1-6c37-4f2b-9d0e-5b1f0a7e2c41"
DEMO_TEAM_KEY = "sk_us_demo"
"""Who the emulator is when nobody says: values for demos and tests, worth nothing at the real service."""
