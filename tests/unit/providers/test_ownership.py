"""Who declares what: one resource a pair, and no reset of what another resource of the run declares."""

import threading
from collections.abc import Callable

import pytest

from pulumi_junction.core.identity import Scope
from pulumi_junction.emulator.state import Emulator
from pulumi_junction.providers.ownership import Ownership
from tests.unit.providers.conftest import EngineLog
from tests.unit.providers.process import A, B, C, FailedError, Process, declared

Start = Callable[..., Process]

US = Scope("org", "sandbox", "us")
EU = Scope("org", "sandbox", "eu")


def test_two_resources_that_declare_one_pair_are_an_error_that_names_both(process: Process) -> None:
    assert process.check("one", declared([A, B], oura=120, garmin=30)).problems == []

    assert process.check("other", declared([B, C], oura=120, strava=1)).problems == [
        f"providers.oura: oura of team {B} is declared by one and by other; leave it to one of them"
    ]


def test_a_third_is_told_of_both_others(process: Process) -> None:
    process.inputs("one", declared([A], oura=120))
    process.inputs("two", declared([B], garmin=30))

    problems = process.check("three", declared([A, B], oura=1, garmin=1)).problems

    assert len(problems) == 2
    assert any("declared by one and by three" in problem for problem in problems)
    assert any("declared by two and by three" in problem for problem in problems)


@pytest.mark.parametrize(
    "other",
    [
        declared([A], garmin=30),
        declared([B], oura=120),
        declared([A], oura=120) | {"region": "eu"},
        declared([A], oura=120) | {"env": "production"},
    ],
    ids=["another data provider", "another team", "another region", "another environment"],
)
def test_what_is_not_the_same_pair_can_be_declared_beside_it(process: Process, other: dict[str, object]) -> None:
    process.inputs("one", declared([A], oura=120))

    assert process.check("other", other).problems == []


def test_a_resource_may_be_checked_twice(process: Process) -> None:
    """A replacement does that."""
    process.inputs("one", declared([A], oura=120))

    assert process.check("one", declared([A], oura=60)).problems == []


def test_what_a_resource_no_longer_declares_is_free_for_another(process: Process) -> None:
    process.inputs("one", declared([A], oura=120))
    process.inputs("one", declared([B], oura=120))

    assert process.check("other", declared([A], oura=120)).problems == []
    assert process.check("one", declared([A, B], oura=120)).problems != []


def test_each_operation_starts_anew(start: Start) -> None:
    start().inputs("one", declared([A], oura=120))

    assert start().check("other", declared([A], oura=120)).problems == []


@pytest.mark.parametrize("giver_first", [True, False])
def test_a_team_that_moves_to_another_resource_keeps_its_preferences(
    giver_first: bool, start: Start, junction: Emulator, log: EngineLog
) -> None:
    giver = start().create("giver", declared([A, B], oura=120))
    taker = start().create("taker", declared([C], oura=60))
    process = start()

    if giver_first:
        process.update(giver, declared([A], oura=120))
        process.update(taker, declared([B, C], oura=60))
    else:
        process.update(taker, declared([B, C], oura=60))
        process.update(giver, declared([A], oura=120))
        assert log.warnings[1:] == ["giver: 1 preference(s) were not reset, as taker declares them now"]

    assert junction.get("sandbox", "us", A) == {"oura": {"default": 120}}
    assert junction.get("sandbox", "us", B) == {"oura": {"default": 60}}


def test_a_team_that_moves_without_a_change_of_days_is_not_written_at_all(start: Start, junction: Emulator) -> None:
    giver = start().create("giver", declared([A, B], oura=120))
    taker = start().create("taker", declared([C], oura=120))
    junction.clear_requests()
    process = start()

    process.update(taker, declared([B, C], oura=120))
    process.update(giver, declared([A], oura=120))

    assert junction.writes == []


def test_a_rename_resets_nothing(start: Start, junction: Emulator, log: EngineLog) -> None:
    """Without an alias the engine creates the new name, finds all as it should be, and then deletes the old one."""
    old = start().create("old", declared([A, B], oura=120, garmin=30))
    junction.clear_requests()
    process = start()

    process.create("new", declared([A, B], oura=120, garmin=30))
    process.delete(old)

    assert junction.writes == []
    assert log.warnings == ["old: 4 preference(s) were not reset, as new declares them now"]


