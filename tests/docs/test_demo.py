"""`python examples/demo.py` for real: what it shows, and that it leaves nothing behind."""

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


def play(temporary: Path, *search_path: Path) -> processes.Finished:
    command = [sys.executable, str(DEMO)]
    return processes.run(command, temporary.parent, environment(temporary, *search_path))


def left_running(temporary: Path) -> list[str]:
    """Processes that know a folder below this one and do not end by themselves within seconds."""
    until = time.monotonic() + 10
    while (found := list(running(temporary))) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def running(temporary: Path) -> Iterator[str]:
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
    ended = play(temporary, cli_folder)

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


@contextmanager
def started(temporary: Path, cli_folder: Path) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, str(DEMO)],
        cwd=temporary.parent,
        env=environment(temporary, cli_folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as demo:
        watchdog = threading.Timer(processes.SECONDS, demo.terminate)
        watchdog.start()
        try:
            yield demo
        finally:
            demo.terminate()  # it ends its own processes then; nothing is sent when it has ended
            with suppress(subprocess.TimeoutExpired):
                demo.wait(processes.SECONDS)
            demo.kill()
            watchdog.cancel()


@pytest.mark.parametrize("moment", ["$ pulumi preview --diff", "Previewing update", "wearables creating"])
def test_ctrl_c_ends_it_and_leaves_nothing_behind(moment: str, temporary: Path, cli_folder: Path) -> None:
    with started(temporary, cli_folder) as demo:
        assert demo.stdout
        assert any(moment in line for line in demo.stdout)

        demo.send_signal(signal.SIGINT)

        rest, _ = demo.communicate(timeout=processes.SECONDS)  # until nobody holds its output open any more

    assert demo.returncode == 130, rest
    assert rest.endswith("demo: interrupted; nothing is left behind\n")
    assert "Traceback" not in rest
    assert list(temporary.iterdir()) == []
    assert left_running(temporary) == []


def test_a_step_that_fails_ends_it_with_one_line(temporary: Path, tmp_path: Path) -> None:
    pulumi = tmp_path / "pulumi"
    pulumi.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    pulumi.chmod(0o755)

    ended = play(temporary, tmp_path)

    assert (ended.code, ended.stderr) == (
        1,
        "demo: `pulumi stack init sandbox-us` ended with status 3; what it printed says why\n",
    )
    assert list(temporary.iterdir()) == []


def test_without_what_it_needs_it_names_the_command_that_sets_it_up(temporary: Path) -> None:
    nothing = [sys.executable, "-c", f"import runpy, sys; sys.modules['httpx'] = None; {run_demo()}"]
    no_engine = [sys.executable, "-c", f"import runpy, sys; sys.executable = '/nowhere/python'; {run_demo()}"]

    for command, what in ((nothing, "httpx is not installed"), (no_engine, "there is no `pulumi` on PATH")):
        ended = processes.run(command, temporary.parent, {**environment(temporary), "PATH": str(temporary)})
        assert ended.code == 1
        assert re.fullmatch(rf"demo: {what}.*; `make demo` sets everything up\n", ended.stderr)


def run_demo() -> str:
    return f"sys.path[0] = {str(DEMO.parent)!r}; runpy.run_path({str(DEMO)!r}, run_name='__main__')"


def test_it_points_to_pages_that_exist() -> None:
    pages = re.findall(r"[\w/-]+\.md", DEMO.read_text(encoding="utf-8"))

    assert pages
    assert [page for page in pages if not (ROOT / page).is_file()] == []
