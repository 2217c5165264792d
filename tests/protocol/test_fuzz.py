"""Any property bag is answered: no exception, no hang, no secret in what is said.

A failure names its seed and number, and the smallest bags that still fail; FUZZ_SEED=7 FUZZ_CASES=200000 tries others.

Not this provider's, and so not in the cases:
- protobuf carries only text that is UTF-8, so lone surrogates cannot be sent;
- the SDK takes messages up to 400 MB, and reads bags by recursion, some 450 levels of it, before a provider is called;
- `__provider` says which provider is called, so without it none is;
- maps with the SDK's signature key are assets, resources, secrets or outputs before a provider sees them; the SDK
  raises where they are malformed, or of a kind that the engine keeps from a plugin that does not ask for it.
"""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.fuzz_bags import CANARY, Bag, case
from tests.protocol.fuzz_calls import Answer, Caller, complaints, shown, wire
from tests.protocol.fuzz_edits import smallest
from tests.protocol.programs import config, declared, new_team
from tests.support.bags import UNKNOWN, unmarshal
from tests.support.engine_log import EngineLog

SEED = int(os.environ.get("FUZZ_SEED", "4"))
CASES = int(os.environ.get("FUZZ_CASES", "20000"))
IN_FLIGHT = 6
"""Two more than the provider has threads: it is never idle, and some always wait."""


class Fuzz:
    """Runs cases on one plugin process, and tells of the first that is not as it should be."""

    def __init__(self, caller: Caller, org_id: str = "") -> None:
        self._caller = caller
        self._org_id = org_id

    def run(self, cases: int) -> Counter[str]:
        """How many were accepted, refused, and not even read."""
        with ThreadPoolExecutor(IN_FLIGHT) as threads:
            found = Counter[str]()
            for number, (answer, wrong) in enumerate(threads.map(self._run, range(cases))):
                if wrong:
                    threads.shutdown(wait=True, cancel_futures=True)
                    pytest.fail(self._report(number, wrong), pytrace=False)
                found["accepted" if answer.accepted else "refused" if answer.reasons else "unread"] += 1
        return found

    def _run(self, number: int) -> tuple[Answer, list[str]]:
        return complaints(self._caller, *case(SEED, number, self._org_id), f"r{number}")

    def _report(self, number: int, wrong: list[str]) -> str:
        olds, news = smallest(list(case(SEED, number, self._org_id)), lambda bags: self._is_wrong(bags, number))
        return f"seed {SEED}, case {number}: {wrong}\nsmallest olds: {shown(olds)}\nsmallest news: {shown(news)}"

    def _is_wrong(self, bags: Any, number: int) -> bool:
        """On a thread of its own, as the SDK reads some bags otherwise where there is an event loop."""
        if len(bags) != 2:
            return False
        olds, news = bags
        with ThreadPoolExecutor(1) as thread:
            return bool(thread.submit(complaints, self._caller, olds, news, f"r{number}").result()[1])


def test_any_bag_is_answered_in_one_line_each_and_tells_no_secret(junction: ThreadedEmulator, log: EngineLog) -> None:
    with Caller(log.address, config(junction, liveChecks="off")) as caller:
        found = Fuzz(caller).run(CASES)

        assert caller.alive
        assert caller.printed == ""
    assert odd(log) == []
    assert found["accepted"] > CASES / 10, "the cases stray too far from what is valid to mean anything"
    assert found["refused"] > CASES / 10
    assert found["unread"] < CASES / 10


