"""`pulumi-junction emulator` as a process of its own, or as a command that does not start."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from typer.testing import CliRunner

from pulumi_junction.cli.app import app

PATIENCE = 30
"""Seconds after which a command that does not get on is killed, which fails the test that waits for it."""


@contextmanager
def started(*arguments: str, **variables: str) -> Iterator["subprocess.Popen[str]"]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("JUNCTION_")}
    with subprocess.Popen(
        [sys.executable, "-c", "from pulumi_junction.cli import main; main()", "emulator", "--port", "0", *arguments],
        env={**inherited, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as command:
        watchdog = threading.Timer(PATIENCE, command.kill)
        watchdog.start()
        try:
            yield command
        finally:
            watchdog.cancel()
            command.kill()


def greeting(command: "subprocess.Popen[str]") -> list[str]:
    """What it prints up to the line that says it listens."""
    assert command.stdout
    lines: list[str] = []
    for line in command.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith("listening"):
            return lines
    raise AssertionError(f"it ended with {lines}")


def url_in(lines: list[str]) -> str:
    listening = re.fullmatch(r"listening on (http://127\.0\.0\.1:[1-9][0-9]*)", lines[-1])
    assert listening
    return listening[1]


def refused(*arguments: str) -> tuple[int, str]:
    """Exit status and the one line of a command that does not start."""
    result = CliRunner().invoke(app, ["emulator", *arguments])
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.exit_code, result.stderr.rstrip("\n")
