"""`connections pause`: whose, the question, and how to undo it."""

import json

import pytest

from pulumi_junction.cli.connections import pausing
from pulumi_junction.emulator.state import Emulator
from tests.unit.cli.connections.conftest import Connections, paused

OURA = ("pause", "--provider", "oura")
PAUSE = "POST/v2/link/bulk_pause"


def test_those_that_are_named_are_paused_and_no_others(junction: Emulator, connections: Connections) -> None:
    ended = connections(*OURA, "--yes", *junction.users[:2])

    assert ended.stdout == (
        "Junction was asked to pause connections of 2 users to oura in sandbox-us. It does not tell who has none.\n"
        "Junction documents no way to resume them; ask its support.\n"
    )
    assert ended.stderr == ""
    assert paused(junction) == junction.users[:2]


def test_all_are_those_whom_introspection_knows_in_parts(
    junction: Emulator, connections: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pausing, "PER_REQUEST", 100)

    ended = connections(*OURA, "--yes", "--all", "--json")

    assert json.loads(ended.stdout) == {
        "version": 1,
        "provider": "oura",
        "env": "sandbox",
        "region": "us",
        "asked": 250,
    }
    assert paused(junction) == junction.users
    assert [len(one.body["user_ids"]) for one in junction.writes if one.body] == [100, 100, 50]


@pytest.mark.usefixtures("terminal")
def test_the_question_says_that_it_cannot_be_undone(junction: Emulator, connections: Connections) -> None:
    ended = connections(*OURA, "--all", answers="y\n")

    question = (
        "Pause connections of 250 users to oura in sandbox-us? "
        "Junction documents no way to resume them; ask its support. [y/N]: "
    )
    assert ended.stderr == question
    assert len(paused(junction)) == 250


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answer", ["n\n", "\n", ""], ids=["no", "enter", "end of input"])
def test_any_other_answer_pauses_nothing(answer: str, junction: Emulator, connections: Connections) -> None:
    ended = connections(*OURA, junction.users[0], answers=answer, status=1)

    assert ended.stderr.endswith("pulumi-junction: nothing was paused.\n")
    assert junction.requests == []


@pytest.mark.parametrize("whose", [(), ("--all", "--users-file", "users")], ids=["nobody", "two ways"])
def test_whose_they_are_is_said_in_exactly_one_way(
    whose: tuple[str, ...], junction: Emulator, connections: Connections
) -> None:
    assert "one of them" in connections(*OURA, "--yes", *whose, status=2).stderr


def test_without_a_terminal_it_says_yes_is_needed(junction: Emulator, connections: Connections) -> None:
    ended = connections(*OURA, "--all", answers="y\n", status=2)

    assert "Pass --yes to pause without a question." in ended.stderr
    assert junction.requests == []


def test_where_nobody_is_connected_nothing_is_sent(junction: Emulator, connections: Connections) -> None:
    ended = connections("pause", "--provider", "whoop_v2", "--all", "--yes", status=1)

    assert "introspection knows no user with whoop_v2; nothing was paused." in ended.stderr
    assert junction.writes == []


@pytest.mark.parametrize(("nth", "told"), [(1, ""), (2, " 100 of 250 users were paused; to pause them again does no")])
def test_a_refusal_says_how_many_are_paused_already(
    nth: int, told: str, junction: Emulator, connections: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pausing, "PER_REQUEST", 100)
    junction.fail(f"{PAUSE}#{nth} 403")

    ended = connections(*OURA, "--yes", "--all", status=1)

    assert f"disabled by default.{told}" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_ctrl_c_says_how_many_are_paused(
    junction: Emulator, connections: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pausing, "PER_REQUEST", 100)
    pause, calls = pausing._pause, iter(range(9))

    def interrupted(*arguments: object) -> None:
        if next(calls) == 1:
            raise KeyboardInterrupt
        pause(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(pausing, "_pause", interrupted)

    ended = connections(*OURA, "--yes", "--all", status=130)

    assert "100 of 250 users were paused, perhaps more; to pause them again does no harm." in ended.stderr
    assert len(paused(junction)) == 100
