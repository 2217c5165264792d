"""Writing what teams are to have, whichever way a POST treats what it does not name.

The API's pages do not say whether a POST merges or replaces. So: send the least; judge by the answer, or by a GET where
the answer is incomplete (a provider missing from an answer proves nothing); put back what a POST swept away and send
full bodies from then on; reset and send again where an override that was removed is still there.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from pulumi_junction.core.catalogue import Catalogue
from pulumi_junction.core.plan import Upsert, resets, upserts
from pulumi_junction.core.service import Service
from pulumi_junction.core.siblings import Siblings
from pulumi_junction.core.side_by_side import side_by_side
from pulumi_junction.core.values import Live, LiveProvider, Preferences, Slug, Team
from pulumi_junction.errors import JunctionError, is_refusal


@dataclass
class PostSemantics:
    """What this process has learnt about POST. One for each service that is talked to."""

    merges: bool | None = None
    """None until a write to a team with something to lose has shown it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    """Held during the write that shows it, so that it puts one team at risk and not one in each thread."""

    _learning: threading.Lock = field(default_factory=threading.Lock)

    def learn(self, merges: bool) -> None:
        """Note what a write has shown. One that has swept something away counts more than all that have not."""
        with self._learning:
            if self.merges is not False:
                self.merges = merges


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where and under what knowledge something is written."""

    service: Service
    semantics: PostSemantics
    catalogue: Catalogue
    declared: AbstractSet[tuple[Team, Slug]]
    """What the next run would set again, were it lost."""

    say: Callable[[str], None]
    """Takes a line for whoever is watching."""


class Posting:
    """Some preferences for each of some teams, on their way. After a failure `done`, `sent` and `live` tell how far.

    `sent` are the teams of a POST that the service may have carried out, though nothing has confirmed it.
    """

    def __init__(self, within: Surroundings, bodies: Mapping[Team, Preferences], live: Live) -> None:
        self.live: dict[Team, Mapping[Slug, LiveProvider]] = dict(live)  # a team is replaced, never changed in place
        self.done: set[Team] = set()
        self.sent: set[Team] = set()
        self._bodies = bodies
        self._service = within.service
        self._semantics = within.semantics
        self._say = within.say
        self._siblings = Siblings(bodies, live, within.declared, within.catalogue)

    def run(self) -> None:
        """Send to one team that has something to lose, while it is not known what a POST does; then to all others.

        Raises a JunctionError where a request fails for good.
        """
        teams = sorted(self._bodies)
        if self._semantics.merges is None:
            with self._semantics.lock:
                at_risk = filter(self._siblings.undeclared, teams)
                first = min(at_risk, key=lambda team: not self._siblings.are_conclusive(team), default=None)
                if self._semantics.merges is None and first is not None:
                    self._say(
                        f"team {first} is written first and alone, as a POST may drop what it does not name: "
                        f"{self._undeclared(first)}"
                    )
                    self._write([first])
                    teams.remove(first)
        self._write(teams)

    def _write(self, teams: Sequence[Team]) -> None:
        """Send to all of them; one request at a time where each may sweep away what nobody declares."""
        pending = set(teams)
        while pending:
            known = self._semantics.merges
            at_risk = known is None and any(map(self._siblings.undeclared, pending))
            requests = list(upserts({team: self._body(team, known is False) for team in sorted(pending)}))
            most = 1 if at_risk else self._service.at_a_time
            side_by_side(requests, lambda request: self._send(request, known), most)  # noqa: B023 - it waits for all
            pending -= self.done

    def _send(self, request: Upsert, known: bool | None) -> None:
        if self._semantics.merges is not known:
            return  # learnt meanwhile, here or in another thread: what is left is put together anew
        full = known is False
        self._post(request, full)
        self._put_back(request.teams, full)
        self._clear_survivors(request.teams)
        self.done.update(request.teams)

    @property
    def _replaces(self) -> bool:
        return self._semantics.merges is False

    def _body(self, team: Team, full: bool) -> Preferences:
        """What to send: only what differs, or all that is to stay where a POST replaces."""
        return {**self._siblings.of(team), **self._bodies[team]} if full else self._bodies[team]

    def _post(self, request: Upsert, full: bool) -> None:
        answer = self._carefully(request.teams, full, lambda: self._service.upsert(request.teams, request.providers))
        self.sent.update(request.teams)
        if not all(self._complete(team, request.providers, answer.get(team, {}), full) for team in request.teams):
            answer = self._carefully(request.teams, full, lambda: self._service.get(request.teams))
            for team in request.teams:
                self.live[team] = {}
        for team in request.teams:
            self.live[team] = {**self.live.get(team, {}), **answer.get(team, {})}

    def _carefully(self, teams: Sequence[Team], full: bool, call: Callable[[], Live]) -> Live:
        """After a POST that may have been carried out unseen, put undeclared settings back before giving up."""
        try:
            return call()
        except JunctionError as reason:
            if is_refusal(reason) and not self.sent.issuperset(teams):
                raise  # surely not carried out
            self.sent.update(teams)
            if not full and self._semantics.merges is not True:
                self._restore([team for team in teams if self._siblings.undeclared(team)], reason)
            raise

    def _restore(self, teams: Sequence[Team], reason: JunctionError) -> None:
        try:
            for request in upserts({team: self._body(team, True) for team in teams}):
                self._service.upsert(request.teams, request.providers, at_once=True)
        except JunctionError:
            raise self._losing(teams, reason) from None

    def _losing(self, teams: Sequence[Team], reason: JunctionError) -> JunctionError:
        """Name what nothing else knows: settings that nobody declared, swept away and not put back."""
        lost = "; ".join(f"{team}: {self._undeclared(team)}" for team in teams if self._siblings.undeclared(team))
        if not lost:
            return reason
        return JunctionError(f"{reason} Undeclared settings may be lost; check these and set them again: {lost}.")

    def _undeclared(self, team: Team) -> str:
        return ", ".join(f"{slug} {one}" for slug, one in sorted(self._siblings.undeclared(team).items()))

    def _complete(self, team: Team, sent: Preferences, shown: Mapping[Slug, LiveProvider], full: bool) -> bool:
        """Judge whether an answer tells all there is to know: what was sent, and that nothing else is lost."""
        return all(slug in shown for slug in sent) and (full or not self._siblings.are_lost(team, shown))

    def _put_back(self, teams: Sequence[Team], full: bool) -> None:
        """Repair what a POST has swept away, and remember that it does. Looked for even where POST seems to merge."""
        if full:
            return
        robbed = [team for team in teams if self._siblings.are_lost(team, self.live.get(team, {}))]
        if not robbed:
            if self._semantics.merges is None and any(self._siblings.are_conclusive(team) for team in teams):
                self._semantics.learn(merges=True)
            return
        self._semantics.learn(merges=False)
        try:
            for request in upserts({team: self._body(team, True) for team in robbed}):
                self._post(request, True)
        except JunctionError as reason:
            raise self._losing(robbed, reason) from None

    def _clear_survivors(self, teams: Sequence[Team]) -> None:
        """Where a removed override is still there, only a reset removes it."""
        survivors = {
            (team, slug)
            for team in teams
            for slug, want in self._bodies[team].items()
            if self._overrides(team, slug) - want.resource_overrides.keys()
        }
        for reset in resets(survivors):
            self._service.reset(reset.teams, reset.slugs)
        full = self._replaces
        for request in upserts({team: self._body(team, full) for team, _ in survivors}):
            self._post(request, full)
            self._put_back(request.teams, full)

    def _overrides(self, team: Team, slug: Slug) -> AbstractSet[str]:
        live = self.live.get(team, {}).get(slug)
        return live.resource_overrides.keys() if live else frozenset()
