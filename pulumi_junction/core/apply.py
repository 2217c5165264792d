"""Carrying out a plan: what is given up goes first, then what is declared is set."""

from collections.abc import Callable

from pulumi_junction.core.catalogue import Catalogue
from pulumi_junction.core.plan import Plan, Reset
from pulumi_junction.core.posting import Posting, PostSemantics, Surroundings
from pulumi_junction.core.service import Service
from pulumi_junction.core.side_by_side import side_by_side
from pulumi_junction.core.values import Live, Slug, Team
from pulumi_junction.errors import JunctionError, is_refusal


def _silent(_: str) -> None:
    """Say nothing."""


class Application:
    """One plan on its way. After a failure the properties tell how far it came."""

    def __init__(
        self,
        service: Service,
        semantics: PostSemantics,
        catalogue: Catalogue,
        plan: Plan,
        live: Live,
        say: Callable[[str], None] = _silent,
    ) -> None:
        self.plan = plan
        self.reset: set[tuple[Team, Slug]] = set()
        self._service = service
        self._within = Surroundings(service, semantics, catalogue, plan.declared, say)
        # What this run is the first to declare would not be set again by the next, should this phase fail.
        self._before = Surroundings(service, semantics, catalogue, plan.declared & plan.owned, say)
        self._in_doubt = False
        self._live = {team: dict(providers) for team, providers in live.items()}
        self._restoring: Posting | None = None
        self._setting: Posting | None = None

    def run(self) -> None:
        """Reset, restore, then set: a team that leaves must not wait for one that comes."""
        side_by_side(self.plan.resets, self._reset, self._service.at_a_time)
        self._restoring = Posting(self._before, self.plan.restores, self._live)
        self._restoring.run()
        self._setting = Posting(self._within, self.plan.stale, self._restoring.live)
        self._setting.run()

    @property
    def live(self) -> Live:
        """What the service has, as far as its answers told."""
        latest = self._setting or self._restoring
        return latest.live if latest else self._live

    @property
    def given_up(self) -> frozenset[tuple[Team, Slug]]:
        """The pairs that are reset or restored by now."""
        restored = self._restoring.done if self._restoring else ()
        return frozenset(self.reset | {(team, slug) for team in restored for slug in self.plan.restores[team]})

    @property
    def is_setting(self) -> bool:
        """Tell whether all that was to be given up is."""
        return self._setting is not None

    @property
    def done(self) -> set[Team]:
        """The teams that have what is declared for them, of those that had not."""
        return self._setting.done if self._setting else set()

    @property
    def sent(self) -> set[Team]:
        """The teams that may have it: of a POST that the service may have carried out, though nothing confirmed it."""
        return self._setting.sent if self._setting else set()

    @property
    def touched(self) -> bool:
        """Tell whether the service may have changed anything."""
        restoring = self._restoring is not None and bool(self._restoring.sent or self._restoring.done)
        return bool(self._in_doubt or self.reset or restoring or self.sent or self.done)

    def _reset(self, one: Reset) -> None:
        try:
            self._service.reset(one.teams, one.slugs)
        except JunctionError as reason:
            self._in_doubt = self._in_doubt or not is_refusal(reason)
            raise
        for team in one.teams:
            for slug in one.slugs:
                self._live.get(team, {}).pop(slug, None)
                self.reset.add((team, slug))
