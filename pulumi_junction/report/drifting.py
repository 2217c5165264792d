"""What somebody has changed at Junction since the last apply: a refresh found other days than it had stored."""

from collections.abc import Iterator

from pulumi_junction.core.changes import changes
from pulumi_junction.core.values import ProviderPreference
from pulumi_junction.report.comparing import Pair, Sides, known, side_of
from pulumi_junction.report.model import Drift
from pulumi_junction.report.preview import Preview


def drift(preview: Preview, both: Sides) -> list[Drift]:
    """Compare what each refresh was given with what it found, preference by preference."""
    found: list[Drift] = []
    for step in preview.refreshed:
        old, new = side_of(step, step.old), side_of(step, step.new)
        if not step.ours or old is None:
            continue
        for pair in sorted(old.pairs(), key=lambda pair: (old.declared.teams[pair[1]], pair[1], pair[2])):
            _, team, slug = pair
            applied = known(old.declared, team, slug)
            live = known(new.declared, team, slug) if new and slug in new.declared.providers else None
            if applied == live:
                continue
            for resource, was, is_now in _rows(slug, applied, live):
                label, after = old.declared.teams[team], _after(both, pair, resource)
                found.append(Drift(old.name, old.scope, team, label, slug, resource, was, is_now, after))
    return found


def _rows(
    slug: str, applied: ProviderPreference | None, live: ProviderPreference | None
) -> Iterator[tuple[str, int | None, int | None]]:
    if applied is not None:
        for one in changes(slug, applied, live):
            yield one.resource, one.now, one.then
    elif live is not None:
        yield "default", None, live.default


def _after(both: Sides, pair: Pair, resource: str) -> int | None:
    after = both.after.get(pair)
    if after is None:
        return None
    want = after.declared.providers[pair[2]]
    return want.resource_overrides.get(resource, want.default)
