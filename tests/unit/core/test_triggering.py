"""A trigger is started once: what is not clear is looked for, and never sent again in the same run."""

import pytest

from pulumi_junction.core.settling import LOOK_AFTER_SECONDS, Before, UnsettledError
from pulumi_junction.errors import ApiResponseError, JunctionError
from tests.unit.core.pull_service import (
    BUSY,
    CANCELED,
    DOWN,
    FORBIDDEN,
    NOON,
    SILENT,
    UNREACHABLE,
    USERS,
    Service,
    comes,
    operation,
)

OLD = operation(-60, 9, status="success", ended_at=NOON)
OURS = operation(1)
UNREADABLE = ApiResponseError("the answer is not what the API documents.")
UNCLEAR = [DOWN, SILENT, UNREADABLE]
ALL_LOOKS = ["look", "1 s", "look", "2 s", "look", "4 s", "look"]


def test_it_is_sent_after_a_look_and_found_at_once() -> None:
    service = Service([OLD], at_look={1: comes(OURS)})

    assert service.run() == OURS
    assert service.events == ["look", "trigger", "look"]
    assert service.sent == [("oura", USERS, False)]


def test_what_is_listed_only_later_is_found_later() -> None:
    service = Service([OLD], at_look={3: comes(OURS)})

    assert service.run() == OURS
    assert service.events == ["look", "trigger", "look", "1 s", "look", "2 s", "look"]


def test_what_was_accepted_and_is_never_listed_is_accepted_all_the_same() -> None:
    service = Service([OLD])

    assert service.run() is None
    assert service.events == ["look", "trigger", *ALL_LOOKS]
    assert len(LOOK_AFTER_SECONDS) == ALL_LOOKS.count("look")


@pytest.mark.parametrize("problem", [DOWN, CANCELED, FORBIDDEN])
def test_so_it_is_where_nobody_can_look(problem: JunctionError) -> None:
    service = Service(at_look={1: problem})

    assert service.run() is None
    assert len(service.sent) == 1


@pytest.mark.parametrize("lost", UNCLEAR)
@pytest.mark.parametrize("when", [1, 2, 3, 4])
def test_an_unclear_end_whose_operation_is_listed_is_not_sent_again(lost: JunctionError, when: int) -> None:
    service = Service([OLD], ends=[lost], at_look={when: comes(OURS)})

    assert service.run() == OURS
    assert len(service.sent) == 1
    assert service.said[0].startswith("it is not clear whether Junction accepted the trigger")


@pytest.mark.parametrize("lost", UNCLEAR)
def test_one_whose_operation_is_not_listed_is_not_sent_again_as_it_may_be_listed_late(lost: JunctionError) -> None:
    service = Service([OLD], ends=[lost])

    with pytest.raises(UnsettledError) as unsettled:
        service.run()

    assert service.events == ["look", "trigger", *ALL_LOOKS]
    assert str(unsettled.value).endswith(
        "It is not clear whether the trigger was accepted. "
        "Run it again: Junction's list of operations is looked at before anything is sent."
    )


@pytest.mark.parametrize("lost", UNCLEAR)
def test_somebody_else_s_operation_does_not_settle_it(lost: JunctionError) -> None:
    service = Service([OLD], ends=[lost], at_look={1: comes(operation(1, 5))})

    with pytest.raises(UnsettledError):
        service.run()


def test_after_a_clear_answer_an_operation_of_another_size_will_do_for_its_progress() -> None:
    """What `pending` and `processed` count is not documented."""
    assert Service([OLD], at_look={1: comes(operation(1, 2))}).run() == operation(1, 2)


@pytest.mark.parametrize("refusal", [FORBIDDEN, BUSY, UNREACHABLE])
def test_what_was_surely_not_accepted_is_an_error_at_once(refusal: JunctionError) -> None:
    service = Service(ends=[refusal])

    with pytest.raises(type(refusal)) as raised:
        service.run()

    assert raised.value is refusal
    assert service.events == ["look", "trigger"]


@pytest.mark.parametrize("lost", [DOWN, CANCELED])
@pytest.mark.parametrize("when", [1, 3])
def test_where_nobody_can_look_either_it_stays_unsettled_with_what_a_later_look_needs(
    when: int, lost: JunctionError
) -> None:
    running = operation(-5, 7)
    service = Service([OLD, running], ends=[DOWN], at_look={when: lost})

    with pytest.raises(UnsettledError, match="not clear whether the trigger was accepted") as unsettled:
        service.run()

    assert len(service.sent) == 1
    assert unsettled.value.before == Before(frozenset({(OLD.started_at, 9), (running.started_at, 7)}))


def test_whoever_stops_pulumi_is_not_kept_waiting_by_a_look() -> None:
    service = Service(ends=[CANCELED])

    with pytest.raises(UnsettledError, match=r"^stopped while waiting"):
        service.run()

    assert service.events == ["look", "trigger"]


@pytest.mark.parametrize("problem", [DOWN, FORBIDDEN, CANCELED])
def test_without_a_look_before_nothing_is_sent(problem: JunctionError) -> None:
    service = Service(at_look={0: problem})

    with pytest.raises(type(problem)):
        service.run()

    assert service.sent == []
