"""What is said under a resource: warnings that a reviewer must see, and what became of things."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pulumi_junction.core.changes import ForTeams, several, table
from pulumi_junction.core.compare import Declared
from pulumi_junction.core.noting import note
from pulumi_junction.core.values import Live, ProviderPreference, Slug, Team
from pulumi_junction.providers import bridge
from pulumi_junction.providers.bridge import name_of, tell, warn
from pulumi_junction.providers.session import Values

OVERWRITTEN = "what is set at Junction now is overwritten"
MOST_EDITS = 20
COMING_BACK = "no longer declared; these values revert"
OLD_PLACE = "the old place is given up; these values revert there"


def say_changes(values: Values, what: str, found: ForTeams) -> None:
    """Show a table of days now and then; of a secret resource only that there is one."""
    if found:
        warn(f"{what} (not shown, as it is a secret)" if values.get("secret") else f"{what}:\n{table(found)}")


def note_live(values: Values, pairs: Collection[tuple[Team, Slug]], live: Live | None) -> None:
    """Leave in the event log what is there now, for reports."""
    if live is not None and pairs and not values.get("secret"):
        bridge.note(note(pairs, live))


def say_gone_back(values: Values, found: ForTeams) -> None:
    """Say what a deletion has left."""
    if found and not values.get("secret"):
        tell(f"reverted, by Junction's answer or its documents:\n{table(found, 'days before', 'days now')}")


def say_edited(values: Values, want: Declared, edits: Iterable[tuple[Team, Slug, ProviderPreference]]) -> None:
    """Somebody else's change since the last apply is overwritten, but not without a word."""
    declared = want.pairs()
    teams: dict[tuple[Slug, str, bool], list[Team]] = {}
    for team, slug, found in edits:
        teams.setdefault((slug, str(found), (team, slug) in declared), []).append(team)
    if len(teams) > MOST_EDITS:
        warn(f"{len(teams)} different values were changed since the last apply; the first {MOST_EDITS}:")
    for (slug, found_days, is_set), some in list(teams.items())[:MOST_EDITS]:
        if values.get("secret"):
            warn(f"{slug} had another value at the service for {len(some)} team(s), changed since the last apply")
            continue
        then = f"; setting {want.providers[slug]}" if is_set else ""
        whose = several([values["teams"].get(team) or team for team in some])
        warn(f"{slug} was {found_days} at the service for {whose}, changed since the last apply{then}")


def say_spared(spared: Mapping[Any, str]) -> None:
    """A pair that moved is left alone."""
    for owner in sorted(set(spared.values())):
        count = sum(1 for one in spared.values() if one == owner)
        warn(f"{count} preference(s) were not reset, as {name_of(owner)} declares them now")


def say_kept(values: Values, want: Declared, live: Live) -> None:
    """Preferences are advisory: say where the service keeps another value than was asked."""
    if values.get("secret"):
        return
    for slug, preference in sorted(want.providers.items()):
        others = {team: live[team][slug] for team in want.teams if slug in live.get(team, {})}
        differing = {team: kept.preference() for team, kept in others.items() if not kept.is_set_to(preference)}
        if differing:
            team, kept = sorted(differing.items())[0]
            whose = want.teams[team] or team
            more = f" (and {len(differing) - 1} more)" if len(differing) > 1 else ""
            warn(f"providers.{slug}: asked {preference}, the service keeps {kept} for team {whose}{more}")


def say_retained(count: int) -> None:
    """`on_delete="retain"` leaves everything as it is."""
    tell(f'{count} preference(s) stay as they are at Junction: on_delete="retain"')
