"""Which operation is the one that a trigger has started, and whose pulls a trigger is owed."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_junction.core.pulls import Operation
from pulumi_junction.core.settling import MOST_REMEMBERED, Before, begun_since, look
from pulumi_junction.core.triggering import kind_of, owed, triggers_of
from tests.unit.core.pull_service import (
    NOON,
    USERS,
    Service,
    comes,
    operation,
)

OLD = operation(-60, 9, status="success", ended_at=NOON)
OURS = operation(1)
OURA = kind_of("oura")


def test_an_operation_that_has_grown_is_the_one_that_it_joined() -> None:
    """Nobody documents whether a trigger may join one that is running."""
    running = operation(-5, 7)
    grown = replace(running, pending=7 - 2 + len(USERS), processed=2)

    service = Service([OLD, running], at_look={1: lambda service: service.listed.__setitem__(1, grown)})

    assert service.run() == grown


def found(listed: list[Operation], before: Before, count: int = len(USERS)) -> Operation | None:
    return begun_since(Service(listed), OURA, before, count)[0]


def test_one_that_grows_for_another_reason_is_not() -> None:
    running = operation(-5, 7)
    before = look(Service([running]), OURA)

    assert found([replace(running, pending=20), OURS], before) == OURS
    assert found([replace(running, pending=20)], before) is None


def test_of_several_new_ones_that_of_as_many_connections_is_meant_the_later_of_two() -> None:
    before = look(Service([OLD]), OURA)
    more, less = operation(2, 8), operation(3, 1)

    assert found([more, OURS, less], before) == OURS
    assert found([less, more], before) is None
    assert found([OURS, operation(9)], before) == operation(9)


def test_what_was_there_may_go_on_end_or_go() -> None:
    running = operation(-5, 7)
    before = look(Service([OLD, running]), OURA)
    on = replace(running, pending=1, processed=6)
    done = replace(running, pending=0, processed=7, status="success", ended_at=NOON)

    for listed in ([OLD, on], [OLD, done], [OLD], []):
        assert begun_since(Service(list(listed)), OURA, before, 3) == (None, [])


def test_a_clock_that_was_put_back_hides_nothing() -> None:
    before = look(Service([operation(60 * 24 * 365 * 100, 9)]), OURA)

    assert found([OURS], before) == OURS


def test_of_very_many_the_newest_are_remembered_and_what_is_older_is_not_new() -> None:
    many = [operation(minute) for minute in range(MOST_REMEMBERED + 5)]
    before = look(Service(list(many)), OURA)

    assert len(before.known) == MOST_REMEMBERED
    assert found(list(many), before) is None


@pytest.mark.parametrize("changed", [{"provider": "garmin"}, {"type": "link_bulk_import"}, {"type": "link_bulk_nap"}])
def test_operations_of_another_kind_or_provider_are_nobody_s_trigger(changed: dict[str, str]) -> None:
    other = replace(OURS, **changed)  # type: ignore[arg-type]

    assert list(triggers_of(Service([other, OLD]), "oura")) == [OLD]
    assert look(Service([other]), OURA) == Before()
    assert begun_since(Service([other]), OURA, Before(), 3) == (None, [])
    assert Service(at_look={1: comes(other)}).run() is None


def test_order_and_repetition_of_what_is_listed_do_not_matter() -> None:
    before = look(Service([OLD, operation(-5, 7), OLD]), OURA)

    assert found([OLD, OURS, operation(-5, 7), OLD, OURS], before) == OURS


known = st.frozensets(st.tuples(st.datetimes(timezones=st.just(timezone.utc)), st.integers(0, 10**6)), max_size=5)


@given(st.builds(Before, known))
def test_what_was_there_before_comes_back_from_state_as_it_was(before: Before) -> None:
    """The engine makes every number a float."""
    stored = {"known": [[start, float(total)] for start, total in before.plain()["known"]]}

    assert Before.of(stored) == before


def test_nothing_at_all_is_nothing_before() -> None:
    assert Before.of({}) == Before.of({"known": None}) == Before()


@given(st.lists(st.integers(-50, 50), unique=True, max_size=6), st.integers(51, 60))
def test_whatever_was_there_only_what_came_since_is_found(minutes: list[int], later: int) -> None:
    there = [operation(minute) for minute in minutes]
    before = Before.of(look(Service(there), OURA).plain())

    assert found(list(there), before) is None
    assert found([*there, operation(later)], before) == operation(later)


def test_a_fraction_of_a_second_tells_two_operations_apart() -> None:
    soon = replace(OURS, started_at=datetime(2026, 11, 22, 12, 1, 0, 1, tzinfo=timezone.utc))
    before = Before.of(look(Service([OURS]), OURA).plain())

    assert soon.started_at - OURS.started_at == timedelta(microseconds=1)
    assert found([OURS, soon], before) == soon


HAD = {"users": {"a": "", "b": ""}, "triggers": [1.0, {"deep": ["x"]}]}


@pytest.mark.parametrize(
    ("values", "olds", "whose"),
    [
        (HAD, {}, ["a", "b"]),
        (HAD, HAD, []),
        ({**HAD, "triggers": [1, {"deep": ["x"]}]}, HAD, []),
        ({**HAD, "users": {"c": "", "b": "", "a": ""}}, HAD, ["c"]),
        ({**HAD, "users": {"b": ""}}, HAD, []),
        ({**HAD, "users": {"b": "", "d": ""}}, HAD, ["d"]),
        ({**HAD, "triggers": [1, {"deep": ["y"]}]}, HAD, ["a", "b"]),
        ({**HAD, "users": {"b": ""}, "triggers": [2]}, HAD, ["b"]),
        ({"users": HAD["users"]}, HAD, ["a", "b"]),
        (HAD, {"users": HAD["users"]}, ["a", "b"]),
        ({"users": {}}, {}, []),
    ],
    ids=[
        "new resource",
        "the same",
        "the same as floats",
        "one added",
        "one removed",
        "one exchanged",
        "triggers changed deep inside",
        "triggers changed, one removed",
        "triggers removed",
        "triggers added",
        "nobody",
    ],
)
def test_all_are_owed_when_triggers_change_else_those_who_were_added(
    values: dict[str, object], olds: dict[str, object], whose: list[str]
) -> None:
    assert owed(values, olds) == whose
