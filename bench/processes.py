"""The processes of a command, from /proc: which there are, and the most memory that each kind of them has had."""

import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

PROGRAM, PLUGIN, ENGINE, HOST, OTHER = "program", "plugin", "engine", "language host", "other"

_PROC = Path("/proc")
_EVERY = 0.02
"""Seconds between two looks. The kernel keeps each process's peak, so only what comes after the last look is missed."""


def below(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have."""
    found: list[int] = []
    try:
        for children in (_PROC / str(pid) / "task").glob("*/children"):
            for child in map(int, children.read_text().split()):
                found += [child, *below(child)]
    except (OSError, ValueError):
        pass  # ended meanwhile
    return found


def kind(command: Sequence[str]) -> str:
    """What a process of Pulumi is for, by its command line."""
    if "pulumi.dynamic" in command:
        return PLUGIN
    if any(part.endswith("pulumi-language-python-exec") for part in command):
        return PROGRAM
    return {"pulumi": ENGINE, "pulumi-language-python": HOST}.get(Path(command[0]).name, OTHER)


class Watch:
    """Looks at a command's processes until the end of the block; `peaks` are MiB by kind, of the largest of each."""

    def __init__(self, pid: int, wanted: bool) -> None:
        self.peaks: dict[str, float] = {}
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True) if wanted else None

    def __enter__(self) -> "Watch":
        if self._thread:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._thread:
            self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_EVERY):
            for pid in [self._pid, *below(self._pid)]:
                self._look(pid)

    def _look(self, pid: int) -> None:
        try:
            status = (_PROC / str(pid) / "status").read_text()
            command = (_PROC / str(pid) / "cmdline").read_text(errors="replace").split("\0")
        except OSError:
            return  # ended meanwhile
        if "\nVmHWM:" in status:  # what has ended, but is still listed, has none
            peak = int(status.partition("\nVmHWM:")[2].split()[0]) / 1024
            name = kind(command)
            self.peaks[name] = max(self.peaks.get(name, 0), peak)
