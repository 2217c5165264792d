"""A run of the real CLI that is under way: interrupted or killed, and whatever it had started ended by its id."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from typing_extensions import Self

from tests.support.processes import SECONDS, Finished
from tests.support.waiting import until

PROVIDER = " -m pulumi.dynamic"
"""How the process that serves our provider was started."""

ASKS_AGAIN = "press ^C again"
"""What the CLI says once it has understood the first Ctrl-C."""


class Running:
    """`with Running(["pulumi", "up"], folder, env) as run:` leaves nothing behind, whatever happened in the block.

    The CLI leads a group of its own, as under a shell. Its plugins lead theirs: no Ctrl-C reaches them.
    """

    def __init__(self, command: Sequence[str], folder: Path, env: Mapping[str, str]) -> None:
        self._command, self._folder, self._env = command, folder, env
        self._started: set[int] = set()

    def __enter__(self) -> Self:
        self._printed = tempfile.TemporaryFile()  # a pipe would stay open as long as its orphans live
        self._process = subprocess.Popen(
            self._command,
            cwd=self._folder,
            env=dict(self._env),
            stdin=subprocess.DEVNULL,
            stdout=self._printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.kill()
        finally:
            self._printed.close()

    @property
    def said(self) -> str:
        """What it has printed so far."""
        size = os.fstat(self._printed.fileno()).st_size
        return os.pread(self._printed.fileno(), size, 0).decode()  # its own place in the file stays where it is

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait while the CLI runs; the test fails where it ends before *condition* holds."""
        __tracebackhide__ = True
        until(lambda: condition() or self._process.poll() is not None, what)
        if not condition():
            raise AssertionError(f"it ended before {what}:\n{self.said}")

    def interrupt(self, times: int = 1, heard: str = ASKS_AGAIN) -> None:
        """Ctrl-C, to the whole group as a terminal sends it; once more when it has understood the one before."""
        for _ in range(times):
            self._note()
            os.killpg(self._process.pid, signal.SIGINT)
            self.until(lambda: heard in self.said, "it heard Ctrl-C")

    def terminate(self) -> None:
        """SIGTERM to the process alone, as the end of a CI job sends it."""
        self._note()
        self._process.terminate()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Stop the CLI for the length of a block, so that it stays where it is whatever else takes how long."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def kill_provider(self) -> None:
        """Kill the process that serves our provider, as the kernel does to one that takes too much memory."""
        self._note()
        for id_ in self._providers():
            with suppress(ProcessLookupError):
                os.kill(id_, signal.SIGKILL)

    def abandon(self) -> list[str]:
        """Kill the CLI alone; returns the command lines of what lives on, until the end of the block at the latest."""
        self._note()
        self._process.kill()
        self._process.wait(SECONDS)
        table = _table()
        return [table[id_][1] for id_ in self._started & table.keys()]

    def kill(self) -> None:
        """Kill the CLI, then what it leaves behind, by id."""
        self.abandon()
        for id_ in self._started & _table().keys():
            with suppress(ProcessLookupError):
                os.kill(id_, signal.SIGKILL)
        until(lambda: not self._started & _table().keys(), "the end of what the CLI had started")

    def end(self) -> Finished:
        """Wait for the end of the CLI."""
        __tracebackhide__ = True
        try:
            code = self._process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it did not end within {SECONDS} seconds:\n{self.said}") from None
        return Finished(code, self.said, "")

    def _note(self) -> None:
        """Remember who is there while parents are known: an orphan's parent is process 1."""
        if self._process.poll() is None:
            self._started.update(_below(self._process.pid, _table()))

    def _providers(self) -> list[int]:
        table = _table()
        return [id_ for id_ in self._started & table.keys() if PROVIDER in table[id_][1]]


Table = Mapping[int, tuple[int, str]]
"""Parent and command line of each process, by id."""


def _table() -> Table:
    """All processes but those that have ended and were not asked about by their parents."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat=,args="], check=True, capture_output=True, text=True, timeout=SECONDS
    ).stdout
    fields = (line.split(None, 3) for line in listed.splitlines())
    return {int(id_): (int(parent), " ".join(args)) for id_, parent, state, *args in fields if state[0] != "Z"}


def _below(parent: int, table: Table) -> Iterator[int]:
    for id_, (above, _) in table.items():
        if above == parent:
            yield id_
            yield from _below(id_, table)
