"""A project folder and the real CLI, as a user types it. A run that fails takes five seconds longer: few tests only."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support import processes
from tests.support.engine_running import Running
from tests.support.processes import Finished

PROJECT = "name: demo\nruntime: python\n"


class Project:
    """`Pulumi.yaml` and `__main__.py`, with a `file://` backend beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.backend = folder / "backend"
        self.folder.mkdir()
        self.backend.mkdir()
        (self.folder / "Pulumi.yaml").write_text(PROJECT, encoding="utf-8")
        self.env: dict[str, str] = {**os.environ, "PULUMI_BACKEND_URL": self.backend.as_uri(), "NO_COLOR": "1"}

    def program(self, text: str) -> None:
        """Write `__main__.py`."""
        (self.folder / "__main__.py").write_text(text, encoding="utf-8")

    def runtime_in(self, venv: Path) -> None:
        """Run programs and providers in a virtual environment, as `virtualenv:` in `Pulumi.yaml` does."""
        options = f"name: demo\nruntime:\n  name: python\n  options:\n    virtualenv: {venv}\n"
        (self.folder / "Pulumi.yaml").write_text(options, encoding="utf-8")

    def pulumi(self, *args: str, fails: bool = False, env: Mapping[str, str] | None = None) -> Finished:
        """Run `pulumi ARGS`. An end other than expected fails the test and shows what was printed."""
        __tracebackhide__ = True
        ended = processes.run(["pulumi", *args, "--non-interactive"], self.folder, {**self.env, **(env or {})})
        if (ended.code != 0) is not fails:
            raise AssertionError(f"pulumi {' '.join(args)} ended with {ended.code}:\n{ended.text}")
        return ended

    def start(self, *args: str) -> Running:
        """Start `pulumi ARGS`, for a `with` statement; it may be interrupted and killed while it runs."""
        return Running(["pulumi", *args, "--non-interactive"], self.folder, self.env)

    def state(self) -> dict[str, Any]:
        """What the backend holds of the stack `dev`: its latest deployment."""
        text = (self.backend / ".pulumi" / "stacks" / "demo" / "dev.json").read_text(encoding="utf-8")
        latest: dict[str, Any] = json.loads(text)["checkpoint"]["latest"]
        return latest

    def events(self, file: Path) -> list[dict[str, Any]]:
        """Read an event log."""
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

    def written(self) -> str:
        """All that is kept: state, history, backups, configuration."""
        files = (path for folder in (self.backend, self.folder) for path in sorted(folder.rglob("*")) if path.is_file())
        return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
