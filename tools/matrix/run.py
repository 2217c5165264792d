"""The provider on every Python that is installed, with the lowest and the newest dependencies that it allows.

    python tools/matrix/run.py [CELL ...]         a cell is e.g. 3.12-lowest; without any all of them run

Each cell is a fresh environment in `.matrix/` with the built wheel; tests run from a copy, so nothing of the checkout
is imported, and edits meanwhile do no harm. One cell after the other: what they test starts processes enough.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from interpreters import installed, supported

ROOT = Path(__file__).parents[2]
WORK = ROOT / ".matrix"
COPY = WORK / "checkout"
TOOLS = ("pytest", "pytest-xdist", "hypothesis")
TESTS = (
    "tests/unit/core",
    "tests/unit/api",
    "tests/unit/providers",
    "tests/unit/resources",
    "tests/protocol",
    "tests/engine/test_golden_states.py",
    "tests/engine/test_life.py",
)
# The lowest fastapi and httpx keep an anyio whose plugin warns with this pytest, and warnings are errors; unused here.
PYTEST = ("-m", "pytest", "-q", "-n", "2", "-p", "no:anyio", "-p", "no:cacheprovider", "--durations=10")
RESOLUTIONS = {"lowest": ["--resolution", "lowest-direct"], "newest": ["--upgrade"]}
SHOWN = ("pulumi", "httpx", "pydantic", "tenacity", "protobuf")
SECONDS = 1_800
"""Far beyond what a cell takes."""

FUZZ_CASES = "2000"
"""`make test` has more of them; what differs between cells is how the interpreter reads a bag, not which bags."""


@dataclass
class Cell:
    """One Python with one choice of versions."""

    python: str
    interpreter: Path
    resolution: str
    outcome: str = "not run"
    ok: bool = False
    set_up: float = 0.0
    tests: float = 0.0
    versions: str = ""

    @property
    def name(self) -> str:
        """How it is asked for, and what its log is called."""
        return f"{self.python}-{self.resolution}"

    @property
    def folder(self) -> Path:
        """Its environment."""
        return WORK / self.name

    @property
    def bin(self) -> Path:
        """Where its commands are."""
        return self.folder / "bin"

    def run(self, wheel: Path) -> None:
        """Install and test; all that is printed is in the log beside the folder."""
        started = time.monotonic()
        with (WORK / f"{self.name}.log").open("w", encoding="utf-8") as log:
            if not self._install(wheel, log):
                self.outcome = "could not be installed"
                return
            self.set_up, started = time.monotonic() - started, time.monotonic()
            self.ok = _run([self.bin / "python", *PYTEST, *_chosen()], log, COPY, self._env())
            self.tests = time.monotonic() - started
        self.outcome = _last_line(WORK / f"{self.name}.log")

    def _install(self, wheel: Path, log: TextIO) -> bool:
        """First what the package needs, so that the tools of the tests decide nothing; they take what is there."""
        venv = [_uv(), "venv", "--quiet", "--clear", "--python", self.interpreter, self.folder]
        install = [_uv(), "pip", "install", "--quiet", "--python", self.bin / "python"]
        # "Direct" is what a file lists, so this must not be the wheel.
        needs = ["--requirement", COPY / "pyproject.toml", "--extra", "cli", "--extra", "emulator"]
        return (
            _run(venv, log)
            and _run([*install, *RESOLUTIONS[self.resolution], *needs], log)
            and _run([*install, "--no-deps", wheel], log)
            and _run([*install, *TOOLS], log)
            and self._look(log)
        )

    def _look(self, log: TextIO) -> bool:
        listed = subprocess.run(
            [_uv(), "pip", "freeze", "--python", self.bin / "python"], capture_output=True, text=True, check=True
        ).stdout
        log.write(listed)
        found = dict(line.split("==") for line in listed.splitlines() if "==" in line)
        self.versions = ", ".join(f"{name} {found.get(name, '?')}" for name in SHOWN)
        return True

    def _env(self) -> dict[str, str]:
        path = os.pathsep.join([str(self.bin), str(ROOT / "tools/pulumi-cli/bin"), os.environ["PATH"]])
        return {**os.environ, "PATH": path, "CI": "true", "FUZZ_CASES": FUZZ_CASES, "PULUMI_SKIP_UPDATE_CHECK": "true"}


def main() -> int:
    """Return 1 where a cell fails, or where fewer than two could run."""
    found = installed()
    cells = [Cell(version, path, kind) for version, path in found.items() for kind in RESOLUTIONS]
    asked = sys.argv[1:] or [cell.name for cell in cells]
    if unknown := set(asked) - {cell.name for cell in cells}:
        print(f"matrix: no such cell: {', '.join(sorted(unknown))}; there are {', '.join(c.name for c in cells)}")
        return 1
    wheel = _prepare()
    chosen = [cell for cell in cells if cell.name in asked]
    for cell in chosen:
        print(f"matrix: {cell.name} ...", flush=True)
        cell.run(wheel)
        if not cell.ok:
            print(_tail(WORK / f"{cell.name}.log"), flush=True)
    _table(chosen)
    for version in supported():
        if version not in found:
            print(f"matrix: Python {version} is supported but not installed: NOT TESTED")
    if not sys.argv[1:] and len([cell for cell in chosen if cell.tests]) < 2:
        print("matrix: fewer than two cells ran, which says nothing; install another Python, e.g. with pyenv")
        return 1
    return 0 if all(cell.ok for cell in chosen) else 1


def _prepare() -> Path:
    """Build the wheel and copy the tests, once for all cells."""
    WORK.mkdir(exist_ok=True)
    for old in (COPY, WORK / "dist"):
        shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(ROOT / "tests", COPY / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", COPY)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(WORK / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = (WORK / "dist").glob("*.whl")
    return wheel


def _uv() -> Path:
    return Path(sys.executable).parent / "uv"


def _chosen() -> list[str]:
    return [test for test in TESTS if (COPY / test).exists() or sys.exit(f"matrix: {test} is gone; see {__file__}")]


def _run(command: Sequence[object], log: TextIO, cwd: Path = ROOT, env: dict[str, str] | None = None) -> bool:
    words = [str(word) for word in command]
    log.write(f"$ {' '.join(words)}\n")
    log.flush()
    try:
        return not subprocess.run(words, cwd=cwd, env=env, stdout=log, stderr=log, timeout=SECONDS).returncode
    except subprocess.TimeoutExpired:
        log.write(f"did not end within {SECONDS} seconds\n")
        return False


def _last_line(log: Path) -> str:
    return re.sub(r" in [\d.]+s.*|=+ ?", "", log.read_text(encoding="utf-8").strip().splitlines()[-1]).strip()


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8").splitlines()[-40:])


def _table(cells: list[Cell]) -> None:
    print(f"\n{'cell':<14}{'':<6}{'set-up':>7}{'tests':>7}  outcome; versions")
    for cell in cells:
        mark = "ok" if cell.ok else "FAILED"
        print(f"{cell.name:<13} {mark:<6}{cell.set_up:>6.0f}s{cell.tests:>6.0f}s  {cell.outcome}; {cell.versions}")


if __name__ == "__main__":
    sys.exit(main())
