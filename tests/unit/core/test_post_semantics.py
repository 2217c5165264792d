"""Finding out what a POST does to what it does not name, at the risk of one team at most, and living with it."""

from collections.abc import Sequence
from typing import Any

import pytest

from pulumi_junction.core import catalogue
from pulumi_junction.core.apply import Application
from pulumi_junction.core.compare import Declared
from pulumi_junction.core.plan import plan
from pulumi_junction.core.posting import PostSemantics
from pulumi_junction.core.service import read
from pulumi_junction.core.values import Live, Preferences, Team
from pulumi_junction.errors import JunctionError
from tests.support.fake_service import FakeService, Sent
from tests.unit.core.states import DEFAULTS, TEAMS, days, post, up, want

A, B, C = TEAMS[:3]
MERGES, REPLACES = True, False


def sent(service: FakeService) -> list[Sent]:
    """The writes, each with its data providers in alphabetical order."""
    return [Sent(one.method, one.teams, tuple(sorted(one.slugs)), dict(one.providers)) for one in service.writes]


def test_while_it_is_not_known_what_a_post_does_one_team_goes_first() -> None:
    service = FakeService(stored={team: {"garmin": days(50)} for team in (B, C)})
    semantics = PostSemantics()

    up(service, want([A, B, C], oura=120), semantics=semantics)

    assert service.writes == [post([B], oura=120), post([A, C], oura=120)]
    assert semantics.merges is True


def test_where_nothing_undeclared_can_be_lost_all_teams_go_at_once() -> None:
    """What is declared would be set again by the next run, and a default comes back by itself."""
    settled = {"garmin": days(50), "strava": days(DEFAULTS["strava"])}
    service = FakeService(stored={team: dict(settled) for team in (A, B)})

    up(service, want([A, B], oura=120, garmin=50))

    assert service.writes == [post([A, B], oura=120)]


def test_what_a_post_has_swept_away_is_put_back_and_sent_along_from_then_on() -> None:
    theirs = {"garmin": days(50, sleep=7), "brand_new": days(3)}
    service = FakeService(post="replace", stored={team: dict(theirs) for team in (A, B)})
    semantics = PostSemantics()

    up(service, want([A, B, C], oura=120), semantics=semantics)

    whole: dict[str, Any] = {**theirs, "oura": 120}
    assert sent(service) == [
        post([A], oura=120),
        post([A], **dict(sorted(whole.items()))),
        post([B], **dict(sorted(whole.items()))),
        post([C], oura=120),
    ]
    assert semantics.merges is False


def test_what_one_resource_learnt_about_post_counts_for_the_next() -> None:
    service = FakeService(post="replace", stored={A: {"garmin": days(50)}, B: {"strava": days(5)}})
    semantics = PostSemantics()
    up(service, want([A], oura=120), semantics=semantics)
    service.requests.clear()

    up(service, want([B], oura=120), semantics=semantics)

    assert sent(service) == [post([B], oura=120, strava=5)]


def test_what_cannot_be_set_is_never_sent() -> None:
    """Some data providers stand in answers only."""
    service = FakeService(post="replace", defaults={"whoop": 180, "manual": 30}, stored={A: {"garmin": days(50)}})

    up(service, want([A], oura=120))

    assert {slug for one in service.posts for slug in one.slugs} == {"garmin", "oura"}


def test_a_default_is_not_sent_as_if_somebody_had_set_it() -> None:
    documented = {slug: DEFAULTS[slug] for slug in ("garmin", "strava", "zwift")}
    service = FakeService(post="replace", defaults=documented, stored={A: {"garmin": days(50)}})

    up(service, want([A], oura=120))

    assert {slug for one in service.posts for slug in one.slugs} == {"garmin", "oura"}


def test_a_declared_default_is_put_back_as_well() -> None:
    """It is not shown any more where the service shows only what is set."""
    service = FakeService(post="replace", stored={A: {"oura": days(DEFAULTS["oura"])}})

    up(service, want([A], oura=DEFAULTS["oura"], garmin=30))

    assert service.stored[A] == {"oura": days(DEFAULTS["oura"]), "garmin": days(30)}


