"""What is declared against the limits that the service answers: `historical_days_to_pull_limit`."""

from collections.abc import Iterator

from pulumi_junction.core.compare import Declared
from pulumi_junction.core.describe import at
from pulumi_junction.core.values import Days, Live, LiveProvider, Problem, ProviderPreference, Slug, Team


def over_limits(want: Declared, live: Live, before: Declared) -> Iterator[Problem]:
    """Find new or changed values above the limit of any team. What was applied before never fails.

    After the service has lowered a value, its answer shows the limit; the program need not follow.
    """
    for slug, preference in sorted(want.providers.items()):
        lowest: dict[str, tuple[int, Team]] = {}
        for team in sorted(want.teams):
            for path, limit in _exceeded(slug, preference, live.get(team, {}).get(slug), _applied(before, team, slug)):
                lowest[path] = min(lowest.get(path, (limit, team)), (limit, team))
        for path, (limit, team) in lowest.items():
            yield Problem(path, f"is above the {limit} days that Junction allows team {team}; lower it to {limit}")


def _applied(before: Declared, team: Team, slug: Slug) -> ProviderPreference | None:
    return before.providers.get(slug) if team in before.teams else None


def _exceeded(
    slug: Slug, want: ProviderPreference, live: LiveProvider | None, before: ProviderPreference | None
) -> Iterator[tuple[str, int]]:
    if live is None:
        return
    path = at("providers", slug)
    if (before is None or before.default != want.default) and _above(want.default, live.default):
        yield at(path, "default"), live.default.limit or 0
    for name, days in want.resource_overrides.items():
        amount = live.resource_overrides.get(name, live.default)
        if (before is None or before.resource_overrides.get(name) != days) and _above(days, amount):
            yield at(at(path, "resource_overrides"), name), amount.limit or 0


def _above(days: int, amount: Days) -> bool:
    return amount.limit is not None and days > amount.limit
