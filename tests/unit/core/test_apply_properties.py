"""Applying, for any declaration, any live state, and whatever a POST and its answer may turn out to be."""

from hypothesis import given
from hypothesis import strategies as st

from pulumi_junction.core.compare import Declared
from pulumi_junction.core.plan import TEAMS_PER_REQUEST
from pulumi_junction.core.posting import PostSemantics
from pulumi_junction.core.values import ProviderPreference, Slug, Team
from tests.support.fake_service import FakeService
from tests.unit.core.states import DEFAULTS, TEAMS, declarations, nothing_or_declarations, planned, services, up

Pair = tuple[Team, Slug]


def pulled(service: FakeService) -> dict[Pair, ProviderPreference]:
    """What Junction goes by: what is set, else its default, shown or not."""
    defaults = {slug: ProviderPreference(days) for slug, days in DEFAULTS.items()}
    return {
        (team, slug): service.stored.get(team, {}).get(slug, default)
        for team in TEAMS
        for slug, default in defaults.items()
    }


@given(services, declarations, nothing_or_declarations)
def test_afterwards_every_declared_pair_is_as_declared(service: FakeService, want: Declared, before: Declared) -> None:
    up(service, want, before)

    for team, slug in want.pairs():
        assert service.shown(team)[slug].preference() == want.providers[slug]


@given(services, st.lists(declarations, min_size=1, max_size=3))
def test_what_nobody_declares_stays_as_it_is(service: FakeService, wants: list[Declared]) -> None:
    """Also in the later writes of a process, which rely on what the first has shown of POST."""
    semantics, before = PostSemantics(), Declared()
    for want in wants:
        had = pulled(service)
        after = up(service, want, before, semantics)
        ours = want.pairs() | before.pairs()
        assert {pair: one for pair, one in pulled(service).items() if pair not in ours} == {
            pair: one for pair, one in had.items() if pair not in ours
        }
        before = after


@given(services, declarations, declarations)
def test_what_is_no_longer_declared_goes_back_to_the_default(
    service: FakeService, want: Declared, before: Declared
) -> None:
    up(service, want, before)

    for team, slug in before.pairs() - want.pairs():
        assert slug not in service.stored.get(team, {})


@given(services, declarations, nothing_or_declarations)
def test_a_second_time_nothing_is_sent(service: FakeService, want: Declared, before: Declared) -> None:
    after = up(service, want, before)
    service.requests.clear()

    assert not planned(service, want, after)
    up(service, want, after)
    assert service.writes == []


@given(services, declarations, nothing_or_declarations)
def test_a_delete_names_only_what_was_declared_before_or_is_set_again(
    service: FakeService, want: Declared, before: Declared
) -> None:
    up(service, want, before)

    for place, sent in enumerate(service.writes):
        if sent.method == "DELETE":
            again: set[Pair] = set().union(*(post.pairs for post in service.writes[place:] if post.method == "POST"))
            assert sent.pairs <= before.pairs() | (want.pairs() & again)


@given(services, declarations, nothing_or_declarations)
def test_a_request_names_some_teams_but_never_too_many_and_none_twice(
    service: FakeService, want: Declared, before: Declared
) -> None:
    up(service, want, before)

    for sent in service.requests:
        assert 1 <= len(sent.teams) == len(set(sent.teams)) <= TEAMS_PER_REQUEST


@given(services, declarations, nothing_or_declarations)
def test_a_post_names_only_what_is_declared_or_was_there(
    service: FakeService, want: Declared, before: Declared
) -> None:
    had = pulled(service)
    up(service, want, before)

    for post in service.posts:
        for team, slug in post.pairs - want.pairs():
            assert post.providers[slug] == had[team, slug]


@given(services, declarations, nothing_or_declarations)
def test_state_holds_what_the_service_has(service: FakeService, want: Declared, before: Declared) -> None:
    after = up(service, want, before)

    for team, slug in want.pairs():
        assert after.kept(team, slug) == service.shown(team)[slug]
