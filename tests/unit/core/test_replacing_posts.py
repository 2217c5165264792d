"""Where a POST replaces: whatever it sweeps away comes back, and what cannot be brought back is named."""

import pytest

from pulumi_junction.core import catalogue
from pulumi_junction.core.apply import Application
from pulumi_junction.core.compare import Declared
from pulumi_junction.core.plan import plan
from pulumi_junction.core.posting import PostSemantics
from pulumi_junction.core.service import read
from pulumi_junction.errors import JunctionError
from tests.support.fake_service import FakeService
from tests.unit.core.states import TEAMS, days, want

A, B = TEAMS[:2]


def application(service: FakeService, declared: Declared, merges: bool | None) -> Application:
    live = read(service, sorted(declared.teams))
    todo = plan(declared, live, Declared())
    return Application(service, PostSemantics(merges), catalogue.load(), todo, live)


@pytest.mark.parametrize("merges", [None, True, False])
def test_every_request_knows_what_the_one_before_has_shown(merges: bool | None) -> None:
    """Two teams with different needs are two requests; what the first one teaches counts for the second."""
    stored = {A: {"oura": days(120), "kardia": days(7)}, B: {"garmin": days(60), "kardia": days(8)}}
    service = FakeService(stored=stored, post="replace")

    application(service, want([A, B], oura=120, garmin=60), merges).run()

    assert service.stored == {
        A: {"oura": days(120), "garmin": days(60), "kardia": days(7)},
        B: {"oura": days(120), "garmin": days(60), "kardia": days(8)},
    }


def test_many_teams_keep_what_nobody_declared() -> None:
    teams = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(250)]
    service = FakeService(stored={team: {"strava": days(7)} for team in teams}, post="replace")

    application(service, want(teams, oura=120), True).run()

    assert service.stored == {team: {"oura": days(120), "strava": days(7)} for team in teams}


def test_what_could_not_be_put_back_is_named() -> None:
    service = FakeService(stored={A: {"garmin": days(50)}}, post="replace")
    service.fails_at_write = 2

    with pytest.raises(JunctionError, match=f"set them again: {A}: garmin 50 days"):
        application(service, want([A], oura=120), None).run()


def test_a_lost_answer_does_not_keep_settings_from_coming_back() -> None:
    service = FakeService(stored={A: {"garmin": days(50)}}, post="replace", loses_answer_of_write=1)

    with pytest.raises(JunctionError, match="down"):
        application(service, want([A], oura=120), None).run()

    assert service.stored[A]["garmin"] == days(50)


def test_somebody_elses_edit_in_between_is_not_taken_for_a_loss() -> None:
    service = FakeService(stored={A: {"garmin": days(50)}}, post="merge")
    run = application(service, want([A], oura=120), None)
    service.stored[A]["garmin"] = days(300)

    run.run()

    assert service.stored[A]["garmin"] == days(300)
