"""Requests, one example for each rule of applying: what is sent, in which order, and what is read again."""

from collections.abc import Sequence

import pytest

from pulumi_junction.core.plan import TEAMS_PER_REQUEST
from pulumi_junction.core.posting import PostSemantics
from pulumi_junction.core.service import read
from pulumi_junction.core.values import Live, Slug, Team
from tests.support.fake_service import FakeService, Sent
from tests.unit.core.states import MANY, TEAMS, days, post, up, want

A, B, C = TEAMS[:3]
MERGES, REPLACES = True, False


def test_a_whole_answer_needs_no_second_look() -> None:
    service = FakeService(stored={A: {"garmin": days(50)}})

    up(service, want([A, B], oura=120), semantics=PostSemantics(MERGES))

    assert service.methods == ["GET", "POST"]


@pytest.mark.parametrize("merges", [MERGES, REPLACES, None])
def test_an_answer_that_does_not_show_what_was_sent_needs_one(merges: bool | None) -> None:
    service = FakeService(answers="teams", post="merge" if merges else "replace")

    after = up(service, want([A, B], oura=120), semantics=PostSemantics(merges))

    assert service.methods == ["GET", "POST", "GET"]
    assert service.requests[2] == Sent("GET", (A, B), ())
    assert after.kept(A, "oura") == service.shown(A)["oura"]


@pytest.mark.parametrize("merges", [MERGES, None])
def test_an_answer_that_does_not_show_what_could_be_lost_needs_one(merges: bool | None) -> None:
    service = FakeService(answers="sent", stored={A: {"garmin": days(50)}})

    up(service, want([A], oura=120), semantics=PostSemantics(merges))

    assert service.methods == ["GET", "POST", "GET"]


def test_an_answer_that_shows_what_was_sent_is_enough_where_nothing_can_be_lost() -> None:
    service = FakeService(answers="sent")

    up(service, want([A], oura=120))

    assert service.methods == ["GET", "POST"]


def test_resets_go_first() -> None:
    service = FakeService(stored={A: {"garmin": days(50)}, B: {"garmin": days(50)}})

    up(service, want([A], oura=120), want([A, B], garmin=50))

    assert service.writes == [Sent("DELETE", (A, B), ("garmin",)), post([A], oura=120)]


def test_what_was_just_reset_is_not_put_back() -> None:
    service = FakeService(post="replace", stored={A: {"garmin": days(50), "strava": days(5)}})

    up(service, want([A], oura=120), want([A], garmin=50))

    assert service.stored[A] == {"oura": days(120), "strava": days(5)}


def test_no_request_names_more_than_100_teams() -> None:
    service = FakeService()

    up(service, want(MANY, oura=120))
    up(service, want([], oura=120), want(MANY, oura=120))

    assert [len(one.teams) for one in service.requests] == [100, 100, 50] * 4
    assert service.methods == ["GET"] * 3 + ["POST"] * 3 + ["GET"] * 3 + ["DELETE"] * 3
    assert not any(service.stored[team] for team in MANY)


def test_reading_asks_for_all_teams_a_hundred_at_a_time() -> None:
    service = FakeService(stored={team: {"oura": days(1)} for team in MANY[:150]})

    assert set(read(service, MANY, ["oura"])) == set(MANY[:150])
    assert [len(one.teams) for one in service.requests] == [TEAMS_PER_REQUEST, TEAMS_PER_REQUEST, 50]
    assert {one.slugs for one in service.requests} == {("oura",)}


def test_a_service_that_shows_more_teams_than_were_asked_for_changes_nothing() -> None:
    class Generous(FakeService):
        def get(self, teams: Sequence[Team], slugs: Sequence[Slug] = ()) -> Live:
            return {**super().get(teams, slugs), C: self.shown(C)}

    service = Generous(stored={C: {"oura": days(1)}}, answers="teams")

    up(service, want([A], oura=120))

    assert service.stored == {A: {"oura": days(120)}, C: {"oura": days(1)}}
