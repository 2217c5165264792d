"""What would be sent: the least that makes the service equal what is declared."""

import pytest
from hypothesis import given

from pulumi_junction.core.compare import Declared
from pulumi_junction.core.plan import Plan, Reset, Upsert, plan, resets, upserts
from pulumi_junction.core.values import Days, LiveProvider, ProviderPreference
from tests.support.fake_service import FakeService
from tests.unit.core.states import MANY, TEAMS, declarations, nothing_or_declarations, planned, services, want

A, B, C = TEAMS[:3]


def live(**days: int) -> dict[str, LiveProvider]:
    return {slug: LiveProvider(Days(one)) for slug, one in days.items()}


def posts(todo: Plan) -> tuple[Upsert, ...]:
    """As they would be sent where a POST leaves alone what it does not name."""
    return tuple(upserts(todo.stale))


def test_what_is_already_so_is_not_sent() -> None:
    todo = plan(want([A, B], oura=120), {A: live(oura=120), B: live(oura=120)}, Declared())

    assert not todo
    assert posts(todo) == ()
    assert todo.resets == ()


def test_only_the_teams_and_data_providers_that_differ_are_sent() -> None:
    todo = plan(
        want([A, B, C], oura=120, garmin=30),
        {A: live(oura=120, garmin=30), B: live(oura=120, garmin=31), C: live(garmin=30)},
        Declared(),
    )

    assert sorted(posts(todo), key=lambda one: one.teams) == [
        Upsert((B,), {"garmin": ProviderPreference(30)}),
        Upsert((C,), {"oura": ProviderPreference(120)}),
    ]
    assert todo.resets == ()


def test_teams_with_equal_needs_share_a_request_whatever_they_had() -> None:
    todo = plan(want([C, A, B], oura=120), {A: live(oura=1), B: live(oura=2, garmin=3)}, Declared())

    assert posts(todo) == (Upsert((A, B, C), {"oura": ProviderPreference(120)}),)


def test_overrides_in_another_order_are_equal_needs() -> None:
    one = ProviderPreference(1, {"sleep": 2, "activity": 3})
    other = ProviderPreference(1, {"activity": 3, "sleep": 2})
    shown = {A: {"oura": LiveProvider(Days(1), {"activity": Days(3), "sleep": Days(2)})}}

    assert not plan(want([A], oura=one), shown, Declared())
    assert not plan(want([A], oura=other), shown, Declared())


@pytest.mark.parametrize(
    "shown",
    [
        LiveProvider(Days(120)),
        LiveProvider(Days(120), {"sleep": Days(181)}),
        LiveProvider(Days(121), {"sleep": Days(180)}),
        LiveProvider(Days(120), {"sleep": Days(180), "activity": Days(1)}),
    ],
    ids=["override missing", "override differs", "default differs", "override too many"],
)
def test_a_data_provider_is_owned_whole(shown: LiveProvider) -> None:
    preference = ProviderPreference(120, {"sleep": 180})

    assert posts(plan(want([A], oura=preference), {A: {"oura": shown}}, Declared())) == (
        Upsert((A,), {"oura": preference}),
    )


def test_a_limit_is_no_difference() -> None:
    assert not plan(want([A], oura=120), {A: {"oura": LiveProvider(Days(120, 365))}}, Declared())


def test_no_request_names_more_than_100_teams() -> None:
    todo = plan(want(MANY, oura=120), {}, Declared())

    assert [len(one.teams) for one in posts(todo)] == [100, 100, 50]
    assert sorted(team for one in posts(todo) for team in one.teams) == sorted(MANY)


def test_what_is_no_longer_declared_is_reset() -> None:
    shown = {A: live(oura=120, garmin=30), B: live(oura=120, garmin=30)}
    before = want([A, B], oura=120, garmin=30)

    assert plan(want([A, B], oura=120), shown, before).resets == (Reset((A, B), ("garmin",)),)
    assert plan(want([A], oura=120, garmin=30), shown, before).resets == (Reset((B,), ("garmin", "oura")),)
    assert plan(want([A], oura=120), shown, before).resets == (
        Reset((A,), ("garmin",)),
        Reset((B,), ("garmin", "oura")),
    )


def test_what_the_service_does_not_show_needs_no_reset() -> None:
    assert not plan(want([A], oura=120), {A: live(oura=120)}, want([A, B], oura=120, garmin=30))


def test_what_another_resource_declares_now_is_not_reset() -> None:
    shown = {A: live(oura=120, garmin=30), B: live(oura=120, garmin=30)}
    before = want([A, B], oura=120, garmin=30)

    todo = plan(want([A], oura=120), shown, before, spared={(B, "oura"), (B, "garmin"), (A, "strava")})

    assert todo.resets == (Reset((A,), ("garmin",)),)


def test_a_reset_names_no_pair_beyond_those_that_are_to_be_reset() -> None:
    pairs = {(A, "oura"), (A, "garmin"), (B, "oura"), *((team, "strava") for team in MANY)}

    requests = list(resets(pairs))

    assert {(team, slug) for one in requests for team in one.teams for slug in one.slugs} == pairs
    assert sum(len(one.teams) * len(one.slugs) for one in requests) == len(pairs)
    assert max(len(one.teams) for one in requests) <= 100


def test_another_label_sends_nothing() -> None:
    before = Declared({A: "Acme"}, {"oura": ProviderPreference(120)})
    after = Declared({A: "Acme Care"}, {"oura": ProviderPreference(120)})

    assert not plan(after, {A: live(oura=120)}, before)


def test_what_the_service_made_of_it_is_not_sent_again_until_something_else_is_asked() -> None:
    kept = {"oura": LiveProvider(Days(90, 365))}
    before = Declared({A: "", B: ""}, {"oura": ProviderPreference(120)}, effective=kept)
    shown = {A: kept, B: live(oura=60)}

    assert list(plan(want([A, B], oura=120), shown, before).stale) == [B]
    assert list(plan(want([A, B], oura=121), shown, before).stale) == [A, B]
    assert list(plan(want([A, C], oura=120), {A: kept, C: kept}, before).stale) == [C]


def test_what_stands_at_its_limit_is_not_asked_for_again() -> None:
    capped = {A: {"oura": LiveProvider(Days(90, 90))}}

    assert not plan(want([A], oura=120), capped, Declared())
    assert plan(want([A], oura=60), capped, Declared())


@given(services, declarations, nothing_or_declarations)
def test_planning_sends_nothing_and_is_the_same_every_time(
    service: FakeService, declared: Declared, before: Declared
) -> None:
    first = planned(service, declared, before)
    second = planned(service, declared, before)

    assert service.writes == []
    assert (posts(first), first.resets) == (posts(second), second.resets)


@given(services, declarations, nothing_or_declarations)
def test_order_of_teams_and_data_providers_does_not_matter(
    service: FakeService, declared: Declared, before: Declared
) -> None:
    backwards = Declared(dict(reversed(list(declared.teams.items()))), dict(reversed(list(declared.providers.items()))))

    one, other = planned(service, declared, before), planned(service, backwards, before)

    assert sorted(map(str, one.resets)) == sorted(map(str, other.resets))
    assert {(up.teams, tuple(sorted(up.providers))) for up in posts(one)} == {
        (up.teams, tuple(sorted(up.providers))) for up in posts(other)
    }
