"""What a resource finds when it first declares a pair: shown, refused, remembered."""

from hypothesis import given

from pulumi_junction.core import catalogue
from pulumi_junction.core.adoption import adopted, overwritten, refused
from pulumi_junction.core.changes import Change
from pulumi_junction.core.compare import Declared
from pulumi_junction.core.service import read
from pulumi_junction.core.values import Days, LiveProvider
from tests.support.fake_service import FakeService
from tests.unit.core.states import TEAMS, days, declarations, nothing_or_declarations, services, up, want

A, B, C, D = TEAMS[:4]
OURA_DEFAULT = catalogue.load().providers["oura"].default_days
KARDIA_DEFAULT = catalogue.load().providers["kardia"].default_days


def live(**providers: int) -> dict[str, LiveProvider]:
    return {slug: LiveProvider(Days(one)) for slug, one in providers.items()}


def found(
    declared: Declared, shown: dict[str, dict[str, LiveProvider]], before: Declared | None = None
) -> dict[Change, list[str]]:
    rows = overwritten(declared, before or Declared(), shown, catalogue.load())
    return {change: list(teams) for change, teams in rows.items()}


def test_a_setting_that_differs_is_found_with_its_days_now_and_then() -> None:
    assert found(want([A], oura=120), {A: live(oura=90)}) == {Change("oura", "default", 90, 120): [A]}


def test_teams_for_which_the_change_is_the_same_stand_together_by_label() -> None:
    declared = Declared({A: "Acme Care", B: "", C: "Cura"}, {"oura": days(120)})

    assert found(declared, {A: live(oura=90), B: live(oura=90), C: live(oura=80)}) == {
        Change("oura", "default", 90, 120): ["Acme Care", B],
        Change("oura", "default", 80, 120): ["Cura"],
    }


def test_an_override_counts_where_there_is_one_and_the_default_elsewhere() -> None:
    shown = {A: {"oura": LiveProvider(Days(90), {"sleep": Days(14)})}}

    assert set(found(want([A], oura=days(90, activity=30)), shown)) == {
        Change("oura", "activity", 90, 30),
        Change("oura", "sleep", 14, 90),
    }


def test_what_is_as_declared_is_not_overwritten() -> None:
    assert found(want([A], oura=120), {A: live(oura=120)}) == {}


def test_what_stands_at_its_limit_is_as_good_as_declared() -> None:
    assert found(want([A], oura=120), {A: {"oura": LiveProvider(Days(90, 90))}}) == {}


def test_junctions_documented_default_is_nobodys_setting() -> None:
    assert OURA_DEFAULT is not None
    assert found(want([A], oura=365), {A: live(oura=OURA_DEFAULT)}) == {}


def test_where_the_default_is_undocumented_every_value_may_be_a_setting() -> None:
    assert KARDIA_DEFAULT is None
    assert found(want([A], kardia=365), {A: live(kardia=30)}) == {Change("kardia", "default", 30, 365): [A]}


def test_a_default_with_an_override_is_a_setting() -> None:
    assert OURA_DEFAULT is not None
    shown = {A: {"oura": LiveProvider(Days(OURA_DEFAULT), {"sleep": Days(7)})}}

    assert set(found(want([A], oura=OURA_DEFAULT), shown)) == {Change("oura", "sleep", 7, OURA_DEFAULT)}


def test_what_this_resource_declared_before_is_no_adoption() -> None:
    before = want([A], oura=60)

    assert found(want([A], oura=120), {A: live(oura=90)}, before) == {}
    assert found(want([A, B], oura=120), {A: live(oura=90), B: live(oura=90)}, before) == {
        Change("oura", "default", 90, 120): [B]
    }


def test_a_refusal_names_the_place_the_days_and_both_ways_on() -> None:
    shown = {A: live(oura=90), B: {"oura": LiveProvider(Days(120), {"sleep": Days(14)})}}
    problems = list(refused(overwritten(want([A, B], oura=120), Declared(), shown, catalogue.load())))

    assert [str(one) for one in problems] == [
        f'providers.oura.default: is 90 days at Junction for {A}, and adopt="refuse" does not set 120; '
        'declare 90, or pass adopt="overwrite"',
        f'providers.oura.resource_overrides.sleep: is 14 days at Junction for {B}, and adopt="refuse" does not set '
        '120; declare 14, or pass adopt="overwrite"',
    ]


def test_what_was_found_is_remembered_once() -> None:
    service = FakeService(stored={A: {"oura": days(90, sleep=14)}})
    first = up(service, want([A], oura=120))
    second = up(service, want([A], oura=200), first)

    assert first.adopted == second.adopted == {A: {"oura": days(90, sleep=14)}}


def test_what_was_found_as_declared_is_remembered_as_well() -> None:
    """The program may change later; then the value before the resource is still this one."""
    service = FakeService(stored={A: {"oura": days(120)}})

    assert up(service, want([A], oura=120)).adopted == {A: {"oura": days(120)}}


def test_a_default_is_not_remembered() -> None:
    assert OURA_DEFAULT is not None

    assert up(FakeService(defaults={"oura": OURA_DEFAULT}), want([A], oura=120)).adopted == {}


def test_what_was_declared_no_more_is_forgotten() -> None:
    service = FakeService(stored={A: {"oura": days(90), "garmin": days(5)}})
    first = up(service, want([A], oura=120, garmin=30))
    second = up(service, want([A], garmin=30), first)
    service.stored[A]["oura"] = days(7)
    third = up(service, want([A], oura=120, garmin=30), second)

    assert second.adopted == {A: {"garmin": days(5)}}
    assert third.adopted == {A: {"garmin": days(5), "oura": days(7)}}


@given(services, declarations, nothing_or_declarations)
def test_only_declared_pairs_are_remembered_and_only_what_was_there(
    service: FakeService, declared: Declared, before: Declared
) -> None:
    before = up(service, before)
    shown = read(service, TEAMS)

    record = adopted(declared, before, shown, catalogue.load())

    for team, some in Declared.of({"adopted": record}).adopted.items():
        for slug, preference in some.items():
            assert (team, slug) in declared.pairs()
            assert preference in (before.adopted.get(team, {}).get(slug), shown[team][slug].preference())
