"""How many days: every form that is taken, and what is said of all others."""

import math
from typing import Any

import pytest

from pulumi_junction.core.values import UNKNOWN
from tests.unit.core.declared import problem, problems, values

DAYS = "historical_days_to_pull"


def providers(given: Any) -> Any:
    return values(providers=given)["providers"]


@pytest.mark.parametrize(
    "given",
    [
        120,
        120.0,
        {"default": 120},
        {"default": 120.0, "resource_overrides": None},
        {"default": {DAYS: 120}, "resource_overrides": {}},
        {"default": {DAYS: 120.0}},
    ],
)
def test_days_without_overrides_can_be_written_in_many_ways_and_mean_one_thing(given: Any) -> None:
    assert providers({"oura": given}) == {"oura": {"default": 120}}
    assert type(providers({"oura": given})["oura"]["default"]) is int


@pytest.mark.parametrize(
    "given",
    [
        {"default": 120, "resource_overrides": {"sleep": 180, "activity": 30}},
        {"default": {DAYS: 120}, "resource_overrides": {"sleep": {DAYS: 180}, "activity": {DAYS: 30}}},
        {"default": 120.0, "resource_overrides": {"activity": {DAYS: 30.0}, "sleep": 180.0}},
    ],
    ids=["short form", "the API's form", "mixed"],
)
def test_overrides_can_be_written_in_many_ways_and_mean_one_thing(given: Any) -> None:
    normal = providers({"oura": given})["oura"]

    assert normal == {"default": 120, "resource_overrides": {"activity": 30, "sleep": 180}}
    assert list(normal["resource_overrides"]) == ["activity", "sleep"]


def test_forms_may_differ_from_data_provider_to_data_provider() -> None:
    given = {"strava": 30, "garmin": {"default": {DAYS: 365}}, "oura": {"default": 120, "resource_overrides": None}}

    assert providers(given) == {"garmin": {"default": 365}, "oura": {"default": 120}, "strava": {"default": 30}}
    assert list(providers(given)) == ["garmin", "oura", "strava"]


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        (UNKNOWN, UNKNOWN),
        ({"oura": UNKNOWN}, {"oura": UNKNOWN}),
        ({"oura": {"default": UNKNOWN}}, {"oura": {"default": UNKNOWN}}),
        ({"oura": {"default": {DAYS: UNKNOWN}}}, {"oura": {"default": UNKNOWN}}),
        (
            {"oura": {"default": 1, "resource_overrides": UNKNOWN}},
            {"oura": {"default": 1, "resource_overrides": UNKNOWN}},
        ),
        (
            {"oura": {"default": 1, "resource_overrides": {"sleep": UNKNOWN}}},
            {"oura": {"default": 1, "resource_overrides": {"sleep": UNKNOWN}}},
        ),
        (
            {"oura": {"default": 1, "resource_overrides": {"sleep": {DAYS: UNKNOWN}}}},
            {"oura": {"default": 1, "resource_overrides": {"sleep": UNKNOWN}}},
        ),
    ],
)
def test_what_is_not_known_yet_stays_so_at_every_depth(given: Any, normal: Any) -> None:
    assert providers(given) == normal


@pytest.mark.parametrize("given", [None, "oura", ["oura"], 120, True])
def test_data_providers_are_a_map(given: Any) -> None:
    assert problem(providers=given).startswith("providers: must be a map of data providers, not ")


def test_one_data_provider_is_needed() -> None:
    assert problem(providers={}) == 'providers: at least one data provider is needed, e.g. {"oura": 180}'


WRONG_DAYS = [
    (0, "0"),
    (-5, "-5"),
    (-5.0, "-5"),
    (120.5, "120.5"),
    (120.0000001, "120.0000001"),
    (math.nan, "nan"),
    (math.inf, "inf"),
    (-math.inf, "-inf"),
    (1e300, "1e+300"),
    (2**31, "2147483648"),
    (10**30, "a number far too large"),
    (-(10**5000), "a number far too large"),
    (True, "true"),
    (False, "false"),
    ("120", "the string '120'"),
    ("-1", "the string '-1'"),
    ("", "a string of 0 characters"),
    ("lots", "a string of 4 characters"),
    ([], "a list with nothing in it"),
    ([120], "a list"),
    ((120,), "a list"),
    (b"120", "something else"),
]


