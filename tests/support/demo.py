"""The demos as people start them: one to its end, or one to be interrupted; and what they may not leave behind."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support import processes
from tests.support.repository import ROOT

DEMO = ROOT / "examples" / "demo.py"
FAULTS = ROOT / "examples" / "demo_faults.py"


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


def pretend_pulumi(folder: Path, script: str) -> None:
    pulumi = folder / "pulumi"
    pulumi.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    pulumi.chmod(0o755)
