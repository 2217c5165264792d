"""How commands run `pulumi`: whatever becomes of it is said in one line, and nothing is left running."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from pulumi_junction.cli import pulumi
from pulumi_junction.errors import JunctionError
from tests.support.waiting import until

Install: TypeAlias = Callable[[str], None]

SECONDS = 60

STAYS = """
import os, pathlib, signal, subprocess, sys
pause = "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL); signal.pause()"
child = subprocess.Popen([sys.executable, "-c", pause])
def stop(*_):
    {stop}
signal.signal(signal.SIGINT, stop)
pathlib.Path("pids.new").write_text(f"{{os.getpid()}} {{child.pid}}")
os.rename("pids.new", "pids")
while True:
    signal.pause()
"""
"""A `pulumi` with a plugin; *stop* is what it does when it is told to."""

ENDS = "child.wait(); pathlib.Path('told').touch(); sys.exit(1)"
CALLER = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs, and what they start, ignore it
from pulumi_junction.cli import pulumi
pulumi.SECONDS_TO_END = {grace}
pulumi.run("preview")
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put a `pulumi` that does as a test says on PATH, and go to a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    def write(text: str) -> None:
        command = tmp_path / "bin" / "pulumi"
        command.parent.mkdir(exist_ok=True)
        command.write_text(f"#!{sys.executable}\n{text}\n", encoding="utf-8")
        command.chmod(0o755)

    return write


def gone(pid: int) -> bool:
    """Whether a process has ended; one that only waits for its parent to notice has."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


def pids() -> list[int]:
    return [int(word) for word in Path("pids").read_text(encoding="utf-8").split()]


def test_its_words_status_and_output_come_back(install: Install) -> None:
    install("import sys; print(sys.argv[1:]); print('why', file=sys.stderr); sys.exit(7)")

    ended = pulumi.run("stack", "ls")

    assert (ended.returncode, ended.stdout, ended.stderr) == (7, "['stack', 'ls']\n", "why\n")


def test_it_looks_for_no_newer_release_and_has_the_variables_of_the_caller(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("import os; print(*(os.environ.get(name) for name in ('PULUMI_SKIP_UPDATE_CHECK', 'OURS', 'MORE')))")
    monkeypatch.setenv("OURS", "o")

    assert pulumi.run("version", env={"MORE": "m"}).stdout == "true o m\n"


def test_it_runs_where_the_caller_says_and_is_given_no_input(install: Install, tmp_path: Path) -> None:
    install("import os, sys; print(os.getcwd(), repr(sys.stdin.read()))")
    (tmp_path / "project").mkdir()

    assert pulumi.run("preview", cwd=tmp_path / "project").stdout == f"{(tmp_path / 'project').resolve()} ''\n"


def test_bytes_that_are_no_utf_8_stop_nothing(install: Install) -> None:
    install("import sys; sys.stdout.buffer.write(b'name \\xff')")

    assert pulumi.run("stack", "ls").stdout == "name \ufffd"


def test_one_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(JunctionError, match=r"^there is no `pulumi` on PATH\. Install the Pulumi CLI"):
        pulumi.run("version")


def test_one_that_does_not_start_is_said(install: Install) -> None:
    install("")
    Path("bin/pulumi").write_text("#!/does/not/exist\n", encoding="utf-8")

    with pytest.raises(JunctionError, match=r"^`pulumi version` does not start \(FileNotFoundError\)\."):
        pulumi.run("version")


def test_one_that_does_not_end_in_time_is_ended_and_no_key_on_its_command_line_is_said(install: Install) -> None:
    install("import signal; signal.pause()")

    with pytest.raises(JunctionError, match=r"^`pulumi config get` did not end within 0\.1 s\.$"):
        pulumi.run("config", "get", "junction:managementKey", timeout=0.1)


@pytest.mark.parametrize(("stop", "grace"), [(ENDS, SECONDS), ("pass", 0.1)], ids=["it ends", "it does not"])
def test_ctrl_c_ends_it_and_what_it_has_started(stop: str, grace: float, install: Install) -> None:
    """It is the command that tells it, once: a terminal's Ctrl-C does not reach the other session."""
    install(STAYS.format(stop=stop))
    caller = subprocess.Popen(
        [sys.executable, "-c", CALLER.format(grace=grace)],
        stderr=subprocess.PIPE,
        text=True,
    )
    with caller:
        try:
            until(Path("pids").exists, "started")
            os.kill(caller.pid, signal.SIGINT)
            said = caller.communicate(timeout=SECONDS)[1]
        finally:
            caller.kill()
            left = [pid for pid in pids() if not gone(pid)] if Path("pids").exists() else []
            for pid in left:
                os.kill(pid, signal.SIGKILL)

    assert said.splitlines()[-1] == "KeyboardInterrupt"
    assert left == []
    assert Path("told").exists() == (stop == ENDS)
