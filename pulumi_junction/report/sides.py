"""Both sides of a stack: who has each preference now, and who will have it, across all of its resources."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from pulumi_junction.core import catalogue
from pulumi_junction.core.choices import RESET, RETAIN
from pulumi_junction.core.compare import NOT_SET, Declared
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.leaving import restored
from pulumi_junction.core.values import LiveProvider, ProviderPreference, Slug, Team
from pulumi_junction.report.model import CREATE, RESTORE, UPDATE, Touched
from pulumi_junction.report.model import RESET as RESET_OP
from pulumi_junction.report.preview import Preview, State
from pulumi_junction.report.transitions import Transition, transitions

Pair: TypeAlias = tuple[Scope, Team, Slug]


@dataclass(frozen=True, slots=True)
class Side:
    """What one resource declares, before or after."""

    name: str
    scope: Scope
    declared: Declared
    on_delete: str
    retained: bool
    """Whether what is given up stays as it is."""

    def pairs(self) -> Iterator[Pair]:
        """What it owns."""
        for team, slug in self.declared.pairs():
            yield self.scope, team, slug

    def gives_up(self, team: Team, slug: Slug) -> tuple[str, ProviderPreference | None]:
        """Tell what becomes of a preference that nobody declares any more, and the days then."""
        back = restored([(team, slug)], self.declared, self.on_delete).get((team, slug))
        return (RESTORE, back) if back else (RESET_OP, catalogue.load().default_of(slug))


@dataclass
class Sides:
    """Each preference with the resource that owns it before, and after."""

    before: dict[Pair, Side] = field(default_factory=dict)
    after: dict[Pair, Side] = field(default_factory=dict)
    live: dict[Pair, LiveProvider | None] = field(default_factory=dict)
    """What the provider saw; None: it looked, and Junction showed nothing."""

    all: list[Side] = field(default_factory=list)
    """Old ones before new ones of a resource, so that new labels count."""

    unseen: set[Pair] = field(default_factory=set)
    """What is given up, though nobody has looked what is there."""

    hidden: list[Touched] = field(default_factory=list)
    released: list[str] = field(default_factory=list)

    def touched(self) -> list[Pair]:
        """List what `pulumi up` would write or reset, in the order of place, label and data provider."""
        found = [pair for pair in {*self.before, *self.after} if self._is_touched(pair)]
        return sorted(found, key=lambda pair: (str(pair[0]), self._label(pair), pair[1], pair[2]))

    def op(self, pair: Pair) -> str:
        """Say what becomes of it."""
        if pair in self.after:
            return UPDATE if pair in self.before else CREATE
        return self.before[pair].gives_up(pair[1], pair[2])[0]

    def now(self, pair: Pair) -> ProviderPreference | None:
        """What is there, as far as the preview looked; where Junction shows nothing, its default counts."""
        if pair in self.live:
            live = self.live[pair]
            return catalogue.load().default_of(pair[2]) if live is None else live.preference()
        before = None if pair in self.unseen else self.before.get(pair)
        return None if before is None else known(before.declared, pair[1], pair[2])

    def then(self, pair: Pair) -> ProviderPreference | None:
        """What will be there; None where that is an undocumented default."""
        after = self.after.get(pair)
        return self.before[pair].gives_up(pair[1], pair[2])[1] if after is None else after.declared.providers[pair[2]]

    def limit(self, pair: Pair, resource: str) -> int | None:
        """Return the most that Junction allows there, where it said so."""
        _, team, slug = pair
        before = self.before.get(pair)
        told = before.declared if before else Declared()
        shown = self.live.get(pair) or told.exceptions.get(team, {}).get(slug) or told.effective.get(slug)
        return shown.resource_overrides.get(resource, shown.default).limit if shown else None

    def _is_touched(self, pair: Pair) -> bool:
        _, team, slug = pair
        before, after, live = self.before.get(pair), self.after.get(pair), self.live.get(pair)
        if before is None:
            return after is not None
        if after is None:
            return not before.retained and before.declared.may_be_ours(team, slug, live)
        want, was = after.declared.providers[slug], before.declared
        live = live or was.kept(team, slug)
        if live is None and slug not in was.deviations.get(team, {}):
            return was.providers[slug] != want
        return not was.settles(team, slug, want, live)

    def _label(self, pair: Pair) -> str:
        side = self.after.get(pair) or self.before[pair]
        return side.declared.teams[pair[1]]


def sides(preview: Preview) -> Sides:
    """Take both sides of every resource of ours."""
    both = Sides()
    for one in transitions(preview.steps):
        old, new = side_of(one.name, one.old), side_of(one.name, one.new)
        if (one.old and not old) or (one.new and not new):
            if one.changes:
                both.hidden.append(Touched(one.name, one.op))
            continue
        _add(both, one, old, new)
        if old and not new and one.name in preview.unseen:
            both.unseen.update(old.pairs())
        for team, shown in preview.live.get(one.urn, {}).items() if new else ():
            both.live.update({(new.scope, team, slug): live for slug, live in shown.items()} if new else {})
    gone = (side for pair, side in both.before.items() if pair not in both.after and side.retained)
    both.released += dict.fromkeys(side.name for side in gone if side.name not in both.released)
    return both


def _add(both: Sides, one: Transition, old: Side | None, new: Side | None) -> None:
    both.all += [side for side in (old, new) if side]
    if old and one.released:
        both.released.append(one.name)
    elif old:
        # In an update the program's word counts; state's only where the engine deletes.
        word = replace(old, on_delete=new.on_delete, retained=new.on_delete == RETAIN) if new and one.updates else old
        both.before.update(dict.fromkeys(old.pairs(), word))
    if new:
        both.after.update(dict.fromkeys(new.pairs(), new))


def known(declared: Declared, team: Team, slug: Slug) -> ProviderPreference | None:
    """What was there when it was applied or read; None where Junction showed nothing."""
    return None if declared.deviations.get(team, {}).get(slug) == NOT_SET else declared.last_known(team, slug)


def side_of(name: str, state: State | None) -> Side | None:
    """Read what a resource declares; None where it is secret, or not known before the apply."""
    if state is None:
        return None
    values = state.values()
    try:
        scope = Scope(str(values["org_id"]), str(values["env"]), str(values["region"]))
        on_delete = str(values.get("on_delete") or RESET)
        declared = Declared.of(values)
        if not all(isinstance(text, str) for text in (*declared.teams, *declared.teams.values())):
            return None
        return Side(name, scope, declared, on_delete, state.retain_on_delete or on_delete == RETAIN)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        return None
