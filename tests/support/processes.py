"""Processes that tests start: bounded in time, and ended by the group that they lead."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SECONDS = 120.0
"""Far beyond what any command here takes; a bound, not a measurement."""


@dataclass(frozen=True)
class Finished:
    """A process that has ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def text(self) -> str:
        """All it said."""
        return self.stdout + self.stderr


def run(
    command: Sequence[str], cwd: str | Path, env: Mapping[str, str] | None = None, seconds: float = SECONDS
) -> Finished:
    """Run a command to its end. After *seconds* it is killed with all its children, and the test fails."""
    with subprocess.Popen(
        command,
        cwd=cwd,
        env=None if env is None else dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        try:
            stdout, stderr = process.communicate(timeout=seconds)
        except BaseException as reason:
            os.killpg(process.pid, signal.SIGKILL)
            stdout, stderr = process.communicate()
            if isinstance(reason, subprocess.TimeoutExpired):
                said = f"{stdout}{stderr}"
                raise AssertionError(f"{command[0]} did not end within {seconds} seconds:\n{said}") from None
            raise
    return Finished(process.returncode, stdout, stderr)