def test_a_rename_that_leaves_something_behind_resets_that(start: Start, junction: Emulator) -> None:
    old = start().create("old", declared([A, B], oura=120, garmin=30))
    process = start()

    process.create("new", declared([A], oura=60))
    process.delete(old)

    assert junction.get("sandbox", "us", A) == {"oura": {"default": 60}}
    assert junction.get("sandbox", "us", B) == {}


def test_a_resource_that_is_created_anew_under_its_own_name_resets_nothing(start: Start, junction: Emulator) -> None:
    """`pulumi up --replace` creates first, too."""
    entry = start().create("research", declared([A], oura=120))
    process = start()

    process.create("research", declared([A], oura=120))
    process.delete(entry)

    assert junction.get("sandbox", "us", A) == {"oura": {"default": 120}}


def test_the_same_pair_elsewhere_is_no_claim(start: Start, junction: Emulator) -> None:
    entry = start().create("us", declared([A], oura=120))
    process = start()

    process.create("eu", declared([A], oura=120) | {"region": "eu"})
    process.delete(entry)

    assert junction.get("sandbox", "us", A) == {}
    assert junction.get("sandbox", "eu", A) == {"oura": {"default": 120}}


def test_a_claim_is_known_to_whoever_asks_for_it() -> None:
    ownership = Ownership()
    ownership.claim("one", US, [(A, "oura")])

    assert ownership.needed("two", US, [(A, "oura"), (B, "oura")]) == {(A, "oura"): "one"}
    assert ownership.needed("two", EU, [(A, "oura")]) == {}


def test_what_another_resource_declares_is_needed_though_nothing_is_done_for_it() -> None:
    ownership = Ownership()
    ownership.declare("one", US, [(A, "oura")])

    assert ownership.needed("two", US, [(A, "oura")]) == {(A, "oura"): "one"}
    assert ownership.needed("one", US, [(A, "oura")]) == {}


def test_a_resource_learns_that_what_it_declares_was_reset_before_its_turn() -> None:
    ownership = Ownership()
    ownership.note_reset(US, [(A, "oura")])
    ownership.declare("one", US, [(A, "oura")])
    ownership.declare("two", US, [(B, "oura")])

    assert ownership.was_reset("one")
    assert not ownership.was_reset("two")


def held(ownership: Ownership, scope: Scope, teams: list[str]) -> threading.Thread:
    """Another thread that wants these teams, once; it is done when it has had them."""

    def want() -> None:
        with ownership.hold(scope, teams):
            pass

    thread = threading.Thread(target=want, daemon=True)
    thread.start()
    return thread


def test_nobody_else_gets_at_a_team_that_is_held() -> None:
    ownership = Ownership()

    with ownership.hold(US, [A, B]):
        elsewhere = [held(ownership, US, [C]), held(ownership, EU, [A])]
        for thread in elsewhere:
            thread.join(10)
        waiting = held(ownership, US, [B, C])
        waiting.join(0.05)
        assert not any(thread.is_alive() for thread in elsewhere)
        assert waiting.is_alive()
    waiting.join(10)
    assert not waiting.is_alive()


def test_two_that_want_the_same_teams_in_another_order_do_not_wait_for_each_other_for_ever() -> None:
    ownership = Ownership()
    done = []

    def work(teams: list[str]) -> None:
        for _ in range(200):
            with ownership.hold(US, teams):
                done.append(teams[0])

    threads = [threading.Thread(target=work, args=(teams,), daemon=True) for teams in ([A, B, C, A], [C, B, A])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert not any(thread.is_alive() for thread in threads)
    assert len(done) == 400


def test_a_failure_lets_go() -> None:
    ownership = Ownership()

    with pytest.raises(ValueError, match="x"), ownership.hold(US, [A]):
        raise ValueError("x")

    thread = held(ownership, US, [A])
    thread.join(10)
    assert not thread.is_alive()


def test_what_was_reset_unseen_is_set_again_by_its_new_owner(start: Start, junction: Emulator) -> None:
    """The DELETE is carried out and its answer lost; another resource of the run declares the pair, and is not done."""
    giver = start().create("giver", declared([A], oura=120))
    taker = start().create("taker", declared([B], oura=120))
    process = start()
    junction.fail("DELETE#1- drop after")

    with pytest.raises(FailedError):
        process.delete(giver)

    inputs = process.inputs("taker", declared([A, B], oura=120), taker.inputs)
    assert process.diff(taker, inputs).changes is True
