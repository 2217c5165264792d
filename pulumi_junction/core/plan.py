"""The fewest requests that make the service equal what is declared. Values in, values out; nothing is sent here."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pulumi_junction.core.choices import RESET, RETAIN
from pulumi_junction.core.compare import Declared
from pulumi_junction.core.leaving import restored
from pulumi_junction.core.values import Live, Preferences, ProviderPreference, Slug, Team, chunks

TEAMS_PER_REQUEST = 100


@dataclass(frozen=True, slots=True)
class Upsert:
    """One POST: the same preferences for up to 100 teams."""

    teams: tuple[Team, ...]
    providers: Preferences


@dataclass(frozen=True, slots=True)
class Reset:
    """One DELETE: these data providers of these teams go back to Junction's defaults. Neither is ever empty."""

    teams: tuple[Team, ...]
    slugs: tuple[Slug, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be set, per team, and what is to be given up: reset, or restored to what it was."""

    stale: Mapping[Team, Preferences]
    resets: tuple[Reset, ...]
    declared: frozenset[tuple[Team, Slug]] = frozenset()
    """Every pair that the resource owns, settled or not."""

    restores: Mapping[Team, Preferences] = field(default_factory=dict)
    owned: frozenset[tuple[Team, Slug]] = frozenset()
    """Every pair that the resource owned before."""

    @property
    def setting(self) -> frozenset[tuple[Team, Slug]]:
        """The pairs that are written because they are declared."""
        return _pairs(self.stale)

    @property
    def giving_up(self) -> frozenset[tuple[Team, Slug]]:
        """The pairs that are written because they are declared no more."""
        reset = {(team, slug) for one in self.resets for team in one.teams for slug in one.slugs}
        return _pairs(self.restores) | reset

    def __bool__(self) -> bool:
        return bool(self.stale or self.resets or self.restores)


def plan(
    want: Declared,
    live: Live,
    before: Declared,
    spared: Container[tuple[Team, Slug]] = (),
    on_delete: str = RESET,
) -> Plan:
    """Compare pair by pair: what is settled stays; what was declared *before* is given up, unless spared."""
    stale: dict[Team, dict[Slug, ProviderPreference]] = {}
    for team in want.teams:
        shown = live.get(team, {})
        needs = {slug: p for slug, p in want.providers.items() if not before.settles(team, slug, p, shown.get(slug))}
        if needs:
            stale[team] = needs
    leaving = {
        (team, slug)
        for team, slug in before.pairs() - want.pairs()
        if on_delete != RETAIN
        and (team, slug) not in spared
        and before.may_be_ours(team, slug, live.get(team, {}).get(slug))
    }
    back = restored(leaving, before, on_delete)
    dropped = {(team, slug) for team, slug in leaving - back.keys() if slug in live.get(team, {})}
    return Plan(stale, tuple(resets(dropped)), want.pairs(), _differing(back, live), before.pairs())


def _differing(back: Mapping[tuple[Team, Slug], ProviderPreference], live: Live) -> dict[Team, Preferences]:
    differing: dict[Team, dict[Slug, ProviderPreference]] = {}
    for (team, slug), preference in back.items():
        shown = live.get(team, {}).get(slug)
        if shown is None or shown.preference() not in (preference, shown.capped(preference)):
            differing.setdefault(team, {})[slug] = preference
    return dict(differing)


def _pairs(bodies: Mapping[Team, Preferences]) -> frozenset[tuple[Team, Slug]]:
    return frozenset((team, slug) for team, preferences in bodies.items() for slug in preferences)


def upserts(bodies: Mapping[Team, Preferences]) -> Iterator[Upsert]:
    """Put teams with equal needs into one request."""
    groups: dict[object, list[Team]] = {}
    for team, providers in bodies.items():
        key = tuple((slug, want.key()) for slug, want in sorted(providers.items()))
        groups.setdefault(key, []).append(team)
    for teams in groups.values():
        for some in chunks(sorted(teams), TEAMS_PER_REQUEST):
            yield Upsert(some, bodies[some[0]])


def resets(pairs: Iterable[tuple[Team, Slug]]) -> Iterator[Reset]:
    """Put teams that lose the same data providers into one request, so that it names no pair beyond *pairs*."""
    per_team: dict[Team, set[Slug]] = {}
    for team, slug in pairs:
        per_team.setdefault(team, set()).add(slug)
    groups: dict[tuple[Slug, ...], list[Team]] = {}
    for team, slugs in per_team.items():
        groups.setdefault(tuple(sorted(slugs)), []).append(team)
    for slugs_of_all, teams in sorted(groups.items()):
        for some in chunks(sorted(teams), TEAMS_PER_REQUEST):
            yield Reset(some, slugs_of_all)
