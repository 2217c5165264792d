"""A copy of an example, on the real CLI with a backend of its own."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from tests.support import processes
from tests.support.engine_running import Running
from tests.support.processes import Finished
from tests.support.repository import ROOT, files

UP = ("up", "--yes", "--skip-preview")


class Example:
    """The files of `examples/NAME` that are or could be committed, and nothing else that lies about there."""

    def __init__(
        self, name: str, folder: Path, backend: str | None = None, env: Mapping[str, str] | None = None
    ) -> None:
        """Copy it to *folder*/NAME; the backend is a folder beside it unless there is another."""
        self.folder = folder / name
        source = ROOT / "examples" / name
        for file in files():
            if file.is_relative_to(source):
                copy = self.folder / file.relative_to(source)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, copy)
        if backend is None:
            state = folder / "state"
            state.mkdir(exist_ok=True)
            backend = state.as_uri()
        self.env: dict[str, str] = {**os.environ, "PULUMI_BACKEND_URL": backend, "NO_COLOR": "1", **(env or {})}

    def run(self, *command: str, fails: bool = False) -> Finished:
        """Run a command there. An end other than expected fails the test and shows what was printed."""
        __tracebackhide__ = True
        ended = processes.run(command, self.folder, self.env)
        if (ended.code != 0) is not fails:
            raise AssertionError(f"{' '.join(command)} ended with {ended.code}:\n{ended.text}")
        return ended

    def pulumi(self, stack: str, *args: str, fails: bool = False) -> Finished:
        """Run `pulumi ARGS` on a stack."""
        __tracebackhide__ = True
        return self.run("pulumi", *args, "--stack", stack, "--non-interactive", fails=fails)

    def start(self, stack: str, *args: str) -> Running:
        """Start `pulumi ARGS` on a stack, for a `with` statement."""
        return Running(["pulumi", *args, "--stack", stack, "--non-interactive"], self.folder, self.env)

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace what stands exactly once in one of its files."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")
