"""Which Pythons there are here, and which ones the package says it supports."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

LOWEST = (3, 10)
PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def supported() -> list[str]:
    """Return what the classifiers promise: `3.10`, `3.11`, ..."""
    text = PYPROJECT.read_text(encoding="utf-8")
    return re.findall(r'"Programming Language :: Python :: (3\.\d+)"', text)


def installed() -> dict[str, Path]:
    """Return one interpreter a version, the highest patch of each: those of pyenv, and `python3.N` on PATH."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    on_path = (shutil.which(f"python3.{minor}") for minor in range(LOWEST[1], 30))
    newest: dict[tuple[int, int], tuple[int, Path]] = {}
    for path in (*pyenv.glob("versions/*/bin/python"), *(Path(found) for found in on_path if found)):
        version = _version(path)
        if version and version[:2] >= LOWEST and version[2] > newest.get(version[:2], (-1, path))[0]:
            newest[version[:2]] = version[2], path
    return {f"{major}.{minor}": path for (major, minor), (_, path) in sorted(newest.items())}


def _version(path: Path) -> tuple[int, int, int] | None:
    """Ask the interpreter. One that cannot be run (a shim of pyenv for a version that is not chosen) is none."""
    ask = "import sys; print(*sys.version_info[:3])"
    try:
        told = subprocess.run([path, "-c", ask], capture_output=True, text=True, timeout=30)
        major, minor, patch = map(int, told.stdout.split())
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return major, minor, patch
