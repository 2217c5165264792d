"""What the catalogue knows against the normal form: found before anything is sent. Never raises."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_junction.core.catalogue import Catalogue, Provider
from pulumi_junction.core.describe import at
from pulumi_junction.core.values import Problem


@dataclass(frozen=True, slots=True)
class Findings:
    """`errors` stop the operation, `warnings` are shown to whoever reviews it."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def check(values: Mapping[str, Any], catalogue: Catalogue) -> Findings:
    """Judge the known parts of a normal form. With `lenient` what the catalogue forbids is only a warning."""
    forbidden: list[Problem] = []
    doubtful: list[Problem] = []
    providers = values.get("providers")
    lenient = values.get("lenient") is True
    newer = "" if lenient else " (if it is newer than this release, lenient=True sends it all the same)"
    for slug, want in providers.items() if isinstance(providers, Mapping) else ():
        path = at("providers", slug)
        known = catalogue.providers.get(slug)
        forbidden += _provider(path, slug, known, catalogue, newer)
        if isinstance(want, Mapping):
            forbidden += _days(path, want, catalogue)
            doubtful += _overrides(path, want, known, catalogue)
            forbidden += _resources(path, want, catalogue, newer)
    if lenient:
        return Findings((), tuple(forbidden + doubtful))
    return Findings(tuple(forbidden), tuple(doubtful))


def misspelt(slugs: Iterable[str], catalogue: Catalogue) -> Iterator[Problem]:
    """Find slugs to read that are near a known one; whatever is not may be newer than this release."""
    for slug in slugs:
        near = None if slug in catalogue.providers else catalogue.suggest_provider(slug)
        if near:
            yield Problem("providers", f"{slug} is not a data provider that Junction lists; did you mean {near}?")


def _provider(path: str, slug: str, known: Provider | None, catalogue: Catalogue, newer: str) -> Iterator[Problem]:
    if known is None:
        near = catalogue.suggest_provider(slug)
        hint = f"did you mean {near}?" if near else "`pulumi-junction catalogue` lists them"
        yield Problem(path, f"is not a data provider that Junction lists; {hint}{newer}")
    elif known.replaced_by is not None:
        yield Problem(path, f"{slug} is retired; declare {known.replaced_by} instead")
    elif known.configurable is False:
        days = "" if known.default_days is None else f"; it always pulls {known.default_days} days"
        yield Problem(path, f"{known.name} cannot be configured{days}; leave it out")
    elif not known.settable:
        yield Problem(path, f"the API takes no preferences for {slug}; leave it out")


def _days(path: str, want: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Problem]:
    for where, days in _amounts(path, want):
        if isinstance(days, int) and days > catalogue.longest_days:
            yield Problem(
                where,
                f"{days} days is more than the {catalogue.longest_days} that Junction pulls at most; lower it",
            )


def _resources(path: str, want: Mapping[str, Any], catalogue: Catalogue, newer: str) -> Iterator[Problem]:
    for name, where, _ in _override_amounts(path, want):
        if name not in catalogue.resources:
            near = catalogue.suggest_resource(name)
            hint = f"did you mean {near}?" if near else "`pulumi-junction catalogue --resources` lists them"
            yield Problem(where, f"is not a resource of the API; {hint}{newer}")


def _overrides(path: str, want: Mapping[str, Any], known: Provider | None, catalogue: Catalogue) -> Iterator[Problem]:
    for name, where, days in _override_amounts(path, want):
        if name not in catalogue.resources:
            continue
        if known is not None and name in known.fixed_days:
            fixed = known.fixed_days[name]
            yield Problem(where, f"{known.name} always pulls {fixed} days of {name}; the override has no effect")
        elif known is not None and known.backfills is not None and name not in known.backfills:
            yield Problem(where, f"{known.name} never pulls history for {name}; the override has no effect")
        elif isinstance(days, int) and days == want.get("default"):
            yield Problem(where, f"{days} days is what the default says already; the override can go")


def _amounts(path: str, want: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield at(path, "default"), want.get("default")
    for _, where, days in _override_amounts(path, want):
        yield where, days


def _override_amounts(path: str, want: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    overrides = want.get("resource_overrides")
    if isinstance(overrides, Mapping):
        for name, days in overrides.items():
            yield name, at(at(path, "resource_overrides"), name), days
