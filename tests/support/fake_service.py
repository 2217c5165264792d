"""An in-memory `Service`: what a POST may mean and what its answer may leave out, without HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pulumi_junction.core.values import Days, Live, LiveProvider, Preferences, ProviderPreference, Slug, Team
from pulumi_junction.errors import RateLimitError, ServerError, UnprocessableError

Post = Literal["merge", "replace", "deep"]
Answers = Literal["full", "sent", "teams"]

LIMIT = 365


@dataclass(frozen=True)
class Sent:
    """One request as it arrived. `providers` is empty unless it was a POST."""

    method: Literal["GET", "POST", "DELETE"]
    teams: tuple[Team, ...]
    slugs: tuple[Slug, ...]
    providers: Mapping[Slug, ProviderPreference] = field(default_factory=dict)

    @property
    def pairs(self) -> set[tuple[Team, Slug]]:
        return {(team, slug) for team in self.teams for slug in self.slugs}


@dataclass
class FakeService:
    """Keeps what is set; shows defaults for the rest where `defaults` has any."""

    post: Post = "merge"
    answers: Answers = "full"
    """What the answer to a POST shows of each team: all, what was sent, or nothing but its id."""

    defaults: Mapping[Slug, int] = field(default_factory=dict)
    """Shown for what is not set. A slug that is not in here is absent then."""

    limits: Mapping[Slug, int] = field(default_factory=dict)
    """More days than this are kept as this."""

    stored: dict[Team, dict[Slug, ProviderPreference]] = field(default_factory=dict)
    requests: list[Sent] = field(default_factory=list)
    fails_at_write: int | None = None
    """The POST or DELETE, counted from 1, that is refused without effect."""

    loses_answer_of_write: int | None = None
    """The POST or DELETE, counted from 1, that is carried out and then not answered."""

    at_a_time: int = 1
    """More of it comes in any order."""

    refuses_after_loss: bool = False
    """The client tries again, and that is refused: what it raises is the refusal, in doubt."""

    def get(self, teams: Sequence[Team], slugs: Sequence[Slug] = ()) -> Live:
        self.requests.append(Sent("GET", tuple(teams), tuple(slugs)))
        return {team: self.shown(team, slugs) for team in teams if self.shown(team, slugs)}

    def upsert(self, teams: Sequence[Team], providers: Preferences, at_once: bool = False) -> Live:
        self._arrive(Sent("POST", tuple(teams), tuple(providers), dict(providers)))
        for team in teams:
            self.stored[team] = self._after(self.stored.get(team, {}), providers)
        self._lose_answer()
        return {team: self._answered(team, providers) for team in teams}

    def reset(self, teams: Sequence[Team], slugs: Sequence[Slug]) -> None:
        self._arrive(Sent("DELETE", tuple(teams), tuple(slugs)))
        assert teams
        assert slugs
        for team in teams:
            for slug in slugs:
                self.stored.get(team, {}).pop(slug, None)
        self._lose_answer()

    def _lose_answer(self) -> None:
        if len(self.writes) == self.loses_answer_of_write:
            if self.refuses_after_loss:
                raise RateLimitError("the service asks for patience.", status_code=429, in_doubt=True)
            raise ServerError("the service is down.", status_code=503)

    def shown(self, team: Team, slugs: Sequence[Slug] = ()) -> dict[Slug, LiveProvider]:
        """What a GET says of one team."""
        defaults = {slug: ProviderPreference(days) for slug, days in self.defaults.items()}
        shown = {**defaults, **self.stored.get(team, {})}
        return {slug: self._live(slug, one) for slug, one in shown.items() if not slugs or slug in slugs}

    @property
    def writes(self) -> list[Sent]:
        return [sent for sent in self.requests if sent.method != "GET"]

    @property
    def posts(self) -> list[Sent]:
        return [sent for sent in self.requests if sent.method == "POST"]

    @property
    def methods(self) -> list[str]:
        return [sent.method for sent in self.requests]

    def _arrive(self, sent: Sent) -> None:
        self.requests.append(sent)
        if len(self.writes) == self.fails_at_write:
            raise UnprocessableError("the service says no.", status_code=422)

    def _after(self, had: Preferences, sent: Preferences) -> dict[Slug, ProviderPreference]:
        """Merge keeps other data providers; deep keeps other overrides, too; replace keeps nothing."""
        kept = {} if self.post == "replace" else dict(had)
        for slug, want in sent.items():
            overrides = dict(had[slug].resource_overrides) if self.post == "deep" and slug in had else {}
            kept[slug] = self._clamped(slug, ProviderPreference(want.default, {**overrides, **want.resource_overrides}))
        return kept

    def _clamped(self, slug: Slug, asked: ProviderPreference) -> ProviderPreference:
        most = self.limits.get(slug, LIMIT)
        overrides = {name: min(days, most) for name, days in asked.resource_overrides.items()}
        return ProviderPreference(min(asked.default, most), overrides)

    def _answered(self, team: Team, sent: Preferences) -> dict[Slug, LiveProvider]:
        if self.answers == "full":
            return self.shown(team)
        return self.shown(team, tuple(sent)) if self.answers == "sent" else {}

    def _live(self, slug: Slug, kept: ProviderPreference) -> LiveProvider:
        most = self.limits.get(slug, LIMIT)
        overrides = {name: Days(days, most) for name, days in kept.resource_overrides.items()}
        return LiveProvider(Days(kept.default, most), overrides)
