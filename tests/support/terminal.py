"""A terminal in front of a command: what somebody sees who types it, at a width that is known."""

import contextlib
import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

SECONDS = 120.0
"""Far beyond what any command here takes; a bound, not a measurement."""

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Seen:
    """What a command wrote to its terminal, and how it ended."""

    code: int
    raw: str

    @property
    def lines(self) -> list[str]:
        """Line by line without what controls the terminal; lines that were written over are still there."""
        return _CONTROL.sub("", self.raw).replace("\r\n", "\n").replace("\r", "\n").split("\n")

    @property
    def colours(self) -> set[str]:
        """The foreground colours that were asked for."""
        return {code for codes in re.findall(r"\x1b\[([0-9;]*)m", self.raw) for code in codes.split(";") if code >= "3"}


def run(
    command: Sequence[str],
    env: Mapping[str, str],
    columns: int = 80,
    when: Mapping[str, str | signal.Signals] = MappingProxyType({}),
) -> Seen:
    """Run a command on a terminal to its end; one that does not end is killed, and its status says so.

    *when* a text is seen first, something is typed, or the command gets a signal.
    """
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(command, env=dict(env), stdin=its, stdout=its, stderr=its, start_new_session=True)
    os.close(its)
    watchdog = threading.Timer(SECONDS, os.killpg, (process.pid, signal.SIGKILL))
    watchdog.start()
    written = bytearray()
    waiting = dict(when)
    try:
        with contextlib.suppress(OSError):  # EIO: nobody has the terminal open any more
            while piece := os.read(ours, 65_536):
                written += piece
                for text in [text for text in waiting if text.encode() in written]:
                    reaction = waiting.pop(text)
                    if isinstance(reaction, str):
                        os.write(ours, reaction.encode())
                    else:
                        process.send_signal(reaction)
        code = process.wait(SECONDS)
    finally:
        watchdog.cancel()
        os.close(ours)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return Seen(code, written.decode("utf-8"))