@pytest.mark.parametrize(("given", "described"), WRONG_DAYS, ids=[described for _, described in WRONG_DAYS])
@pytest.mark.parametrize(
    ("path", "placed"),
    [
        ("providers.oura", lambda days: days),
        ("providers.oura.default", lambda days: {"default": days}),
        (f"providers.oura.default.{DAYS}", lambda days: {"default": {DAYS: days}}),
        (
            "providers.oura.resource_overrides.sleep",
            lambda days: {"default": 1, "resource_overrides": {"sleep": days}},
        ),
        (
            f"providers.oura.resource_overrides.sleep.{DAYS}",
            lambda days: {"default": 1, "resource_overrides": {"sleep": {DAYS: days}}},
        ),
    ],
)
def test_days_are_a_whole_number(given: Any, described: str, path: str, placed: Any) -> None:
    said = problem(providers={"oura": placed(given)})

    assert said == f"{path}: must be a whole number of days, at least 1, not {described}"


@pytest.mark.parametrize("given", [{}, {"default": None}, {"resource_overrides": {"sleep": 180}}])
def test_a_default_is_needed_also_beside_overrides(given: Any) -> None:
    said = problem(providers={"oura": given})

    assert said == 'providers.oura.default: is required by the API, also beside overrides; add it, e.g. "default": 90'


def test_no_days_at_all_are_no_number() -> None:
    at = "must be a whole number of days, at least 1, not nothing"
    assert problem(providers={"oura": None}) == f"providers.oura: {at}"
    assert problem(providers={"oura": {"default": {}}}) == f"providers.oura.default.{DAYS}: {at}"
    overrides = {"sleep": None}
    said = problem(providers={"oura": {"default": 1, "resource_overrides": overrides}})
    assert said == f"providers.oura.resource_overrides.sleep: {at}"


@pytest.mark.parametrize("given", [180, "sleep", ["sleep"], True])
def test_overrides_are_a_map_of_resources(given: Any) -> None:
    said = problem(providers={"oura": {"default": 120, "resource_overrides": given}})

    assert said.startswith('providers.oura.resource_overrides: must be a map of resources, e.g. {"sleep": 180}, not ')


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"default": 1, "defualt": 2}, "providers.oura.defualt: is not known; did you mean default?"),
        (
            {"default": 1, "sleep": 2},
            "providers.oura.sleep: is not known; leave it out; known here: default, resource_overrides",
        ),
        (
            {"default": 1, "resourceOverrides": {}},
            "providers.oura.resourceOverrides: is not known; did you mean resource_overrides?",
        ),
        (
            {"default": {DAYS: 1, "historical_days_to_pull_limit": 365}},
            f"providers.oura.default.historical_days_to_pull_limit: is not known; did you mean {DAYS}?",
        ),
        (
            {"default": 1, "resource_overrides": {"sleep": {DAYS: 1, "days": 1}}},
            f"providers.oura.resource_overrides.sleep.days: is not known; leave it out; known here: {DAYS}",
        ),
    ],
)
def test_what_nobody_reads_is_pointed_out(given: Any, said: str) -> None:
    assert problem(providers={"oura": given}) == said


def test_a_path_quotes_what_is_no_plain_name() -> None:
    slugs = {"my provider": 0, "oura": 0, "Café": 0, 'a"b': 0, "a\nb": 0, "y" * 80: 0}

    paths = [line.partition(": ")[0] for line in problems(providers=slugs)]

    assert sorted(paths) == sorted(
        [
            'providers["my provider"]',
            "providers.oura",
            "providers.Café",
            'providers["a\\"b"]',
            'providers["a\\nb"]',
            f'providers["{"y" * 57}..."]',
        ]
    )
