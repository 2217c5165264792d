"""From what the service has to what a program would declare: only what differs from Junction's documented defaults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pulumi_junction.core.catalogue import Catalogue
from pulumi_junction.core.check import check
from pulumi_junction.core.compare import Declared
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.inputs import normalise
from pulumi_junction.core.limits import over_limits
from pulumi_junction.core.values import Live, LiveProvider, Preferences, ProviderPreference, Slug, Team, plain


class Group(NamedTuple):
    """Teams with the same settings: one resource."""

    name: str
    teams: tuple[Team, ...]
    providers: Preferences

    def short(self) -> dict[Slug, Any]:
        """Write a provider without overrides as a bare number of days."""
        providers = plain(self.providers)
        return {slug: one if "resource_overrides" in one else one["default"] for slug, one in providers.items()}


class LeftOut(NamedTuple):
    """What is set and cannot be declared: the preview of the program would refuse it."""

    provider: Slug
    preference: ProviderPreference
    reason: str
    teams: tuple[Team, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """Everything that is set in one place."""

    scope: Scope
    groups: tuple[Group, ...]
    left_out: tuple[LeftOut, ...]


def export(scope: Scope, live: Live, catalogue: Catalogue) -> Export:
    """Put teams with equal settings together. The order depends on nothing but the settings."""
    alike: dict[object, list[tuple[Team, Preferences]]] = {}
    refused: dict[tuple[Slug, object, str], tuple[ProviderPreference, list[Team]]] = {}
    for team, shown in sorted(live.items()):
        declared: dict[Slug, ProviderPreference] = {}
        for slug, one in sorted(shown.items()):
            preference = one.preference()
            if preference == catalogue.default_of(slug):
                continue
            reason = next(_reasons(scope, team, slug, one, catalogue), None)
            if reason is None:
                declared[slug] = preference
            else:
                refused.setdefault((slug, preference.key(), reason), (preference, []))[1].append(team)
        if declared:
            key = tuple((slug, preference.key()) for slug, preference in declared.items())
            alike.setdefault(key, []).append((team, declared))
    found = [(tuple(team for team, _ in same), same[0][1]) for same in alike.values()]
    names = _names([teams[0] for teams, _ in found])
    return Export(
        scope,
        tuple(Group(names[teams[0]], teams, providers) for teams, providers in found),
        tuple(
            LeftOut(slug, preference, reason, tuple(teams))
            for (slug, _, reason), (preference, teams) in sorted(refused.items())
        ),
    )


def document(exported: Export) -> dict[str, Any]:
    """Shape the answer to `--json`.

    `org_id`, `env`, `region`: strings. `resources`: objects of `name`, `teams` (UUIDs, sorted) and `providers` (slug ->
    `{"default": days, "resource_overrides": {resource: days}}`, the latter only where there are any). `left_out`:
    objects of `provider`, `preference` (of the same form), `reason` and `teams`.
    """
    return {
        "org_id": exported.scope.org_id,
        "env": exported.scope.env,
        "region": exported.scope.region,
        "resources": [
            {"name": group.name, "teams": list(group.teams), "providers": plain(group.providers)}
            for group in exported.groups
        ],
        "left_out": [
            {
                "provider": one.provider,
                "preference": one.preference.plain(),
                "reason": one.reason,
                "teams": list(one.teams),
            }
            for one in exported.left_out
        ],
    }


def _reasons(scope: Scope, team: Team, slug: Slug, one: LiveProvider, catalogue: Catalogue) -> Iterator[str]:
    """Ask the checks that every preview makes."""
    preference = one.preference()
    place = {"org_id": scope.org_id, "env": scope.env, "region": scope.region}
    written = normalise({**place, "teams": {team: ""}, "providers": {slug: preference.plain()}})
    yield from (problem.reason for problem in written.problems)
    yield from (problem.reason for problem in check(written.values, catalogue).errors)
    want = Declared({team: ""}, {slug: preference})
    yield from (problem.reason for problem in over_limits(want, {team: {slug: one}}, Declared()))


def _names(firsts: list[Team]) -> Mapping[Team, str]:
    """Name each group after the first of its teams: a name that no other group's settings can change."""
    short = [team[:8] for team in firsts]
    return {team: f"preferences-{team[:8] if short.count(team[:8]) == 1 else team}" for team in firsts}
