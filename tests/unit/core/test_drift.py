"""What a refresh shows: live values in place of the declared ones, and only where they differ."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pulumi_junction.core.compare import Declared, drifted, shared
from pulumi_junction.core.values import ProviderPreference, Slug, Team
from tests.support.fake_service import FakeService
from tests.unit.core.states import TEAMS, days, declarations, planned, preferences, services, up, want

A, B, C = TEAMS[:3]


def refreshed(service: FakeService, state: Declared) -> dict[str, Any] | None:
    return drifted(state, {team: service.shown(team) for team in state.teams})


def as_stored(service: FakeService, state: Declared, drift: dict[str, Any]) -> Declared:
    """State after a refresh that found something."""
    inputs = {"teams": state.teams, **drift}
    live = {team: service.shown(team) for team in state.teams}
    return Declared.of({**inputs, **shared(state.teams, Declared.of(inputs).providers, live)})


def by_hand(service: FakeService, team: Team, slug: Slug, preference: ProviderPreference | None) -> None:
    if preference is None:
        service.stored.get(team, {}).pop(slug, None)
    else:
        service.stored.setdefault(team, {})[slug] = preference


def test_what_is_as_declared_reads_as_declared() -> None:
    service = FakeService()
    state = up(service, want([A, B], oura=days(120, sleep=180), garmin=30))

    assert refreshed(service, state) == {
        "providers": {
            "garmin": {"default": 30},
            "oura": {"default": 120, "resource_overrides": {"sleep": 180}},
        }
    }


def test_a_change_of_the_only_team_reads_as_a_change_of_the_declaration() -> None:
    service = FakeService()
    state = up(service, want([A], oura=120, garmin=30))
    by_hand(service, A, "oura", days(90, sleep=7))

    assert refreshed(service, state) == {
        "providers": {
            "garmin": {"default": 30},
            "oura": {"default": 90, "resource_overrides": {"sleep": 7}},
        }
    }


def test_the_same_change_of_all_teams_does_too() -> None:
    service = FakeService()
    state = up(service, want([A, B], oura=120))
    for team in (A, B):
        by_hand(service, team, "oura", days(90))

    assert refreshed(service, state) == {"providers": {"oura": {"default": 90}}}


def test_where_teams_differ_those_that_differ_are_named() -> None:
    service = FakeService()
    state = up(service, want([A, B, C], oura=120, garmin=30))
    by_hand(service, A, "oura", days(90))
    by_hand(service, B, "oura", days(60, sleep=7))

    assert refreshed(service, state) == {
        "providers": {"garmin": {"default": 30}, "oura": {"default": 120}},
        "deviations": {
            A: {"oura": {"default": 90}},
            B: {"oura": {"default": 60, "resource_overrides": {"sleep": 7}}},
        },
    }


def test_a_pair_that_one_of_many_teams_has_lost_is_not_set() -> None:
    service = FakeService()
    state = up(service, want([A, B], oura=120))
    by_hand(service, A, "oura", None)

    assert refreshed(service, state) == {
        "providers": {"oura": {"default": 120}},
        "deviations": {A: {"oura": "not set"}},
    }


def test_a_data_provider_that_the_only_team_has_lost_is_left_out() -> None:
    service = FakeService()
    state = up(service, want([A], oura=120, garmin=30))
    by_hand(service, A, "oura", None)

    assert refreshed(service, state) == {"providers": {"garmin": {"default": 30}}}


def test_a_data_provider_that_all_teams_have_lost_is_left_out() -> None:
    service = FakeService()
    state = up(service, want([A, B], oura=120, garmin=30))
    for team in (A, B):
        by_hand(service, team, "oura", None)

    assert refreshed(service, state) == {"providers": {"garmin": {"default": 30}}}


def test_the_preferences_are_gone_when_no_declared_pair_is_shown() -> None:
    service = FakeService(stored={A: {"strava": days(1)}})
    state = up(service, want([A, B], oura=120, garmin=30))
    service.stored = {A: {"strava": days(1)}}

    assert refreshed(service, state) is None


def test_a_default_that_is_shown_in_place_of_what_was_declared_is_drift_and_not_gone() -> None:
    service = FakeService(defaults={"oura": 180})
    state = up(service, want([A], oura=120))
    by_hand(service, A, "oura", None)

    assert refreshed(service, state) == {"providers": {"oura": {"default": 180}}}


def test_what_nobody_declares_is_never_shown() -> None:
    service = FakeService(defaults={"strava": 14}, stored={A: {"garmin": days(1)}, C: {"oura": days(1)}})
    state = up(service, want([A], oura=120))
    by_hand(service, A, "garmin", days(2))

    assert refreshed(service, state) == {"providers": {"oura": {"default": 120}}}


def test_what_the_service_kept_instead_is_no_drift() -> None:
    service = FakeService(limits={"oura": 90})
    state = up(service, want([A, B], oura=days(120, sleep=180)))

    assert service.stored[A]["oura"] == days(90, sleep=90)
    assert refreshed(service, state) == {"providers": {"oura": {"default": 120, "resource_overrides": {"sleep": 180}}}}


def test_a_later_change_of_what_the_service_kept_is() -> None:
    service = FakeService(limits={"oura": 90})
    state = up(service, want([A, B], oura=120))
    by_hand(service, B, "oura", days(60))

    assert refreshed(service, state) == {
        "providers": {"oura": {"default": 120}},
        "deviations": {B: {"oura": {"default": 60}}},
    }


def test_repairing_one_team_sends_that_team_alone() -> None:
    service = FakeService()
    declared = want([A, B, C], oura=120, garmin=30)
    state = up(service, declared)
    by_hand(service, B, "oura", days(90))
    drift = refreshed(service, state)
    assert drift is not None
    service.requests.clear()

    up(service, declared, as_stored(service, state, drift))

    assert [(one.method, one.teams, one.slugs) for one in service.writes] == [("POST", (B,), ("oura",))]
    assert service.stored[B]["oura"] == days(120)


clamps = st.dictionaries(st.sampled_from(["oura", "garmin", "kardia"]), st.sampled_from([30, 90, 200]))


@given(services, declarations, clamps)
def test_right_after_an_up_nothing_has_drifted_whatever_the_service_kept(
    service: FakeService, declared: Declared, limits: dict[str, int]
) -> None:
    service.limits = limits
    state = up(service, declared)

    assert refreshed(service, state) == {
        "providers": {slug: one.plain() for slug, one in sorted(declared.providers.items())}
    }
    assert not planned(service, declared, state)


@given(services, declarations, clamps, st.data())
def test_repairing_drift_sends_exactly_what_has_drifted(
    service: FakeService, declared: Declared, limits: dict[str, int], data: st.DataObject
) -> None:
    service.limits = limits
    state = up(service, declared)
    pairs = data.draw(st.lists(st.sampled_from(sorted(declared.pairs())), unique=True, min_size=1))
    had = {team: dict(service.shown(team)) for team in declared.teams}
    for team, slug in pairs:
        by_hand(service, team, slug, data.draw(st.none() | preferences))
    changed = {
        (team, slug)
        for team, slug in declared.pairs()
        if service.shown(team).get(slug) != had[team][slug]
        and not Declared().settles(team, slug, declared.providers[slug], service.shown(team).get(slug))
    }
    drift = refreshed(service, state)
    after = Declared() if drift is None else as_stored(service, state, drift)

    todo = planned(service, declared, after)

    assert {(team, slug) for team, needs in todo.stale.items() for slug in needs} >= changed
    if drift is not None:
        assert {(team, slug) for team, needs in todo.stale.items() for slug in needs} == changed
        assert ("deviations" in drift or drift["providers"] != as_plain(declared)) == bool(changed)


def as_plain(declared: Declared) -> dict[str, Any]:
    return {slug: one.plain() for slug, one in declared.providers.items()}


@given(services, declarations, clamps, st.data())
def test_refreshing_again_finds_the_same(
    service: FakeService, declared: Declared, limits: dict[str, int], data: st.DataObject
) -> None:
    service.limits = limits
    state = up(service, declared)
    for team, slug in data.draw(st.lists(st.sampled_from(sorted(declared.pairs())), unique=True)):
        by_hand(service, team, slug, data.draw(st.none() | preferences))
    drift = refreshed(service, state)

    if drift is not None:
        assert refreshed(service, as_stored(service, state, drift)) == drift
