"""However `examples/demo.py` and `demo_faults.py` end, it is with one line, and nothing is left behind."""

import re
import signal
import sys
from pathlib import Path

import pytest

from tests.support import processes
from tests.support.demo import DEMO, FAULTS, environment, left_running, play, pretend_pulumi, started

EITHER = pytest.mark.parametrize("demo", [DEMO, FAULTS], ids=lambda demo: demo.stem)


@pytest.mark.parametrize(
    ("demo", "moment"),
    [
        (DEMO, "$ pulumi preview --diff"),
        (DEMO, "Previewing update"),
        (DEMO, "wearables creating"),
        (DEMO, "oura in_progress"),
        (FAULTS, "waiting 2.0 s"),
        (FAULTS, "POST 422"),
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else value,
)
def test_ctrl_c_ends_it_and_leaves_nothing_behind(demo: Path, moment: str, temporary: Path, cli_folder: Path) -> None:
    with started(demo, temporary, cli_folder) as running:
        assert running.stdout
        assert any(moment in line for line in running.stdout)

        running.send_signal(signal.SIGINT)

        rest, _ = running.communicate(timeout=processes.SECONDS)  # until nobody holds its output open any more

    assert running.returncode == 130, rest
    assert rest.endswith("demo: interrupted; nothing is left behind\n")
    assert "Traceback" not in rest
    assert list(temporary.iterdir()) == []
    assert left_running(temporary) == []


@EITHER
def test_a_step_that_fails_ends_it_with_one_line(demo: Path, temporary: Path, tmp_path: Path) -> None:
    pretend_pulumi(tmp_path, "exit 3")

    ended = play(demo, temporary, tmp_path)

    assert (ended.code, ended.stderr) == (
        1,
        "demo: `pulumi stack init sandbox-us` ended with status 3; what it printed says why\n",
    )
    assert list(temporary.iterdir()) == []


def test_where_nothing_was_triggered_its_second_part_ends_with_one_line(temporary: Path, tmp_path: Path) -> None:
    pretend_pulumi(tmp_path, "exit 0")

    ended = play(DEMO, temporary, tmp_path)

    watch = "pulumi-junction pulls watch --provider oura --interval 1 --stack sandbox-us"
    assert ended.code == 1
    assert ended.stderr.splitlines() == [
        "pulumi-junction: Junction lists no historical pull operation for oura.",
        f"demo: `{watch}` ended with status 1; what it printed says why",
    ]
    assert list(temporary.iterdir()) == []


RETRIED = r"wearables creating .*answer 503; waiting 2\.0 s before attempt 2 of 6"


@pytest.mark.parametrize(
    ("pulumi", "what"),
    [
        ("exit 0", f"did not say {RETRIED!r}"),
        (
            "echo 'wearables creating (0s) answer 503; waiting 2.0 s before attempt 2 of 6'; echo '+ 2 created'",
            "was to send",
        ),
        ("test $1 = stack || exit 3", "ended with status 3; what it printed says why"),
    ],
    ids=["says nothing", "sends nothing", "fails"],
)
def test_a_rehearsal_that_shows_something_else_than_it_claims_fails(
    pulumi: str, what: str, temporary: Path, tmp_path: Path
) -> None:
    pretend_pulumi(tmp_path, pulumi)

    ended = play(FAULTS, temporary, tmp_path)

    assert ended.code == 1
    assert ended.stderr.startswith(f"demo: `pulumi up --skip-preview` {what}")
    assert ended.stderr.count("\n") == 1


@EITHER
def test_without_what_it_needs_it_names_the_command_that_sets_it_up(demo: Path, temporary: Path) -> None:
    run = f"sys.path[0] = {str(demo.parent)!r}; runpy.run_path({str(demo)!r}, run_name='__main__')"
    nothing = [sys.executable, "-c", f"import runpy, sys; sys.modules['httpx'] = None; {run}"]
    no_engine = [sys.executable, "-c", f"import runpy, sys; sys.executable = '/nowhere/python'; {run}"]

    for command, what in ((nothing, "httpx is not installed"), (no_engine, "there is no `pulumi` on PATH")):
        ended = processes.run(command, temporary.parent, {**environment(temporary), "PATH": str(temporary)})
        assert ended.code == 1
        assert re.fullmatch(rf"demo: {what}.*; `make demo` sets everything up\n", ended.stderr)
