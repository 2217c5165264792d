"""After a failure half-way: what state is to hold, so that the next run does the rest and forgets nothing."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pulumi_junction.core import catalogue
from pulumi_junction.core.adoption import adopted
from pulumi_junction.core.apply import Application
from pulumi_junction.core.compare import Declared
from pulumi_junction.core.partial import done_teams, partial
from pulumi_junction.core.plan import plan
from pulumi_junction.core.posting import PostSemantics
from pulumi_junction.core.service import read
from pulumi_junction.core.values import ProviderPreference
from pulumi_junction.errors import JunctionError
from tests.support.fake_service import FakeService
from tests.unit.core.states import (
    DEFAULTS,
    TEAMS,
    days,
    declarations,
    nothing_or_declarations,
    services,
    settings,
    up,
    want,
)

A, B, C = TEAMS[:3]


REFUSED, LOST, LOST_THEN_REFUSED = HOW = ("refused", "lost", "lost, then refused")


def fail(
    service: FakeService,
    declared: Declared,
    before: Declared,
    at: int,
    on_delete: str = "reset",
    how: str = REFUSED,
) -> tuple[Application, dict[str, Any] | None]:
    """An `up` whose write number *at* fails; what state would hold. None also where that many were not needed."""
    application, state, _ = failing(service, declared, before, at, on_delete, how)
    return application, state


def failing(
    service: FakeService,
    declared: Declared,
    before: Declared,
    at: int,
    on_delete: str = "reset",
    how: str = REFUSED,
) -> tuple[Application, dict[str, Any] | None, str]:
    """The same, with what is said."""
    live = read(service, sorted({*declared.teams, *before.teams}))
    todo = plan(declared, live, before, on_delete=on_delete)
    found = adopted(declared, before, live, catalogue.load())
    application = Application(service, PostSemantics(), catalogue.load(), todo, live)
    service.requests.clear()
    service.fails_at_write = at if how == REFUSED else None
    service.loses_answer_of_write = None if how == REFUSED else at
    service.refuses_after_loss = how == LOST_THEN_REFUSED
    try:
        application.run()
    except JunctionError as reason:
        return application, partial(declared, before, application, found), str(reason)
    finally:
        service.fails_at_write = service.loses_answer_of_write = None
    return application, None, ""


def test_where_the_first_write_fails_state_stays_as_it_is() -> None:
    _, state = fail(FakeService(), want([A, B], oura=120), Declared(), at=1)

    assert state is None


def test_the_teams_that_are_done_are_kept() -> None:
    service = FakeService(stored={A: {"oura": days(120)}, B: {"garmin": days(1)}})

    application, state = fail(service, want([A, B, C], oura=120), Declared(), at=2)

    assert state == {
        "teams": {A: "", B: ""},
        "providers": {"oura": {"default": 120}},
        "effective": {},
        "exceptions": {},
        "adopted": {A: {"oura": {"default": 120}}},
    }
    assert done_teams(want([A, B, C], oura=120), application) == {A, B}


def test_the_next_run_sends_the_rest_alone() -> None:
    service = FakeService(stored={B: {"garmin": days(1)}})
    declared = want([A, B, C], oura=120)
    _, state = fail(service, declared, Declared(), at=2)
    assert state is not None
    service.requests.clear()

    up(service, declared, Declared.of(state))

    assert [(one.method, one.teams) for one in service.writes] == [("POST", (A, C))]


def test_while_resets_run_what_is_left_of_the_old_declaration_is_owned() -> None:
    service = FakeService()
    before = up(service, want([A, B, C], oura=120, garmin=30))

    _, state = fail(service, want([A], oura=60), before, at=2)

    assert [(one.method, one.teams, one.slugs) for one in service.writes] == [
        ("DELETE", (A,), ("garmin",)),
        ("DELETE", (B, C), ("garmin", "oura")),
    ]
    assert state is not None
    assert state["teams"] == {A: "", B: "", C: ""}
    assert state["providers"] == {"garmin": {"default": 30}, "oura": {"default": 120}}


def test_a_team_that_is_reset_is_not_owned_any_more() -> None:
    service = FakeService(stored={C: {"strava": days(1)}})
    before = up(service, want([A, B], oura=120))

    _, state = fail(service, want([A, C], oura=60), before, at=2)

    assert state is not None
    assert state["teams"] == {A: ""}


def test_an_old_team_that_was_not_reached_is_still_owned() -> None:
    service = FakeService(stored={B: {"strava": days(1)}})
    before = up(service, want([A], oura=120))

    _, state = fail(service, want([A, B], oura=60), before, at=2)

    assert state is not None
    assert state["teams"] == {A: "", B: ""}
    assert service.stored[A]["oura"] == days(120)


def test_a_new_team_does_not_come_to_own_what_it_was_never_declared_with() -> None:
    """B's garmin is nobody's; the resource had garmin only while B was not in it."""
    service = FakeService(stored={B: {"garmin": days(50)}})
    before = up(service, want([A], oura=120, garmin=30))
    declared = want([A, B, C], oura=60)
    _, state = fail(service, declared, before, at=3)
    assert state is not None
    assert B in state["teams"]

    up(service, declared, Declared.of(state))

    assert service.stored[B] == {"garmin": days(50), "oura": days(60)}


@given(services, nothing_or_declarations, declarations, st.integers(1, 4))
def test_only_what_was_declared_is_owned(service: FakeService, before: Declared, declared: Declared, at: int) -> None:
    before = up(service, before)

    _, state = fail(service, declared, before, at)

    if state is not None:
        assert Declared.of(state).pairs() <= before.pairs() | declared.pairs()


@given(services, nothing_or_declarations, declarations, st.integers(1, 4), nothing_or_declarations)
def test_whatever_is_declared_next_nothing_is_forgotten_and_nothing_of_others_touched(
    service: FakeService, before: Declared, declared: Declared, at: int, then: Declared
) -> None:
    service.post, service.answers = "merge", "full"
    before = up(service, before)
    had = {team: {**defaults(), **service.stored.get(team, {})} for team in TEAMS}
    _, state = fail(service, declared, before, at)
    assume(len(service.writes) == at)  # else the plan needed fewer requests
    owned = before if state is None else Declared.of(state)

    up(service, then, owned)

    for team in TEAMS:
        has = {**defaults(), **service.stored.get(team, {})}
        for slug, preference in has.items():
            if (team, slug) in then.pairs():
                assert preference == then.providers[slug]
            elif (team, slug) in before.pairs() | declared.pairs():
                assert preference in (defaults()[slug], had[team][slug])
            else:
                assert preference == had[team][slug]
    for team, slug in before.pairs() - then.pairs():
        assert slug not in service.stored.get(team, {})


def defaults() -> dict[str, ProviderPreference]:
    return {slug: days(default) for slug, default in DEFAULTS.items()}


@given(services, nothing_or_declarations, declarations, st.integers(1, 4))
def test_going_on_ends_where_an_undisturbed_run_would_have(
    service: FakeService, before: Declared, declared: Declared, at: int
) -> None:
    service.post = "merge"
    before = up(service, before)
    _, state = fail(service, declared, before, at)

    up(service, declared, before if state is None else Declared.of(state))

    for team, slug in declared.pairs():
        assert service.shown(team)[slug].preference() == declared.providers[slug]
    for team, slug in before.pairs() - declared.pairs():
        assert slug not in service.stored.get(team, {})


def test_a_team_whose_answer_was_lost_is_owned_as_it_may_have_been_written() -> None:
    service = FakeService(loses_answer_of_write=1)
    declared = want([A], oura=120)
    application = Application(service, PostSemantics(), catalogue.load(), plan(declared, {}, Declared()), {})

    with pytest.raises(JunctionError):
        application.run()

    state = partial(declared, Declared(), application, {})
    assert state is not None
    assert state["teams"] == {A: ""}
    assert done_teams(declared, application) == set()


@given(services, declarations, declarations, st.integers(1, 4))
def test_what_was_found_is_remembered_through_a_failure(
    service: FakeService, first: Declared, second: Declared, at: int
) -> None:
    """Whatever fails on the way, and whether or not the program goes on: in the end all is as it was found."""
    service.post = "merge"
    had = settings(service)
    before = up(service, first)
    _, state = fail(service, second, before, at, "restore")
    assume(len(service.writes) == at)

    up(service, Declared(), before if state is None else Declared.of(state), on_delete="restore")

    assert settings(service) == had


@given(services, declarations, declarations, st.integers(1, 4))
def test_going_on_after_a_failure_restores_what_left(
    service: FakeService, first: Declared, second: Declared, at: int
) -> None:
    service.post = "merge"
    had = settings(service)
    before = up(service, first)
    _, state = fail(service, second, before, at, "restore")

    up(service, second, before if state is None else Declared.of(state), on_delete="restore")

    left = {pair: one for pair, one in settings(service).items() if pair not in second.pairs()}
    assert left == {pair: one for pair, one in had.items() if pair not in second.pairs()}


@given(
    services,
    nothing_or_declarations,
    declarations,
    st.integers(1, 4),
    st.sampled_from(["reset", "restore"]),
    st.sampled_from(HOW),
)
def test_whatever_fails_and_whatever_a_post_does_nothing_undeclared_is_lost_unsaid(
    service: FakeService, before: Declared, declared: Declared, at: int, on_delete: str, how: str
) -> None:
    before = up(service, before)
    had = settings(service)

    _, _, message = failing(service, declared, before, at, on_delete, how)

    has = settings(service)
    for (team, slug), preference in had.items():
        if (team, slug) not in before.pairs() | declared.pairs() and has.get((team, slug)) != preference:
            assert f"{slug} {preference}" in message.partition(f"{team}: ")[2].partition(";")[0]


@given(services, nothing_or_declarations, declarations, st.integers(1, 4), st.sampled_from(HOW))
def test_going_on_ends_as_declared_whatever_failed(
    service: FakeService, before: Declared, declared: Declared, at: int, how: str
) -> None:
    before = up(service, before)
    _, state = fail(service, declared, before, at, how=how)

    up(service, declared, before if state is None else Declared.of(state))

    for team, slug in declared.pairs():
        assert service.shown(team)[slug].preference() == declared.providers[slug]


def test_a_team_that_leaves_keeps_what_nobody_declared_for_it() -> None:
    """Its garmin is nobody's, though the program declares garmin for those that stay."""
    service = FakeService(post="replace", stored={A: {"oura": days(90), "garmin": days(77)}})
    before = up(service, want([A], oura=120))

    fail(service, want([B], oura=120, garmin=5), before, 1, "restore", LOST)

    assert service.stored[A]["garmin"] == days(77)


