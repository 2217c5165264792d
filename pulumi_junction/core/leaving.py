"""What becomes of a pair that a resource declares no more: `on_delete` is `reset`, `retain` or `restore`."""

from collections.abc import Iterable, Mapping
from typing import Any

from pulumi_junction.core.catalogue import Catalogue
from pulumi_junction.core.changes import ForTeams, by_change, changes
from pulumi_junction.core.choices import RESET, RESTORE, RETAIN
from pulumi_junction.core.compare import Declared
from pulumi_junction.core.values import UNKNOWN, Live, ProviderPreference, Slug, Team


def restored(
    pairs: Iterable[tuple[Team, Slug]], before: Declared, on_delete: str
) -> dict[tuple[Team, Slug], ProviderPreference]:
    """Return what these pairs get back of what adoption found; the rest is reset."""
    if on_delete != RESTORE:
        return {}
    return {(team, slug): before.adopted[team][slug] for team, slug in pairs if slug in before.adopted.get(team, {})}


def coming_back(
    pairs: Iterable[tuple[Team, Slug]],
    before: Declared,
    on_delete: str,
    catalogue: Catalogue,
    live: Live | None = None,
    after: Live | None = None,
) -> ForTeams:
    """Which day counts change where these pairs leave; nothing where they are retained, or where that is not known yet.

    Now is what *live* shows, else what was there when *before* was applied or read. Then is what *after* shows, else
    what is to be restored, else the documented default.
    """
    leaving = sorted(pairs) if on_delete in (RESET, RESTORE) else []
    back = restored(leaving, before, on_delete)

    def then(team: Team, slug: Slug) -> ProviderPreference | None:
        shown = (after or {}).get(team, {}).get(slug)
        return shown.preference() if shown else back.get((team, slug)) or catalogue.default_of(slug)

    return by_change(
        (before.teams[team] or team, change)
        for team, slug in leaving
        for change in changes(slug, _now(before, live or {}, team, slug), then(team, slug))
    )


def _now(before: Declared, live: Live, team: Team, slug: Slug) -> ProviderPreference:
    shown = live.get(team, {}).get(slug)
    return before.last_known(team, slug) if shown is None else shown.preference()


def after_delete(providers: Any, on_delete: Any, olds: Mapping[str, Any], catalogue: Catalogue) -> Any:
    """Make the input `after_delete`: by data provider, what would be there without the resource.

    Of a resource that is deleted the engine asks nothing in a preview; it prints the inputs. An entry stays as it was,
    or a newer catalogue would be a change.
    """
    if not isinstance(providers, Mapping) or on_delete is UNKNOWN:
        return UNKNOWN
    written = olds.get("after_delete") if olds.get("on_delete", RESET) == on_delete else None
    known = written if isinstance(written, Mapping) else {}
    return {slug: known.get(slug, _after(slug, on_delete, catalogue)) for slug in providers}


def _after(slug: Slug, on_delete: str, catalogue: Catalogue) -> int | str:
    default = catalogue.default_of(slug)
    days: int | str = "Junction's default" if default is None else default.default
    return {RESET: days, RETAIN: "unchanged"}.get(on_delete, f"what was adopted, else {days}")
