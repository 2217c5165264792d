"""`examples/demo.py` and `demo_faults.py` for real: what they show, and that they leave nothing behind."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from pulumi_junction.emulator.defaults import DEMO_MANAGEMENT_KEY
from tests.support import processes
from tests.support.repository import ROOT

DEMO = ROOT / "examples" / "demo.py"
FAULTS = ROOT / "examples" / "demo_faults.py"

EITHER = pytest.mark.parametrize("demo", [DEMO, FAULTS], ids=lambda demo: demo.stem)


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """The folder for temporary files that the demo is given."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def environment(temporary: Path, *search_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "TMPDIR": str(temporary),
        "PATH": os.pathsep.join([*map(str, search_path), os.environ["PATH"]]),
    }


def play(demo: Path, temporary: Path, *search_path: Path) -> processes.Finished:
    command = [sys.executable, str(demo)]
    return processes.run(command, temporary.parent, environment(temporary, *search_path))


def left_running(temporary: Path) -> list[str]:
    """Processes that know a folder below this one and do not end by themselves within seconds."""
    until = time.monotonic() + 10
    while (found := list(still_there(temporary))) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def still_there(temporary: Path) -> Iterator[str]:
    """Only Linux tells; elsewhere there is none."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # ended meanwhile, or somebody else's
            if os.fsencode(temporary) in (process / "environ").read_bytes():
                yield f"{process.name} {(process / 'cmdline').read_bytes()!r}"


def in_this_order(lines: Sequence[str], output: str) -> list[str]:
    """Those of the lines that do not follow the ones before them in the output."""
    rest = iter([line.strip() for line in output.splitlines()])
    return [line for line in lines if line not in rest]


def test_it_shows_create_edit_drift_repair_and_destroy_and_leaves_nothing_behind(
    temporary: Path, cli_folder: Path
) -> None:
    ended = play(DEMO, temporary, cli_folder)

    assert ended.code == 0, ended.text
    engine = [
        "$ pulumi preview --diff",
        "+ 2 to create",
        "+ 2 created",
        "$ pulumi preview",
        "2 unchanged",
        "~ default: 180 => 365",
        "~ 1 updated",
        "$ pulumi preview --refresh --run-program --diff",
        "~ default: 120 => 14",
        "~ default: 14 => 120",
        "~ 1 updated",
        "- 2 deleted",
    ]
    assert in_this_order(engine, ended.stdout) == [], ended.stdout
    assert "Traceback" not in ended.text
    assert DEMO_MANAGEMENT_KEY not in ended.text
    assert list(temporary.iterdir()) == []
    assert left_running(temporary) == []


def test_it_rehearses_bad_days_and_leaves_nothing_behind(temporary: Path, cli_folder: Path) -> None:
    ended = play(FAULTS, temporary, cli_folder)

    assert ended.code == 0, ended.text
    says = [
        "wearables creating .*answer 503; waiting 2.0 s before attempt 2 of 6",
        r"\+ 2 created",
        "POST 503: .* for Acme Care, Beta Labs",
        "POST 200: .* for Acme Care, Beta Labs",
        r"\* 2 of 4 teams are done \(not .* refused the request \(422\)",
        "Exit status: 1",
        "POST 200: .* for Acme Care, Beta Labs",
        "POST 422: .* for Gamma Clinic",
        "~ 1 updated",
        "Requests that reached Junction: 2 GET, 2 POST",
        "POST 200: .* for Gamma Clinic",
        "POST 200: .* for Delta Health",
        "[0-9a-f]{64}  -",
        "error: .*asks to wait 30 s, longer than the 2 s a request may take",
        "Exit status: 1",
        "Requests that reached Junction: 1 GET",
        "[0-9a-f]{64}  -",
        "warning: .*limits were not checked",
        "2 unchanged",
        "warning: .*oura was 30 days at the service for .*, changed since the last apply; setting 365, sleep 90 days",
        "Requests that reached Junction: 2 GET, 1 POST",
    ]
    rest = iter(ended.stdout.splitlines())
    assert [pattern for pattern in says if not any(re.search(pattern, line) for line in rest)] == [], ended.stdout
    assert len(set(re.findall(r"^[0-9a-f]{64}(?=  -$)", ended.stdout, re.MULTILINE))) == 1
    assert "Traceback" not in ended.text
    assert DEMO_MANAGEMENT_KEY not in ended.text
    assert list(temporary.iterdir()) == []
    assert left_running(temporary) == []


@contextmanager
def started(demo: Path, temporary: Path, cli_folder: Path) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, str(demo)],
        cwd=temporary.parent,
        env=environment(temporary, cli_folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as running:
        watchdog = threading.Timer(processes.SECONDS, running.terminate)
        watchdog.start()
        try:
            yield running
        finally:
            running.terminate()  # it ends its own processes then; nothing is sent when it has ended
            with suppress(subprocess.TimeoutExpired):
                running.wait(processes.SECONDS)
            running.kill()
            watchdog.cancel()


@pytest.mark.parametrize(
    ("demo", "moment"),
    [
        (DEMO, "$ pulumi preview --diff"),
        (DEMO, "Previewing update"),
        (DEMO, "wearables creating"),
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


def pretend_pulumi(folder: Path, script: str) -> None:
    pulumi = folder / "pulumi"
    pulumi.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    pulumi.chmod(0o755)


@EITHER
def test_without_what_it_needs_it_names_the_command_that_sets_it_up(demo: Path, temporary: Path) -> None:
    run = f"sys.path[0] = {str(demo.parent)!r}; runpy.run_path({str(demo)!r}, run_name='__main__')"
    nothing = [sys.executable, "-c", f"import runpy, sys; sys.modules['httpx'] = None; {run}"]
    no_engine = [sys.executable, "-c", f"import runpy, sys; sys.executable = '/nowhere/python'; {run}"]

    for command, what in ((nothing, "httpx is not installed"), (no_engine, "there is no `pulumi` on PATH")):
        ended = processes.run(command, temporary.parent, {**environment(temporary), "PATH": str(temporary)})
        assert ended.code == 1
        assert re.fullmatch(rf"demo: {what}.*; `make demo` sets everything up\n", ended.stderr)


@EITHER
def test_it_points_to_pages_that_exist(demo: Path) -> None:
    pages = re.findall(r"[\w/-]+\.md", demo.read_text(encoding="utf-8"))

    assert pages
    assert [page for page in pages if not (ROOT / page).is_file()] == []
