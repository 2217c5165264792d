"""The one way in which a command runs `pulumi`: nobody is asked anything, and nothing is left running."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pulumi_junction.errors import JunctionError

SECONDS_TO_END = 10.0
"""For `pulumi`, each time it is told to stop, to end the plugins that it has started; a kill leaves them behind."""


def find() -> str:
    """Return the path of the `pulumi` on PATH."""
    found = shutil.which("pulumi")
    if found is None:
        raise JunctionError("there is no `pulumi` on PATH.", "Install the Pulumi CLI, or add its folder to PATH.")
    return found


def run(
    *words: str, cwd: Path | None = None, env: Mapping[str, str] | None = None, timeout: float | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run `pulumi` with these words, whatever its exit status; *env* is added to this process's own.

    JunctionError: there is none, it does not start, or it does not end within *timeout* seconds. It runs in a session
    of its own, so that Ctrl-C reaches it by this process alone: the second one means something else to it.
    """
    command = [find(), *words]
    what = f"`{' '.join(['pulumi', *words[:2]])}`"
    try:
        child = subprocess.Popen(  # noqa: S603 (a list of words, and no shell)
            command,
            cwd=cwd,
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true", **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as reason:
        raise JunctionError(f"{what} does not start ({type(reason).__name__}).", "Install Pulumi again.") from None
    with child:
        try:
            out, err = child.communicate(timeout=timeout)
        except BaseException as reason:
            _end(child)
            if isinstance(reason, subprocess.TimeoutExpired):
                raise JunctionError(f"{what} did not end within {timeout:g} s.") from None
            raise
    return subprocess.CompletedProcess(command, child.returncode, out, err)


def _end(child: "subprocess.Popen[str]") -> None:
    """Press Ctrl-C as somebody at a terminal would, and again where the first does not end it; at last kill it."""
    for _ in range(2):
        _tell(child, "SIGINT")
        with suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            child.communicate(timeout=SECONDS_TO_END)
            return
    _tell(child, "SIGKILL")
    child.kill()


def _tell(child: "subprocess.Popen[str]", name: str) -> None:
    """Reach its whole group: a wrapper around `pulumi` passes nothing on. Windows has none; its console does that."""
    with suppress(AttributeError, ProcessLookupError):
        os.killpg(child.pid, getattr(signal, name))
