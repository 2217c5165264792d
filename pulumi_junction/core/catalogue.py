"""What Junction's documents say of data providers and resources: `catalogue.toml`, read once."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from pulumi_junction.core.values import ProviderPreference, Slug

_LONGEST_QUERY = 64  # characters; twice the longest name. difflib's time grows with the square
_NEAR = 0.65  # a little stricter than difflib's own 0.6, which takes Coros for Omron


@dataclass(frozen=True, slots=True)
class Provider:
    """One data provider. What the documents leave out is None or empty, never guessed."""

    slug: str
    """As the API spells it."""

    name: str
    """As Junction's pages write it; the slug where no page names it."""

    default_days: int | None
    """Whole days pulled when nothing is set. None: undocumented."""

    settable: bool
    """The request enum of the management OpenAPI document has the slug."""

    configurable: bool | None
    """What the table of "Post Team Data Pull Preferences" says. None: it does not list the provider."""

    remark: str
    """What the pages add."""

    source: str
    """The documents this row is from."""

    retrieved: date
    """When somebody last looked there."""

    fixed_days: Mapping[str, int]
    """Whole days by resource, where they cannot be changed. Configurable with some fixed is "partly"."""

    backfills: frozenset[str] | None
    """The only resources with history. None: nothing is said."""

    replaced_by: str | None
    """The slug to declare instead of this one."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All providers and resources the documents name. The service may know more by now, and has the last word."""

    longest_days: int
    """The largest number of days that can be asked for."""

    providers: Mapping[str, Provider]
    """Keyed by slug."""

    resources: frozenset[str]
    """The names a resource override may have."""

    def default_of(self, slug: Slug) -> ProviderPreference | None:
        """Return Junction's default; None where it is undocumented."""
        known = self.providers.get(slug)
        return None if known is None or known.default_days is None else ProviderPreference(known.default_days)

    def is_default(self, slug: Slug, preference: ProviderPreference) -> bool:
        """Tell whether a value is surely no setting: it is the documented default, or cannot be set at all."""
        known = self.providers.get(slug)
        return known is not None and (not known.settable or preference == self.default_of(slug))

    def suggest_provider(self, slug: str) -> str | None:
        """Name the settable slug that was probably meant; display names and retired slugs count as spellings.

        None when nothing is near, or when the nearest takes no preferences.
        """
        spellings: dict[str, str | None] = {}
        for row in self.providers.values():
            target = row.slug if row.settable else row.replaced_by
            for spelling in (_letters(row.slug), _letters(row.name)):
                spellings[spelling] = spellings.get(spelling) or target
        near = _nearest(slug, spellings)
        return spellings[near] if near else None

    def suggest_resource(self, name: str) -> str | None:
        """Name the resource that was probably meant; None when nothing is near."""
        spellings = {_letters(resource): resource for resource in self.resources}
        near = _nearest(name, spellings)
        return spellings[near] if near else None


@cache
def load() -> Catalogue:
    """Read the catalogue, once per process."""
    raw = _parsed()
    providers = {slug: _provider(slug, row) for slug, row in raw["providers"].items()}
    return Catalogue(
        longest_days=raw["longest_days"],
        providers=MappingProxyType(providers),
        resources=frozenset(raw["resources"]["names"]),
    )


def _parsed() -> dict[str, Any]:
    """Import here what only reading needs: together it takes longer than everything else in this module."""
    from importlib.resources import files

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]

    text = files("pulumi_junction.core").joinpath("catalogue.toml").read_text(encoding="utf-8")
    parsed: dict[str, Any] = tomllib.loads(text)
    return parsed


def _provider(slug: str, row: dict[str, Any]) -> Provider:
    """Take a row apart; a member that is not one of `Provider` is a TypeError, so that a slip cannot hide."""
    optional = {"name": slug, "default_days": None, "configurable": None, "remark": "", "replaced_by": None}
    backfills = row.pop("backfills", None)
    return Provider(
        slug=slug,
        fixed_days=MappingProxyType(row.pop("fixed_days", {})),
        backfills=None if backfills is None else frozenset(backfills),
        **(optional | row),
    )


def _letters(text: str) -> str:
    """Letters and digits only, in lower case: how "My-Fitness Pal" and "my_fitness_pal" are the same."""
    return "".join(filter(str.isalnum, text.casefold()))


def _nearest(text: str, spellings: Iterable[str]) -> str | None:
    """Judge the beginning of a text only: nothing longer is a slip of the keyboard."""
    import difflib

    near = difflib.get_close_matches(_letters(text[:_LONGEST_QUERY]), list(spellings), n=1, cutoff=_NEAR)
    return near[0] if near else None
