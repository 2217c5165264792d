"""What somebody has changed at Junction since the last apply: a refresh found other days than it had stored."""

from collections.abc import Iterator

from pulumi_junction.core.changes import changes
from pulumi_junction.core.values import ProviderPreference
from pulumi_junction.report.model import DRIFT, Drift, Touched
from pulumi_junction.report.preview import Preview
from pulumi_junction.report.sides import Pair, Sides, known, side_of


def drift(preview: Preview, both: Sides) -> list[Drift]:
    """Compare what each refresh was given with what it found, preference by preference."""
    found: list[Drift] = []
    for step in preview.refreshed:
        old, new = side_of(step.name, step.old), side_of(step.name, step.new)
        if not step.ours or old is None or (step.new and not new):
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


def hidden(preview: Preview) -> list[Touched]:
    """Name what has drifted, though its teams or days are secret."""
    found = [step for step in preview.refreshed if step.ours and (step.diffs or step.new is None)]
    unreadable = [
        step for step in found if not side_of(step.name, step.old) or (step.new and not side_of(step.name, step.new))
    ]
    return [Touched(step.name, DRIFT) for step in unreadable]


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