def test_a_value_that_may_be_a_default_proves_nothing_by_staying() -> None:
    """No document gives kardia's default. It is shown before and after, whatever the POST did with it."""
    service = FakeService(post="replace", defaults={"kardia": 30}, stored={B: {"garmin": days(50)}})
    semantics = PostSemantics()

    up(service, want([A], oura=120), semantics=semantics)
    assert semantics.merges is None

    up(service, want([B], oura=120), semantics=semantics)
    assert service.stored[B]["garmin"] == days(50)


def test_the_team_that_goes_first_is_one_that_can_tell() -> None:
    service = FakeService(post="replace", defaults={"kardia": 30}, stored={B: {"garmin": days(50)}})

    up(service, want([A, B, C], oura=120))

    assert service.posts[0] == post([B], oura=120)
    assert service.stored[B] == {"garmin": days(50), "oura": days(120), "kardia": days(30)}


def test_a_post_that_seemed_to_merge_is_still_watched() -> None:
    service = FakeService(post="replace", stored={A: {"garmin": days(50)}})
    semantics = PostSemantics(MERGES)

    up(service, want([A], oura=120), semantics=semantics)

    assert service.stored[A] == {"garmin": days(50), "oura": days(120)}
    assert semantics.merges is False


@pytest.mark.parametrize("merges", [MERGES, None])
def test_an_override_that_outlives_its_removal_is_reset_and_set_again(merges: bool | None) -> None:
    stored = {team: {"oura": days(120, sleep=180), "garmin": days(50)} for team in (A, B)}
    service = FakeService(post="deep", stored=stored)

    up(service, want([A, B], oura=120), semantics=PostSemantics(merges))

    assert [one for one in sent(service) if one.method == "DELETE"] in (
        [Sent("DELETE", (A, B), ("oura",))],
        [Sent("DELETE", (A,), ("oura",)), Sent("DELETE", (B,), ("oura",))],
    )
    assert service.stored == {team: {"oura": days(120), "garmin": days(50)} for team in (A, B)}


def test_removing_an_override_resets_nothing_where_a_post_removes_it() -> None:
    service = FakeService(stored={A: {"oura": days(120, sleep=180)}})

    up(service, want([A], oura=120))

    assert service.writes == [post([A], oura=120)]


class Watched(FakeService):
    """Notes, at each POST, whether others are kept from theirs."""

    def watch(self, semantics: PostSemantics) -> list[bool]:
        self.semantics, self.alone = semantics, list[bool]()
        return self.alone

    def upsert(self, teams: Sequence[Team], providers: Preferences, at_once: bool = False) -> Live:
        self.alone.append(self.semantics.lock.locked())
        return super().upsert(teams, providers, at_once)


def test_nobody_else_writes_while_it_is_being_found_out_what_a_post_does() -> None:
    """Four threads share the process; each would put a team at risk."""
    semantics = PostSemantics()
    service = Watched(post="replace", stored={A: {"garmin": days(50)}})
    alone = service.watch(semantics)

    up(service, want([A, B], oura=120), semantics=semantics)

    assert alone == [True, True, False]  # the write that shows it, the repair, the others


def test_a_failure_leaves_what_others_may_do_open() -> None:
    semantics = PostSemantics()
    service = FakeService(stored={A: {"garmin": days(50)}}, fails_at_write=1)

    with pytest.raises(Exception, match="the service says no"):
        up(service, want([A], oura=120), semantics=semantics)

    assert not semantics.lock.locked()
    assert semantics.merges is None


def test_where_a_post_is_known_to_merge_a_lost_answer_needs_no_repair() -> None:
    service = FakeService(stored={A: {"strava": days(5)}}, loses_answer_of_write=1)

    with pytest.raises(JunctionError) as caught:
        up(service, want([A], oura=120), semantics=PostSemantics(True))

    assert len(service.writes) == 1
    assert "may be lost" not in str(caught.value)


def test_before_the_write_that_shows_it_what_could_be_lost_is_said() -> None:
    """Nothing else would know, should the process be killed before it is put back."""
    service = FakeService(post="replace", stored={A: {"strava": days(5, sleep=7)}})
    lines: list[str] = []
    live = read(service, [A])
    todo = plan(want([A], oura=120), live, Declared())

    Application(service, PostSemantics(), catalogue.load(), todo, live, lines.append).run()

    assert lines == [
        f"team {A} is written first and alone, as a POST may drop what it does not name: strava 5, sleep 7 days"
    ]
    assert service.stored[A] == {"oura": days(120), "strava": days(5, sleep=7)}
