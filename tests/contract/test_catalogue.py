"""The catalogue against the service's documents.

The rule: a provider has a row because one of three documents names it (the request enum, the answer enum, or the
table of defaults), a resource because the resource enum does; and a row says no more than they do.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from pulumi_junction.core.catalogue import Provider, load

DOCUMENT: dict[str, Any] = json.loads(
    (Path(__file__).parent / "openapi" / "management.openapi.json").read_text(encoding="utf-8")
)
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
REQUEST_ENUM: list[str] = SCHEMAS["UpsertTeamDataPullPreferencesBody"]["properties"]["providers"]["propertyNames"][
    "enum"
]
ANSWER_ENUM: list[str] = SCHEMAS["Providers"]["enum"]
RESOURCE_ENUM: list[str] = SCHEMAS["Resource"]["enum"]

# The table "Supported Providers" of the page "Post Team Data Pull Preferences", 2026-08-20, in its order, links
# and "(SDK)" aside. The slugs are ours: the page gives none.
TABLE: dict[str, tuple[str, int, str]] = {
    "abbott_libreview": ("Abbott LibreView", 90, "no"),
    "fitbit": ("Fitbit", 90, "partly"),
    "garmin": ("Garmin", 90, "yes"),
    "google_fit": ("Google Fit", 90, "yes"),
    "oura": ("Oura", 180, "yes"),
    "peloton": ("Peloton", 180, "yes"),
    "strava": ("Strava", 14, "yes"),
    "wahoo": ("Wahoo", 180, "yes"),
    "whoop_v2": ("WHOOP", 180, "yes"),
    "zwift": ("Zwift", 270, "yes"),
    "withings": ("Withings", 90, "yes"),
    "eight_sleep": ("8Sleep", 90, "yes"),
    "apple_health_kit": ("Apple HealthKit", 30, "yes"),
    "health_connect": ("Android Health Connect", 30, "no"),
    "hammerhead": ("Hammerhead", 30, "yes"),
    "dexcom_v3": ("Dexcom", 30, "yes"),
    "dexcom": ("Dexcom (G6 And Older)", 1, "no"),
    "my_fitness_pal_v2": ("MyFitnessPal", 14, "yes"),
    "polar": ("Polar", 28, "no"),
    "cronometer": ("Cronometer", 28, "yes"),
}
PAGE = "Post Team Data Pull Preferences"


def mark(provider: Provider) -> str:
    """The page has three marks; the warning sign means that some resources are fixed."""
    assert provider.configurable is not None
    return "partly" if provider.fixed_days else "yes" if provider.configurable else "no"


def test_there_is_a_row_for_every_provider_a_document_names_and_for_no_other() -> None:
    assert load().providers.keys() == {*REQUEST_ENUM, *ANSWER_ENUM, *TABLE}


def test_settable_is_what_the_request_enum_has() -> None:
    assert {slug for slug, provider in load().providers.items() if provider.settable} == set(REQUEST_ENUM)


def test_resources_are_those_of_the_enum() -> None:
    assert load().resources == set(RESOURCE_ENUM)


@pytest.mark.parametrize("slug", TABLE)
def test_the_rows_of_the_table_are_as_on_the_page(slug: str) -> None:
    provider = load().providers[slug]

    assert (provider.name, provider.default_days, mark(provider)) == TABLE[slug]
    assert provider.source.split("; ")[0] == PAGE


@pytest.mark.parametrize("slug", sorted({*REQUEST_ENUM, *ANSWER_ENUM} - TABLE.keys()))
def test_nothing_is_claimed_of_days_where_the_table_is_silent(slug: str) -> None:
    provider = load().providers[slug]

    assert (provider.default_days, provider.configurable) == (None, None)
    assert (dict(provider.fixed_days), provider.backfills) == ({}, None)


@pytest.mark.parametrize("slug", sorted({*REQUEST_ENUM, *ANSWER_ENUM} - TABLE.keys()))
def test_a_row_of_an_enum_names_the_enum_and_the_version_it_is_from(slug: str) -> None:
    enum = "request enum" if slug in REQUEST_ENUM else "answer enum"

    source = load().providers[slug].source.split("; ")[0]
    assert source == f"management OpenAPI {DOCUMENT['info']['version']}: {enum}"


def test_fitbit_keeps_activity_and_heartrate_at_14_days() -> None:
    fixed = {slug: dict(provider.fixed_days) for slug, provider in load().providers.items() if provider.fixed_days}

    assert fixed == {"fitbit": {"activity": 14, "heartrate": 14}}


def test_polar_has_history_for_sleep_and_sleep_stream_only() -> None:
    backfills = {slug: provider.backfills for slug, provider in load().providers.items() if provider.backfills}

    assert backfills == {"polar": {"sleep", "sleep_stream"}}


def test_retired_slugs_lead_to_their_successors() -> None:
    replaced = {slug: provider.replaced_by for slug, provider in load().providers.items() if provider.replaced_by}

    assert replaced == {"whoop": "whoop_v2", "dexcom": "dexcom_v3", "my_fitness_pal": "my_fitness_pal_v2"}


def test_the_longest_range_is_that_of_the_page() -> None:
    assert load().longest_days == 365
