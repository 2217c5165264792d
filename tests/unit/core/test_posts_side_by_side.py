"""Requests of different teams go side by side, and what comes of them is the same as one after the other."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from pulumi_junction.core.posting import PostSemantics
from pulumi_junction.core.values import Live, Preferences, Slug, Team
from pulumi_junction.errors import JunctionError
from tests.support.fake_service import FakeService, Post
from tests.unit.core.states import days, up, want

SECONDS = 10
TEAMS = [f"00000000-0000-4000-8000-{number:012d}" for number in range(950)]


@dataclass
class Busy(FakeService):
    """Answers slowly enough that others come meanwhile; notes how many were there at most."""

    at_a_time: int = 4
    most: int = 0
    _there: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, teams: Sequence[Team], slugs: Sequence[Slug] = ()) -> Live:
        self._meet()
        return super().get(teams, slugs)

    def upsert(self, teams: Sequence[Team], providers: Preferences, at_once: bool = False) -> Live:
        self._meet()
        with self._lock:
            return super().upsert(teams, providers, at_once)

    def _meet(self) -> None:
        with self._lock:
            self._there += 1
            self.most = max(self.most, self._there)
        threading.Event().wait(0.005)
        with self._lock:
            self._there -= 1


@pytest.mark.parametrize("post", ["merge", "replace", "deep"])
@pytest.mark.parametrize("siblings", [False, True], ids=["fresh teams", "teams with undeclared settings"])
def test_all_teams_have_what_is_declared_and_keep_what_is_not(post: Post, siblings: bool) -> None:
    before = {team: {"garmin": days(50, sleep=7)} for team in TEAMS} if siblings else {}
    service = Busy(post=post, stored={team: dict(one) for team, one in before.items()})

    up(service, want(TEAMS, oura=120), semantics=PostSemantics())

    assert service.stored == {team: {**before.get(team, {}), "oura": days(120)} for team in TEAMS}
    assert 1 < service.most <= 4


def test_a_refusal_in_the_middle_leaves_it_known_who_is_done() -> None:
    service = Busy(fails_at_write=5)

    with pytest.raises(JunctionError, match="says no"):
        up(service, want(TEAMS, oura=120))

    assert 400 <= len(service.stored) < 950, "what had begun was ended, and nothing begun anew"
    assert len(service.stored) % 50 == 0, "whole requests"
    assert len(service.writes) <= 8


def test_one_at_a_time_is_in_order() -> None:
    service = Busy(at_a_time=1)

    up(service, want(TEAMS, oura=120))

    assert [sent.teams[0] for sent in service.writes] == TEAMS[::100]
    assert service.most == 1
