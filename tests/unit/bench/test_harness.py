"""The bench's figures are what they say: ratios round by round, costs of commands that worked, kinds of processes."""

import math
import sys
from collections.abc import Callable

import pytest

from bench import processes
from bench.harness import Cost, environment, in_turns, middle_half, ratio, run


def test_a_ratio_compares_within_a_round_so_that_a_slow_one_does_not_count() -> None:
    floor = [Cost(1.0), Cost(10.0), Cost(1.0)]
    ours = [Cost(1.1), Cost(11.0), Cost(1.1)]

    assert ratio(ours, floor) == pytest.approx(1.1)


def test_cases_take_turns_and_each_is_first_once() -> None:
    order: list[str] = []

    def case(name: str) -> Callable[[], Cost]:
        def noted() -> Cost:
            order.append(name)
            return Cost(len(order))

        return noted

    costs = in_turns({name: case(name) for name in "abc"}, rounds=3)

    assert "".join(order) == "abc" + "abc" + "bca" + "cab"
    assert [cost.seconds for cost in costs["a"]] == [4, 9, 11]


def test_the_middle_half_of_one_time_is_that_time() -> None:
    assert middle_half([Cost(2.0)]) == (2.0, 2.0)


def test_a_command_that_fails_ends_the_bench_with_its_last_words() -> None:
    with pytest.raises(SystemExit, match=r"(?s)ended with 3.*no luck"):
        run([sys.executable, "-c", "import sys; print('no luck'); sys.exit(3)"])


def test_a_command_that_takes_too_long_is_ended() -> None:
    with pytest.raises(SystemExit, match="ended with -9"):
        run([sys.executable, "-c", "import threading; threading.Event().wait()"], longest=0.5)


def test_memory_and_processor_time_are_those_of_the_command() -> None:
    code = "import threading; held = b'x' * 2**26; print(len(held)); threading.Event().wait(0.5)"

    cost = run([sys.executable, "-c", code], watch=True)

    assert cost.peak > 64
    assert cost.cpu > 0
    assert cost.printed == len("67108864\n")


def test_memory_is_no_number_where_nobody_looked() -> None:
    assert math.isnan(run([sys.executable, "-c", ""]).peak)


def test_no_key_of_the_machine_reaches_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", "of-the-machine")
    monkeypatch.setenv("PULUMI_ACCESS_TOKEN", "of-the-machine")

    assert "of-the-machine" not in environment().values()


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("pulumi preview", processes.ENGINE),
        ("/somewhere/bin/pulumi-language-python 127.0.0.1:1", processes.HOST),
        ("python -u /somewhere/pulumi-language-python-exec --stack s .", processes.PROGRAM),
        ("python3 -u -m pulumi.dynamic 127.0.0.1:1", processes.PLUGIN),
        ("/bin/sh /pulumi/bin/pulumi-resource-pulumi-python 127.0.0.1:1", processes.OTHER),
    ],
)
def test_a_process_is_known_by_its_command_line(command: str, kind: str) -> None:
    assert processes.kind(command.split()) == kind
