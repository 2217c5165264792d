"""A part is imported once: the answer tells who failed; where there is none, the operation's end has to do."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from pulumi_junction.core.connections import Connection, connections
from pulumi_junction.core.importing import IMPORT, Open, Outcome, changed, import_part, kind_of, parts, settled
from pulumi_junction.core.pulls import Operation
from pulumi_junction.core.settling import UnsettledError, look
from pulumi_junction.core.values import Problem
from pulumi_junction.errors import JunctionError
from tests.support.moving import recipe
from tests.unit.core.pull_service import CANCELED, DOWN, FORBIDDEN, NOON, SILENT
from tests.unit.core.pull_service import operation as trigger

USERS = tuple(f"aaaa1111-1111-4111-8111-{number:012x}" for number in range(3))
A, B, C = USERS


def part(*users: str) -> list[Connection]:
    problems: list[Problem] = []
    found = list(connections([recipe(user) for user in users or USERS], "oura", problems))
    assert problems == []
    return found


def operation(minute: int, total: int = len(USERS), status: str = "in_progress") -> Operation:
    ended = None if status == "in_progress" else NOON
    return trigger(minute, total, type=IMPORT, status=status, ended_at=ended)


@dataclass
class Told:
    """`user_ids_imported` and `user_ids_failed`."""

    imported: frozenset[str]
    failed: frozenset[str]


@dataclass
class Service:
    """`end` is that of the import; `at_look` changes what is there before a look, counted from 0."""

    end: "Told | JunctionError | None" = None
    listed: list[Operation] = field(default_factory=list)
    at_look: dict[int, "Callable[[Service], None] | JunctionError"] = field(default_factory=dict)
    sent: list[list[str]] = field(default_factory=list)
    naps: list[float] = field(default_factory=list)
    _looks: int = 0

    def import_connections(self, provider: str, connections: Sequence[Connection]) -> "Told | None":
        assert provider == "oura"
        self.sent.append([one.user_id for one in connections])
        if isinstance(self.end, JunctionError):
            raise self.end
        return self.end

    def operations(self) -> Iterator[Operation]:
        now, self._looks = self._looks, self._looks + 1
        what = self.at_look.get(now)
        if isinstance(what, JunctionError):
            raise what
        if what is not None:
            what(self)
        yield from list(self.listed)

    def run(self, seconds: float = 600) -> Outcome:
        before = look(self, kind_of("oura"))
        return import_part(
            self,
            "oura",
            part(),
            before,
            sleep=self.naps.append,
            say=lambda _: None,
            seconds=seconds,
            now=lambda: sum(self.naps),
        )


def lists(*found: Operation) -> Callable[[Service], None]:
    def change(service: Service) -> None:
        service.listed = list(found)

    return change


def test_the_answer_tells_who_failed_and_nobody_looks_for_the_operation() -> None:
    service = Service(Told(frozenset({A, B}), frozenset({C})))

    assert service.run() == Outcome(frozenset({A, B}), frozenset({C}))
    assert service._looks == 1


def test_whom_the_answer_does_not_name_counts_as_failed_and_strangers_count_for_nothing() -> None:
    service = Service(Told(frozenset({A, "a stranger"}), frozenset({"another"})))

    assert service.run() == Outcome(frozenset({A}), frozenset({B, C}))


def test_an_operation_that_goes_on_is_looked_at_until_it_ends() -> None:
    goes_on, over = lists(operation(1)), lists(operation(1, status="success"))
    service = Service(None, at_look={1: goes_on, 4: over})

    assert service.run() == Outcome(frozenset(USERS), frozenset(), by_status=True)
    assert service.naps == [2.0, 2.0, 2.0]
    assert len(service.sent) == 1


@pytest.mark.parametrize("status", ["failure", "aborted", "a new word"])
def test_one_that_does_not_end_well_is_a_failure_of_all(status: str) -> None:
    service = Service(None, at_look={1: lists(operation(1, status=status))})

    assert service.run() == Outcome(frozenset(), frozenset(USERS), by_status=True)


def test_when_the_time_is_up_it_is_handed_back_as_it_is() -> None:
    service = Service(None, at_look={1: lists(operation(1))})

    outcome = service.run(seconds=5)

    assert outcome == Outcome(frozenset(), frozenset(), operation(1))
    assert service.naps == [2.0, 2.0, 2.0]


def test_an_operation_that_is_no_longer_listed_is_not_taken_for_ended() -> None:
    service = Service(None, at_look={1: lists(operation(1)), 2: lists()})

    assert service.run(seconds=5).running == operation(1)


@pytest.mark.parametrize("lost", [DOWN, SILENT])
def test_a_lost_answer_is_settled_by_the_operation_and_nothing_is_sent_again(lost: JunctionError) -> None:
    service = Service(lost, at_look={1: lists(operation(1, status="success"))})

    assert service.run().imported == frozenset(USERS)
    assert len(service.sent) == 1


def test_what_was_surely_refused_is_raised_as_it_is() -> None:
    with pytest.raises(JunctionError) as refused:
        Service(FORBIDDEN).run()

    assert refused.value is FORBIDDEN


@pytest.mark.parametrize("problem", [DOWN, CANCELED, FORBIDDEN])
def test_what_was_accepted_and_cannot_be_watched_to_its_end_is_unsettled_and_not_refused(
    problem: JunctionError,
) -> None:
    """Else whoever calls would take it for never sent, and send it again beside the one that runs."""
    service = Service(None, [operation(-5, status="success")], at_look={1: lists(operation(1)), 2: problem})

    with pytest.raises(UnsettledError, match="It is not clear what became of the import") as unclear:
        service.run()

    assert unclear.value.before == look(Service(None, [operation(-5, status="success")]), kind_of("oura"))
    assert problem.what in unclear.value.what


def test_what_was_accepted_and_is_never_listed_is_unsettled() -> None:
    with pytest.raises(UnsettledError, match="lists no operation of it"):
        Service(None).run()


def settle(service: Service, open_: Open) -> Outcome | None:
    return settled(service, "oura", open_, anew="begin anew.", sleep=service.naps.append, seconds=1)


def sent(service: Service, **known: Any) -> Open:
    return Open(dict.fromkeys(USERS, "print"), look(service, kind_of("oura")), **known)


def test_a_later_look_finds_what_the_part_has_started_and_nothing_else() -> None:
    old, other = operation(-5, status="success"), replace(operation(2), provider="fitbit")
    service = Service(listed=[old, other, trigger(3)])
    open_ = sent(service)

    service.listed.append(operation(3, total=77, status="success"))
    assert settle(service, open_) is None
    service.listed.append(operation(4, status="success"))

    assert settle(service, open_) == Outcome(frozenset(USERS), frozenset(), by_status=True)


def test_a_later_look_is_repeated_as_an_operation_may_be_listed_late() -> None:
    service = Service()
    open_ = sent(service)
    service.at_look = {service._looks + 2: lambda one: one.listed.append(operation(4, status="success"))}

    found = settle(service, open_)

    assert found is not None
    assert found.imported == set(USERS)


def test_of_two_operations_that_may_be_the_part_s_none_is_taken_and_nothing_is_to_be_sent() -> None:
    service = Service()
    open_ = sent(service)
    service.listed = [operation(3, status="success"), operation(4, status="failure")]

    with pytest.raises(JunctionError, match=r"^Junction lists 2 imports since, any of which may .* begin anew\.$"):
        settle(service, open_)


def test_what_was_accepted_is_not_sent_again_only_because_nothing_is_listed() -> None:
    service = Service()

    with pytest.raises(JunctionError, match="lists no operation of the import that it has accepted"):
        settle(service, sent(service, accepted=True))


def test_an_operation_that_was_seen_is_looked_for_by_its_start_whatever_its_size() -> None:
    service = Service()
    seen = operation(4, total=2, status="success")
    open_ = sent(service, accepted=True, started_at=seen.started_at)
    service.listed = [operation(3, status="failure"), seen]

    found = settle(service, open_)

    assert found is not None
    assert found.imported == set(USERS)


def test_a_202_takes_no_operation_of_another_size_for_its_own() -> None:
    said: list[str] = []
    stranger = operation(1, total=77, status="success")
    service = Service(at_look={1: lambda one: one.listed.append(stranger)})

    with pytest.raises(UnsettledError, match="lists no operation of it") as caught:
        import_part(
            service,
            "oura",
            part(),
            look(service, kind_of("oura")),
            sleep=service.naps.append,
            say=said.append,
            seconds=1,
        )

    assert caught.value.accepted


def test_what_is_open_is_the_same_after_state_has_held_it() -> None:
    service = Service(listed=[operation(1)])

    for open_ in (sent(service), sent(service, accepted=True, started_at=NOON)):
        assert Open.of(json.loads(json.dumps(open_.plain()))) == open_


@pytest.mark.parametrize("count", [0, 1, 61, 100, 250])
def test_parts_are_of_a_hundred_at_most_and_all_but_the_last_of_some_sixty_at_least(count: int) -> None:
    (one,) = part(A)

    sizes = [len(some) for some in parts([one] * count)]

    assert sum(sizes) == count
    assert all(61 <= size <= 100 for size in sizes[:-1])
    assert all(0 < size <= 100 for size in sizes)


def test_changed_are_those_who_are_new_or_have_other_credentials() -> None:
    assert changed({C: "1", A: "1", B: "2"}, {B: "1", C: "1", "gone": "1"}) == [A, B]
