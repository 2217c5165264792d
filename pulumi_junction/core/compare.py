"""The service's answers against what was declared: what is kept, what is common, what drifted."""

import functools
import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_junction.core.values import Live, LiveProvider, Preferences, ProviderPreference, Slug, Team

NOT_SET = "not set"
"""Stands in `deviations` for a pair that the service does not show."""


@dataclass(frozen=True)
class Declared:
    """What one resource declares; in state, also what the service made of it when it was applied or read."""

    teams: Mapping[Team, str] = field(default_factory=dict)
    providers: Preferences = field(default_factory=dict)
    effective: Mapping[Slug, LiveProvider] = field(default_factory=dict)
    exceptions: Mapping[Team, Mapping[Slug, LiveProvider]] = field(default_factory=dict)
    deviations: Mapping[Team, Mapping[Slug, Any]] = field(default_factory=dict)
    adopted: Mapping[Team, Preferences] = field(default_factory=dict)
    """What had been set before this resource came."""

    unwritten: Mapping[Team, Collection[Slug]] = field(default_factory=dict)
    """After a failure half-way: what stands in `teams` and `providers`, but was not reached."""

    in_doubt: Mapping[Team, Collection[Slug]] = field(default_factory=dict)
    """After a failure half-way: what may have been written for the first time, though nothing has confirmed it."""

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Declared":
        """Read inputs or outputs as they stand in state."""
        return cls(
            teams=dict(plain.get("teams") or {}),
            providers=_preferences(plain.get("providers")),
            effective=_live(plain.get("effective")),
            exceptions={team: _live(differing) for team, differing in (plain.get("exceptions") or {}).items()},
            deviations=dict(plain.get("deviations") or {}),
            unwritten={team: tuple(slugs) for team, slugs in (plain.get("unwritten") or {}).items()},
            in_doubt={team: tuple(slugs) for team, slugs in (plain.get("in_doubt") or {}).items()},
            adopted={team: _preferences(found) for team, found in (plain.get("adopted") or {}).items()},
        )

    def pairs(self) -> frozenset[tuple[Team, Slug]]:
        """Every team with every data provider, but for what was never written: what this resource owns."""
        return self._pairs

    @functools.cached_property
    def _pairs(self) -> frozenset[tuple[Team, Slug]]:
        never = ((team, slug) for team, slugs in self.unwritten.items() for slug in slugs)
        return frozenset(itertools.product(self.teams, self.providers)).difference(never)

    def kept(self, team: Team, slug: Slug) -> LiveProvider | None:
        """What the service answered for this pair; preferences are advisory, so it may differ from what was asked.

        None where that is unknown, or where a refresh has found another value since.
        """
        if team not in self.teams or slug not in self.providers or slug in self.deviations.get(team, {}):
            return None
        return self.exceptions.get(team, {}).get(slug) or self.effective.get(slug)

    def may_be_ours(self, team: Team, slug: Slug, live: LiveProvider | None) -> bool:
        """Tell whether a pair may be given up: one in doubt was never written where something else stands there."""
        if slug not in self.in_doubt.get(team, ()) or live is None:
            return True
        want = self.providers[slug]
        return live.preference() in (want, live.capped(want))

    def last_known(self, team: Team, slug: Slug) -> ProviderPreference:
        """What stood there when this was applied or read; what was declared, where no answer told."""
        found = self.deviations.get(team, {}).get(slug)
        if found is not None and found != NOT_SET:
            return ProviderPreference.of(found)
        kept = self.kept(team, slug)
        return self.providers[slug] if kept is None else kept.preference()

    def settles(self, team: Team, slug: Slug, want: ProviderPreference, live: LiveProvider | None) -> bool:
        """Tell whether nothing is to be done for a pair: it is as declared, or still as the service answered then."""
        if live is None:
            return False
        if live.is_set_to(want) or live.is_set_to(live.capped(want)):
            return True  # what stands at its limit is as good as declared
        kept = self.kept(team, slug)
        return kept is not None and self.providers[slug] == want and live.preference() == kept.preference()