def test_any_bag_is_answered_where_the_service_is_asked_for_its_limits(
    junction: ThreadedEmulator, log: EngineLog
) -> None:
    """Only here do old inputs matter: what was applied before is not refused."""
    junction.options.limits = {"oura": 90, "garmin": 30}
    with Caller(log.address, config(junction)) as caller:
        found = Fuzz(caller, junction.org_id).run(CASES // 20)

        assert caller.alive
        assert caller.printed == ""
    assert odd(log) == []
    assert found["accepted"] > CASES / 200
    assert junction.requests


def odd(log: EngineLog) -> list[str]:
    """Messages that a terminal or a reader would choke on. Some are tables, so they may have lines."""
    texts = [message.text for message in log.messages]
    return [text[:300] for text in texts if len(text) > 5_000 or not text.replace("\n", " ").isprintable()]


@pytest.fixture
def caller(junction: ThreadedEmulator, log: EngineLog) -> Iterator[Caller]:
    with Caller(log.address, config(junction, liveChecks="off")) as caller:
        yield caller


def large() -> Iterator[tuple[str, Bag]]:
    text = CANARY + "x" * (5 << 20)  # more than gRPC takes where nobody has raised its bound
    yield "text for a preference", {"providers": {"oura": text}}
    yield "text for a name", {"providers": {text.removeprefix(CANARY): CANARY}}
    yield "text for a team", {"teams": [text]}
    yield "thousands of names", {"providers": {f"oura{number}": CANARY for number in range(3_000)}}
    yield "thousands of teams", {"teams": [CANARY] * 3_000}
    yield "thousands of properties", {f"team_ids{number}": CANARY for number in range(3_000)}
    yield (
        "thousands of overrides",
        {
            "providers": {
                "oura": {"default": 1, "resource_overrides": {f"sleep{number}": 400 for number in range(3_000)}}
            }
        },
    )


@pytest.mark.parametrize("changes", [pytest.param(bag, id=name) for name, bag in large()])
def test_what_is_too_large_is_refused_before_anybody_loses_patience(
    caller: Caller, junction: ThreadedEmulator, changes: Bag
) -> None:
    """The call has a time limit of its own."""
    answer, wrong = complaints(caller, {}, declared(junction, [new_team()], {"oura": 30}) | changes, "large")

    assert wrong == []
    assert answer.reasons
    assert caller.printed == ""


@pytest.mark.parametrize("label", ["a\nb", "\u202e", "\x1b[31m", "x" * 100_000], ids=["lines", "rtl", "escape", "long"])
def test_a_label_is_shown_on_its_line_whatever_is_in_it(junction: ThreadedEmulator, log: EngineLog, label: str) -> None:
    """People are told of teams by their labels: in a table of what is overwritten, and where that is refused."""
    team = new_team()
    junction.set("sandbox", "us", team, "oura", 7)
    program = declared(junction, {label: team}, {"oura": 30})
    with Caller(log.address, config(junction)) as caller:
        _, wrong = complaints(caller, {}, program, "labelled")
        refused, wrong_too = complaints(caller, {}, program | {"adopt": "refuse"}, "labelled")

    assert wrong + wrong_too == []
    assert len(refused.reasons) == 1
    assert {len(message.text.splitlines()) for message in log.warnings} == {3}, "a title, names of columns, one row"
    assert odd(log) == []


@pytest.mark.parametrize("key", ["providers", "teams", "lenient", "deviations", "more"])
def test_two_hundred_levels_are_answered(caller: Caller, junction: ThreadedEmulator, key: str) -> None:
    answer, wrong = complaints(caller, {}, declared(junction, [new_team()], {"oura": 30}) | {key: nested(200)}, "deep")

    assert wrong == []
    assert answer.reasons


def test_what_is_too_deep_for_the_sdk_does_no_harm(caller: Caller, junction: ThreadedEmulator) -> None:
    program = declared(junction, [new_team()], {"oura": 30})
    bag = wire(program)
    inner = wire({"default": CANARY})
    for _ in range(1_000):
        outer = wire({})
        outer.fields["default"].struct_value.CopyFrom(inner)
        inner = outer
    bag.fields["providers"].struct_value.CopyFrom(inner)

    refused = caller.answer(wire({}), bag, "deep")

    assert refused.failed is not None
    assert CANARY not in refused.failed.traceback + caller.printed
    assert caller.answer(wire({}), wire(program), "next").accepted


def nested(levels: int) -> Any:
    value: Any = CANARY
    for _ in range(levels):
        value = {"default": value}
    return value


@pytest.mark.parametrize("deviations", [[306], "some", {"acme": 1}, {"acme": {"oura": {}}}])
def test_deviations_that_no_refresh_has_written_are_refused(
    caller: Caller, junction: ThreadedEmulator, deviations: Any
) -> None:
    """Nobody writes them; a program that hands its resource something of that name is told so."""
    news = declared(junction, [new_team()], {"oura": 30}) | {"deviations": deviations}

    answer, wrong = complaints(caller, {}, news, "deviating")

    assert wrong == []
    assert answer.reasons == ("deviations: holds what a refresh has found, and nothing else; leave it out",)


def test_what_a_refresh_has_found_is_kept_where_a_program_ignores_changes_of_it(
    caller: Caller, junction: ThreadedEmulator
) -> None:
    team = new_team()
    found = {team: {"oura": {"default": 90.0, "resource_overrides": {"sleep": 30.0}}, "garmin": "not set"}}
    news = declared(junction, [team], {"oura": 30, "garmin": 60}) | {"deviations": found}

    answer, wrong = complaints(caller, {}, news, "kept")

    assert wrong == []
    assert unmarshal(answer.inputs)["deviations"] == found


@pytest.mark.parametrize("broken", [{"providers": {"oura": {}}}, {"teams": 7}, {"providers": UNKNOWN}], ids=str)
def test_a_state_that_somebody_has_broken_does_not_fail_a_check(
    junction: ThreadedEmulator, log: EngineLog, broken: Bag
) -> None:
    news = declared(junction, [new_team()], {"oura": 30})
    with Caller(log.address, config(junction)) as caller:
        answer, wrong = complaints(caller, news | broken, news, "broken")

    assert wrong == []
    assert answer.accepted


def test_a_case_is_the_same_again_by_its_number() -> None:
    """Else a failure could not be looked into."""
    assert [shown(case(SEED, number)) for number in range(50)] == [shown(case(SEED, number)) for number in range(50)]
    assert shown(case(SEED, 1)) != shown(case(SEED + 1, 1))


def test_a_failing_case_is_made_as_small_as_it_can_be() -> None:
    case_ = [{"a": {"b": [1, 2]}}, {"c": {"wrong": 1, "right": [3, {"d": 4}]}, "e": 5}]

    assert smallest(case_, lambda bags: len(bags) == 2 and "wrong" in bags[1].get("c", {})) == [{}, {"c": {"wrong": 1}}]
