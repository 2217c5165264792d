"""Both sides of a stack: who has each preference now, and who will have it, across all of its resources."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from pulumi_junction.core import catalogue
from pulumi_junction.core.compare import NOT_SET, Declared
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.leaving import restored
from pulumi_junction.core.values import RESET, RETAIN, LiveProvider, ProviderPreference, Slug, Team
from pulumi_junction.report.model import CREATE, RESTORE, UPDATE
from pulumi_junction.report.model import RESET as RESET_OP
from pulumi_junction.report.preview import Preview, State, Step

Pair: TypeAlias = tuple[Scope, Team, Slug]

_REPLACEMENTS = ("create-replacement", "delete-replaced")  # said once more by `replace`
_GIVEN_UP = ("read", "read-replacement", "discard", "discard-replaced")


@dataclass(frozen=True, slots=True)
class Side:
    """What one resource declares, before or after."""

    name: str
    urn: str
    scope: Scope
    declared: Declared
    on_delete: str
    retained: bool = False

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
    live: dict[Pair, LiveProvider] = field(default_factory=dict)
    all: list[Side] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
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
        """What is there, as far as the preview looked."""
        if pair in self.live:
            return self.live[pair].preference()
        before = self.before.get(pair)
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
        before, after = self.before.get(pair), self.after.get(pair)
        if before is None or after is None:
            return after is not None or not (before is None or before.retained)
        _, team, slug = pair
        want, was = after.declared.providers[slug], before.declared
        live = self.live.get(pair) or was.kept(team, slug)
        if live is None and slug not in was.deviations.get(team, {}):
            return was.providers[slug] != want
        return not was.settles(team, slug, want, live)

    def _label(self, pair: Pair) -> str:
        side = self.after.get(pair) or self.before[pair]
        return side.declared.teams[pair[1]]


def sides(preview: Preview) -> Sides:
    """Take both sides of every resource of ours."""
    both = Sides()
    for step in _ours(preview.steps):
        old, new = side_of(step, step.old), side_of(step, step.new)
        if (step.old and not old) or (step.new and not new):
            both.hidden.append(step.name)
            continue
        both.all += [side for side in (new, old) if side]
        released = old is not None and (step.op in _GIVEN_UP or (new is None and old.retained))
        if released:
            both.released.append(step.name)
        elif old:
            both.before.update(dict.fromkeys(old.pairs(), old))
        if new and step.op not in _GIVEN_UP:
            both.after.update(dict.fromkeys(new.pairs(), new))
        if new:
            noted = preview.live.get(step.urn, {})
            both.live.update({(new.scope, team, slug): live for team in noted for slug, live in noted[team].items()})
    gone = (side for pair, side in both.before.items() if pair not in both.after and side.retained)
    both.released += dict.fromkeys(side.name for side in gone)
    return both


def known(declared: Declared, team: Team, slug: Slug) -> ProviderPreference | None:
    """What was there when it was applied or read; None where Junction showed nothing."""
    return None if declared.deviations.get(team, {}).get(slug) == NOT_SET else declared.last_known(team, slug)


def _ours(steps: Sequence[Step]) -> Iterable[Step]:
    """A replacement is three steps; one of them has both sides."""
    replaced = {step.urn for step in steps if step.op == "replace"}
    found: Mapping[tuple[str, str], Step] = {
        (step.urn, step.op): step
        for step in steps
        if step.ours and not (step.urn in replaced and step.op in _REPLACEMENTS)
    }
    return found.values()


def side_of(step: Step, state: State | None) -> Side | None:
    """Read what a resource declares; None where it is secret, or not known before the apply."""
    if state is None:
        return None
    name, values = step.urn.rpartition("::")[2], state.values()
    try:
        scope = Scope(str(values["org_id"]), str(values["env"]), str(values["region"]))
        kept = state.retain_on_delete or values.get("on_delete") == RETAIN
        return Side(name, step.urn, scope, Declared.of(values), str(values.get("on_delete") or RESET), kept)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