def shared(teams: Iterable[Team], declared: Preferences, live: Live) -> dict[str, Any]:
    """Make the outputs `effective` (most teams') and `exceptions` (the teams that differ), in the API's own form."""
    ordered = sorted(teams)
    effective: dict[str, Any] = {}
    exceptions: dict[str, dict[str, Any]] = {}
    for slug, want in sorted(declared.items()):
        found = {team: live[team][slug] for team in ordered if slug in live.get(team, {})}
        if not found:
            continue
        distinct = {id(one): one for one in found.values()}  # few: an answer's equal values are mostly one object
        keys = {number: one.key() for number, one in distinct.items()}
        counts = Counter(keys[id(one)] for one in found.values())
        most = max(distinct.values(), key=lambda one: (counts[keys[id(one)]], one.preference() == want))
        effective[slug] = most.wire()
        for team, one in found.items():
            if one is not most and one != most:
                exceptions.setdefault(team, {})[slug] = one.wire()
    return {"effective": effective, "exceptions": exceptions}


def drifted(applied: Declared, live: Live) -> dict[str, Any] | None:
    """Project what the service has on what is declared: `providers`, and `deviations` where the teams differ.

    None when the service shows no declared pair at all: the preferences are gone.
    """
    providers: dict[str, Any] = {}
    deviations: dict[str, dict[str, Any]] = {}
    for slug, want in sorted(applied.providers.items()):
        found = {team: _seen(applied, team, slug, want, live.get(team, {}).get(slug)) for team in sorted(applied.teams)}
        values = list(found.values())
        if all(value == values[0] for value in values):
            if values[0] is not None:
                providers[slug] = values[0].plain()
            continue
        providers[slug] = want.plain()
        for team, value in found.items():
            if value != want:
                deviations.setdefault(team, {})[slug] = NOT_SET if value is None else value.plain()
    if not any(slug in live.get(team, {}) for team in applied.teams for slug in applied.providers):
        return None
    return {"providers": providers} | ({"deviations": deviations} if deviations else {})


def _seen(
    applied: Declared, team: Team, slug: Slug, want: ProviderPreference, live: LiveProvider | None
) -> ProviderPreference | None:
    if live is None:
        return None
    return want if applied.settles(team, slug, want, live) else live.preference()


def changing(want: Declared, before: Declared, live: Live) -> frozenset[tuple[Team, Slug]]:
    """Find the pairs that the program declares anew or otherwise than *before*, but for those that are so already."""
    owned = before.pairs()
    return frozenset(
        (team, slug)
        for team, slug in want.pairs()
        if (team, slug) not in owned
        or before.providers[slug] != want.providers[slug]
        or slug in before.deviations.get(team, {})
        if not before.settles(team, slug, want.providers[slug], live.get(team, {}).get(slug))
    )


def edited(
    pairs: Iterable[tuple[Team, Slug]], before: Declared, live: Live
) -> Iterator[tuple[Team, Slug, ProviderPreference]]:
    """Find those of the pairs that somebody has changed since *before* was applied or read."""
    for team, slug in sorted(before.pairs().intersection(pairs)):
        shown = live.get(team, {}).get(slug)
        told = before.kept(team, slug) is not None or before.deviations.get(team, {}).get(slug, NOT_SET) != NOT_SET
        if shown is not None and told and shown.preference() != before.last_known(team, slug):
            yield team, slug, shown.preference()


def not_owned(declared: Declared, live: Live) -> dict[Team, list[Slug]]:
    """List what was not reached after a failure half-way, now that what was in doubt can be told."""
    found = {team: set(slugs) for team, slugs in declared.unwritten.items()}
    for team, slugs in declared.in_doubt.items():
        never = {slug for slug in slugs if not declared.may_be_ours(team, slug, live.get(team, {}).get(slug))}
        found.setdefault(team, set()).update(never)
    return {team: sorted(slugs) for team, slugs in sorted(found.items()) if slugs}


def _preferences(plain: Mapping[str, Any] | None) -> dict[Slug, ProviderPreference]:
    return {slug: ProviderPreference.of(one) for slug, one in (plain or {}).items()}


def _live(wire: Mapping[str, Any] | None) -> dict[Slug, LiveProvider]:
    return {slug: LiveProvider.of(one) for slug, one in (wire or {}).items()}
