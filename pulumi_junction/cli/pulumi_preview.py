"""Runs `pulumi preview` for its event log, as a person would type it."""

import tempfile
from pathlib import Path

from pulumi_junction.cli import pulumi
from pulumi_junction.errors import JunctionError
from pulumi_junction.report.preview import Preview
from pulumi_junction.report.reading import read

COMMAND = ("preview", "--refresh", "--run-program", "--non-interactive", "--color", "never")


def preview(stack: str, folder: Path) -> Preview:
    """Preview one stack of the project in *folder*; empty: the one that is selected. Applies nothing."""
    which = f"`pulumi preview` of {stack or 'the selected stack'}"
    with tempfile.TemporaryDirectory() as temporary:
        log = Path(temporary) / "events.jsonl"
        words = [*COMMAND, *(["--stack", stack] if stack else []), "--event-log", str(log)]
        ended = pulumi.run(*words, cwd=folder, env={"PULUMI_DEBUG_COMMANDS": "true"})
        if not log.exists():
            raise JunctionError(f"{which} failed: {_why(ended.stderr)}")
        return read(log.read_text(encoding="utf-8", errors="replace"), f"the event log of {which}")


def _why(stderr: str) -> str:
    """Take the line that says it."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    return next((line for line in lines if line.startswith("error:")), lines[-1] if lines else "it said nothing.")
