"""How a command ends that cannot do what was asked: one line on stderr and a stable exit status."""

import errno
import sys
from typing import NoReturn

import typer
from typer.core import TyperGroup

from pulumi_junction.errors import ConfigError, JunctionError

COULD_NOT, USAGE, DRIFT, OPERATION_FAILED, STILL_RUNNING = 1, 2, 3, 4, 5
"""Exit statuses; `report` ends with 2 where `--fail-on` finds something."""

INTERRUPTED = 130
"""After Ctrl-C, as shells have it."""


class UsageProblem(ConfigError):
    """An option or argument is wrong: exit status 2 instead of 1."""


class Commands(TyperGroup):
    """The commands. Whatever one of them raises becomes one line: no traceback, no lines of its source."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override, unused-ignore]
        """Run a command."""
        try:
            return super().invoke(ctx)
        except JunctionError as problem:
            fail(str(problem), USAGE if isinstance(problem, UsageProblem) else COULD_NOT)
        except OSError as problem:
            if problem.errno == errno.EPIPE:  # whoever reads has seen enough: typer ends quietly
                raise
            fail(f"the system refused: {problem.strerror or type(problem).__name__}.", COULD_NOT)


def fail(message: str, status: int) -> NoReturn:
    """Say one line and end."""
    print(f"pulumi-junction: {printable(message)}", file=sys.stderr)
    raise typer.Exit(status)


def printable(text: str) -> str:
    """Spell out what a terminal would obey or could not show: line ends, escapes, marks of direction."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
