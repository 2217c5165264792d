"""Property bags, drawn by hypothesis: right ones, and whatever else a program may hand over."""

from typing import Any

from hypothesis import strategies as st

from pulumi_junction.core.values import UNKNOWN
from tests.unit.core.declared import ACME, BETA, ORG

DAYS = "historical_days_to_pull"
SLUGS = ["oura", "garmin", "strava", "whoop", "polar", "health_connect", "fitbit", "my provider"]
RESOURCES = ["sleep", "activity", "heartrate", "naps"]
NAMES = [
    "teams",
    "providers",
    "org_id",
    "env",
    "region",
    "lenient",
    "deviations",
    "default",
    "resource_overrides",
    DAYS,
]

unknown = st.just(UNKNOWN)
whole_days = st.integers(1, 365).flatmap(lambda days: st.sampled_from([days, float(days)]))
days = st.one_of(whole_days, st.fixed_dictionaries({DAYS: st.one_of(whole_days, unknown)}), unknown)
preference = st.one_of(
    whole_days,
    unknown,
    st.fixed_dictionaries(
        {"default": days},
        optional={
            "resource_overrides": st.one_of(st.none(), unknown, st.dictionaries(st.sampled_from(RESOURCES), days))
        },
    ),
)
providers = st.dictionaries(st.sampled_from(SLUGS), preference, min_size=1)
uuids = st.sampled_from([ACME, BETA, ORG, ACME.upper(), BETA.upper()])
distinct = st.lists(uuids, min_size=1, unique_by=str.lower)
labels = st.text().filter(lambda text: len(text) != 36)
teams = st.one_of(
    unknown,
    distinct,
    distinct.flatmap(lambda some: st.fixed_dictionaries(dict.fromkeys(some, labels))),
    distinct.flatmap(
        lambda some: st.lists(labels, min_size=len(some), max_size=len(some), unique=True).map(
            lambda names: dict(zip(names, some, strict=True))
        )
    ),
    st.lists(st.one_of(uuids, unknown), min_size=1, unique_by=lambda one: str(one).lower()),
)
right = st.fixed_dictionaries(
    {
        "org_id": st.one_of(uuids, unknown),
        "env": st.one_of(st.sampled_from(["production", "sandbox"]), unknown),
        "region": st.one_of(st.sampled_from(["us", "eu"]), unknown),
        "teams": teams,
        "providers": providers,
    },
    optional={"lenient": st.one_of(st.none(), st.booleans(), unknown)},
)
"""Everything that is taken, in every form."""

leaves: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**30, -(10**30)]),
    st.floats(),
    st.text(),
    st.binary(),
    uuids,
    unknown,
)
keys = st.one_of(st.text(), st.sampled_from([*NAMES, *SLUGS, *RESOURCES, ACME]))
anything = st.recursive(leaves, lambda inner: st.one_of(st.lists(inner), st.dictionaries(keys, inner)), max_leaves=8)
wrong = st.one_of(
    st.dictionaries(keys, anything),
    st.builds(lambda some, name, one: some | {name: one}, right, st.sampled_from(NAMES), anything),
    st.builds(
        lambda some, slug, one: some | {"providers": {"oura": 1, slug: one}}, right, st.sampled_from(SLUGS), anything
    ),
)
"""Maps with anything in them, most of it wrong."""
