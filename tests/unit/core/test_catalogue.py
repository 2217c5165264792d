"""What the loader promises, and what every row of the data must keep to."""

import dataclasses
import difflib
import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_junction.core import catalogue
from pulumi_junction.core.catalogue import Provider, load

PROVIDERS = sorted(load().providers.values(), key=lambda provider: provider.slug)
each_provider = pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.slug)


def test_is_read_once() -> None:
    assert load() is load()


def test_cannot_be_changed_by_accident() -> None:
    providers: Any = load().providers
    fixed: Any = load().providers["fitbit"].fixed_days

    with pytest.raises(TypeError):
        providers["oura"] = None
    with pytest.raises(TypeError):
        fixed["activity"] = 365
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(load().providers["oura"], "default_days", 365)  # noqa: B010 - mypy refuses the plain assignment


def test_a_member_that_no_provider_has_is_refused() -> None:
    """A slip in the file (`configureable`) would else read as "not documented"."""
    row = {"settable": True, "source": "a page", "retrieved": date(2026, 8, 20), "configureable": True}

    with pytest.raises(TypeError, match="configureable"):
        catalogue._provider("oura", row)


def test_importing_and_loading_need_neither_the_engine_nor_http_nor_pydantic() -> None:
    code = (
        "import sys; from pulumi_junction.core.catalogue import load; load();"
        "print({name.partition('.')[0] for name in sys.modules} & {'pulumi', 'grpc', 'httpx', 'pydantic'})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


@each_provider
def test_every_row_says_where_it_is_from(provider: Provider) -> None:
    assert provider.slug
    assert provider.name
    assert provider.source
    assert isinstance(provider.retrieved, date)


@each_provider
def test_days_are_whole_and_within_what_can_be_asked_for(provider: Provider) -> None:
    for days in (provider.default_days, *provider.fixed_days.values()):
        assert days is None or (type(days) is int and 1 <= days <= load().longest_days)


@each_provider
def test_rows_name_only_resources_of_the_api(provider: Provider) -> None:
    assert load().resources >= provider.fixed_days.keys() | (provider.backfills or frozenset())


@each_provider
def test_whatever_replaces_a_slug_can_be_declared(provider: Provider) -> None:
    if provider.replaced_by is not None:
        assert not provider.settable
        assert load().providers[provider.replaced_by].settable
        assert load().providers[provider.replaced_by].configurable


@each_provider
def test_a_default_is_documented_exactly_where_the_table_lists_the_provider(provider: Provider) -> None:
    assert (provider.default_days is None) == (provider.configurable is None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ora", "oura"),
        ("garmim", "garmin"),
        ("Google-Fit", "google_fit"),
        ("ouraring", "oura"),
        ("renfo", "renpho"),
        ("apple_health", "apple_health_kit"),
        ("WHOOP", "whoop_v2"),
        ("8sleep", "eight_sleep"),
        ("MyFitnessPal", "my_fitness_pal_v2"),
        ("LibreView", "abbott_libreview"),
        ("Freestyle Libre", "freestyle_libre"),
        ("Dexcom", "dexcom_v3"),
    ],
)
def test_a_slip_or_a_display_name_leads_to_the_slug(typed: str, meant: str) -> None:
    assert load().suggest_provider(typed) == meant


@each_provider
def test_every_slug_and_every_name_leads_to_what_can_be_declared(provider: Provider) -> None:
    target = provider.slug if provider.settable else provider.replaced_by

    assert load().suggest_provider(provider.slug) == target
    assert load().suggest_provider(provider.name.upper()) == target


@pytest.mark.parametrize("typed", ["", "x", "🙂", "xiaomi", "suunto", "coros", "mfp"])
def test_nothing_is_suggested_where_nothing_is_near(typed: str) -> None:
    assert load().suggest_provider(typed) is None


@pytest.mark.parametrize("typed", ["health_connect", "Android Health Conect", "omron_ble", "samsung-health"])
def test_no_other_provider_is_suggested_for_one_that_takes_no_preferences(typed: str) -> None:
    assert load().suggest_provider(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("heart_rate", "heartrate"), ("Sleep Stream", "sleep_stream"), ("workout", "workouts"), ("zzz", None)],
)
def test_a_slip_in_a_resource_leads_to_its_name(typed: str, meant: str | None) -> None:
    assert load().suggest_resource(typed) == meant


@given(st.text())
def test_any_text_may_be_asked_about(typed: str) -> None:
    settable = {slug for slug, provider in load().providers.items() if provider.settable}

    assert load().suggest_provider(typed) in settable | {None}
    assert load().suggest_resource(typed) in load().resources | {None}


def test_a_long_text_is_compared_by_its_beginning_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """difflib's time grows with the square of what it sees."""
    seen: list[str] = []

    def close_matches(word: str, *_: object, **__: object) -> list[str]:
        seen.append(word)
        return []

    monkeypatch.setattr(difflib, "get_close_matches", close_matches)
    load().suggest_provider("ß" * 1_000_000)
    load().suggest_resource("heart_rate " * 1_000_000)

    assert max(map(len, seen)) <= 128