def test_where_nothing_undeclared_is_lost_nothing_is_said_to_be() -> None:
    service = FakeService(post="replace", stored={A: {"oura": days(120)}}, loses_answer_of_write=1)
    declared = want([A], oura=120, garmin=30)
    live = read(service, [A])
    todo = plan(declared, live, Declared())
    application = Application(service, PostSemantics(), catalogue.load(), todo, live)

    with pytest.raises(JunctionError) as caught:
        application.run()

    assert "lost" not in str(caught.value)


def test_while_what_left_is_restored_what_is_new_in_this_run_counts_as_undeclared() -> None:
    """The next run would set strava, but a deletion could not bring the old value back."""
    service = FakeService(post="replace", stored={A: {"oura": days(35), "strava": days(43)}})
    before = up(service, want([A], oura=101))

    _, _, message = failing(service, want([A], strava=102), before, 2, "restore")

    assert "strava 43 days" in message


def test_what_was_found_before_is_remembered_where_a_refresh_has_lost_the_pair() -> None:
    service = FakeService(stored={A: {"oura": days(35)}, B: {"oura": days(35), "garmin": days(5)}})
    before = up(service, want([A, B], oura=101, garmin=7))
    refreshed = replace(before, providers={"garmin": days(7)})

    _, state = fail(service, want([A], garmin=7), refreshed, 1, "restore", LOST)

    assert state is not None
    assert state["adopted"][A] == {"oura": {"default": 35}}
