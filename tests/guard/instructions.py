"""How many instructions a fresh interpreter needs for something: valgrind counts, whatever else the machine does."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = 300


def instructions(code: str, folder: Path) -> int:
    """Count those of a run of *code*, the interpreter's own start included."""
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        if os.environ.get("CI") == "true":
            pytest.fail("valgrind is not installed; `.ci/run` installs it")
        pytest.skip("valgrind is not installed")
    command = [valgrind, "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}  # it counts as well
    environment |= {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=folder, check=True, timeout=SECONDS)  # compiles
    ended = subprocess.run(
        [*command, sys.executable, "-c", code],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=SECONDS,
    )
    (counted,) = re.findall(r"I\s+refs:\s+([\d,]+)", ended.stderr)
    return int(counted.replace(",", ""))
