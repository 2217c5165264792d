"""What the catalogue knows against what is declared: what is refused, what is doubted, and what `lenient` changes."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from pulumi_junction.core.catalogue import Catalogue, Provider, load
from pulumi_junction.core.check import Findings, check
from pulumi_junction.core.inputs import normalise
from pulumi_junction.core.values import UNKNOWN, Problem
from tests.unit.core.bags import providers as drawn_providers
from tests.unit.core.declared import raw, values


def row(slug: str, **known: Any) -> Provider:
    """A data provider that can be set; what is not said is not known."""
    plain: dict[str, Any] = {
        "name": slug.title(),
        "default_days": None,
        "settable": True,
        "configurable": None,
        "remark": "",
        "source": "a page",
        "retrieved": date(2026, 8, 20),
        "fixed_days": {},
        "backfills": None,
        "replaced_by": None,
    }
    return Provider(slug=slug, **(plain | known))


SMALL = Catalogue(
    longest_days=100,
    providers={
        "free": row("free", configurable=True, default_days=30),
        "bare": row("bare"),
        "partly": row("partly", configurable=True, fixed_days={"steps": 14}),
        "narrow": row("narrow", configurable=True, backfills=frozenset({"sleep"})),
        "fixed": row("fixed", configurable=False, default_days=28),
        "opaque": row("opaque", configurable=False),
        "answers_only": row("answers_only", settable=False),
        "former": row("former", settable=False, replaced_by="free"),
    },
    resources=frozenset({"sleep", "steps", "naps"}),
)


def judged(providers: Any, catalogue: Catalogue = SMALL, **other: Any) -> Findings:
    return check(values(providers=providers, **other), catalogue)


def errors(providers: Any, catalogue: Catalogue = SMALL) -> list[str]:
    found = judged(providers, catalogue)
    assert found.warnings == ()
    return [str(problem) for problem in found.errors]


def warnings(providers: Any, catalogue: Catalogue = SMALL) -> list[str]:
    found = judged(providers, catalogue)
    assert found.errors == ()
    return [str(problem) for problem in found.warnings]


@pytest.mark.parametrize("slug", ["free", "bare", "partly", "narrow"])
@pytest.mark.parametrize("days", [1, 30, 100])
def test_what_can_be_configured_is_neither_refused_nor_doubted(slug: str, days: int) -> None:
    assert judged({slug: days}) == Findings((), ())


def test_more_days_than_can_be_asked_for_are_refused() -> None:
    override = {"default": 101, "resource_overrides": {"sleep": 102}}

    assert errors({"free": override, "bare": 103}) == [
        "providers.bare.default: 103 days is more than the 100 that Junction pulls at most; lower it",
        "providers.free.default: 101 days is more than the 100 that Junction pulls at most; lower it",
        "providers.free.resource_overrides.sleep: 102 days is more than the 100 that Junction pulls at most; lower it",
    ]


def test_what_cannot_be_configured_is_refused_with_what_it_always_pulls() -> None:
    assert errors({"fixed": 10}) == [
        "providers.fixed: Fixed cannot be configured; it always pulls 28 days; leave it out"
    ]
    assert errors({"opaque": 10}) == ["providers.opaque: Opaque cannot be configured; leave it out"]


def test_what_the_api_only_answers_is_refused() -> None:
    assert errors({"answers_only": 10}) == [
        "providers.answers_only: the API takes no preferences for answers_only; leave it out"
    ]


def test_a_retired_data_provider_is_refused_with_its_successor() -> None:
    assert errors({"former": 10}) == ["providers.former: former is retired; declare free instead"]


def test_an_unknown_data_provider_is_refused_with_what_was_probably_meant() -> None:
    (near,) = errors({"fre": 10})
    (far,) = errors({"xyz": 10})

    assert near.startswith("providers.fre: is not a data provider that Junction lists; did you mean free?")
    assert far.startswith("providers.xyz: is not a data provider that Junction lists; `pulumi-junction catalogue` li")
    assert "lenient=True sends it all the same" in near
    assert "lenient=True sends it all the same" in far


def test_an_unknown_resource_is_refused_with_what_was_probably_meant() -> None:
    (near,) = errors({"free": {"default": 1, "resource_overrides": {"slep": 2}}})
    (far,) = errors({"free": {"default": 1, "resource_overrides": {"xyz": 2}}})

    assert near.startswith("providers.free.resource_overrides.slep: is not a resource of the API; did you mean sleep?")
    assert "lenient=True sends it all the same" in near
    assert "`pulumi-junction catalogue --resources` lists them" in far


def test_an_override_where_the_days_are_fixed_is_doubted() -> None:
    overrides = {"steps": 30, "sleep": 30}

    assert warnings({"partly": {"default": 1, "resource_overrides": overrides}}) == [
        "providers.partly.resource_overrides.steps: Partly always pulls 14 days of steps; the override has no effect"
    ]


def test_an_override_of_what_has_no_history_is_doubted() -> None:
    overrides = {"steps": 30, "sleep": 30}

    assert warnings({"narrow": {"default": 1, "resource_overrides": overrides}}) == [
        "providers.narrow.resource_overrides.steps: Narrow never pulls history for steps; the override has no effect"
    ]


def test_an_override_that_says_what_the_default_says_is_doubted() -> None:
    overrides = {"steps": 30, "sleep": 31}

    assert warnings({"free": {"default": 30, "resource_overrides": overrides}}) == [
        "providers.free.resource_overrides.steps: 30 days is what the default says already; the override can go"
    ]


def test_everything_is_said_at_once() -> None:
    found = judged(
        {
            "fre": 500,
            "fixed": {"default": 1, "resource_overrides": {"slep": 1}},
            "partly": {"default": 1, "resource_overrides": {"steps": 1}},
        }
    )

    assert [problem.path for problem in found.errors] == [
        "providers.fixed",
        "providers.fixed.resource_overrides.slep",
        "providers.fre",
        "providers.fre.default",
    ]
    assert [problem.path for problem in found.warnings] == ["providers.partly.resource_overrides.steps"]


@pytest.mark.parametrize(
    "providers",
    [
        UNKNOWN,
        {"free": UNKNOWN},
        {"free": {"default": UNKNOWN, "resource_overrides": UNKNOWN}},
        {"free": {"default": UNKNOWN, "resource_overrides": {"sleep": UNKNOWN, "steps": 1}}},
    ],
)
def test_what_is_not_known_yet_is_not_judged(providers: Any) -> None:
    assert judged(providers) == Findings((), ())


def test_what_is_known_already_is_judged() -> None:
    found = judged({"fre": UNKNOWN, "free": {"default": UNKNOWN, "resource_overrides": {"slep": 101}}})

    assert [problem.path for problem in found.errors] == [
        "providers.fre",
        "providers.free.resource_overrides.slep",
        "providers.free.resource_overrides.slep",
    ]


def text(problem: Problem) -> str:
    """Without the hint at what is lenient, which helps nobody who is."""
    said = str(problem).partition(" (if it is newer")[0]
    assert "lenient" not in said
    return said


@given(drawn_providers)
def test_lenient_turns_exactly_the_errors_into_warnings(providers: Any) -> None:
    strict = judged(providers, load())
    lenient = judged(providers, load(), lenient=True)

    assert lenient.errors == ()
    assert sorted(map(text, lenient.warnings)) == sorted(map(text, (*strict.errors, *strict.warnings)))


def test_lenient_changes_nothing_about_what_is_no_number_of_days() -> None:
    wrong = {"oura": 0, "garmin": 0.5, "strava": {"resource_overrides": {"sleep": 1}}}

    assert normalise(raw(providers=wrong, lenient=True)).problems == normalise(raw(providers=wrong)).problems
    assert len(normalise(raw(providers=wrong)).problems) == 3


def test_lenient_that_is_not_known_yet_is_not_lenient() -> None:
    assert judged({"fre": 1}, lenient=UNKNOWN) == judged({"fre": 1})


@pytest.mark.parametrize("slug", ["abbott_libreview", "health_connect", "polar"])
def test_the_real_catalogue_refuses_what_the_documents_call_not_configurable(slug: str) -> None:
    assert "cannot be configured" in errors({slug: 30}, load())[0]


@pytest.mark.parametrize(
    ("slug", "successor"), [("whoop", "whoop_v2"), ("dexcom", "dexcom_v3"), ("my_fitness_pal", "my_fitness_pal_v2")]
)
def test_the_real_catalogue_leads_from_retired_to_current(slug: str, successor: str) -> None:
    (said,) = errors({slug: 30}, load())

    assert said == f"providers.{slug}: {slug} is retired; declare {successor} instead"
    assert judged({successor: 30}, load()) == Findings((), ())


@pytest.mark.parametrize("resource", ["activity", "heartrate"])
def test_the_real_catalogue_knows_what_fitbit_fixes(resource: str) -> None:
    (said,) = warnings({"fitbit": {"default": 90, "resource_overrides": {resource: 30}}}, load())

    assert f"Fitbit always pulls 14 days of {resource}" in said


@pytest.mark.parametrize("days", [1, 365])
def test_the_real_catalogue_takes_every_configurable_data_provider(days: int) -> None:
    for slug, known in load().providers.items():
        if known.settable and known.configurable is not False:
            assert judged({slug: days}, load()) == Findings((), ())
            assert errors({slug: 366}, load())
