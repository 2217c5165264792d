"""Runs `pulumi preview` for its event log, as a person would type it."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from pulumi_junction.errors import JunctionError
from pulumi_junction.report.preview import Preview
from pulumi_junction.report.reading import read

COMMAND = ("preview", "--refresh", "--run-program", "--non-interactive", "--color", "never")


def preview(stack: str, folder: Path) -> Preview:
    """Preview one stack of the project in *folder*; empty: the one that is selected. Applies nothing."""
    pulumi = shutil.which("pulumi")
    if pulumi is None:
        raise JunctionError("there is no `pulumi` on PATH.", "Install the Pulumi CLI, or give event logs.")
    with tempfile.TemporaryDirectory() as temporary:
        log = Path(temporary) / "events.jsonl"
        which = ["--stack", stack] if stack else []
        env = {**os.environ, "PULUMI_DEBUG_COMMANDS": "true"}
        ended = subprocess.run(  # noqa: S603 (a list of words, and no shell)
            [pulumi, *COMMAND, *which, "--event-log", str(log)],
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if not log.exists():
            raise JunctionError(f"`pulumi preview` of {stack or 'the selected stack'} failed: {_why(ended.stderr)}")
        return read(log.read_text(encoding="utf-8"), f"the event log of {stack or 'the selected stack'}")


def _why(stderr: str) -> str:
    """Take the line that says it."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    return next((line for line in lines if line.startswith("error:")), lines[-1] if lines else "it said nothing.")
