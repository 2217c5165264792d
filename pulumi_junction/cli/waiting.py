"""What people see on stderr while a command waits: a bar on a terminal, said waits everywhere."""

import math
import sys
from collections.abc import Sequence
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from pulumi_junction.cli.failures import printable
from pulumi_junction.core.plan import TEAMS_PER_REQUEST
from pulumi_junction.core.values import Team


class Waiting:
    """For a `with` statement. The bar is gone afterwards; elsewhere than on a terminal there is none."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = sys.stderr.isatty()
        self._progress = Progress(
            SpinnerColumn("line"),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            TimeElapsedColumn(),
            console=Console(stderr=True, markup=False, highlight=False, emoji=False),
            transient=True,
            disable=not self._shown,
        )
        self._task: TaskID = self._progress.add_task(what, total=None)
        self._pages = 0
        self._before = 0  # teams of the requests that are done

    def __enter__(self) -> "Waiting":
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def say(self, line: str) -> None:
        """Say why it takes longer, above the bar."""
        if self._shown:
            self._progress.console.print(complaint(line), soft_wrap=True)
        else:
            complain(line)

    def hide(self) -> None:
        """Take the bar away for good: what is printed meanwhile would be torn by it."""
        self._progress.stop()
        self._shown = False

    def now(self, what: str) -> None:
        """Name what is worked on."""
        self._progress.update(self._task, description=f"{self._what}: {printable(what)}")

    def page(self, teams: int) -> None:
        """Show how far it is; *teams* counts within one request and its pages."""
        self._pages += 1
        so_far = f"{counted(self._before + teams, 'team')}, {counted(self._pages, 'page')}"
        self._progress.update(self._task, description=f"{self._what}: {so_far}")

    def requests(self, teams: Sequence[Team]) -> None:
        """Tell the end: teams that were named are asked for 100 at a time."""
        self._progress.update(self._task, total=math.ceil(len(teams) / TEAMS_PER_REQUEST) or None)

    def request_done(self, teams: int) -> None:
        """Move the bar."""
        self._before += teams
        self._progress.advance(self._task)


def complaint(line: str) -> str:
    """Shape a line for stderr."""
    return f"pulumi-junction: {printable(line)}"


def complain(line: str) -> None:
    """Say what stops nothing."""
    print(complaint(line), file=sys.stderr, flush=True)


def counted(number: int, what: str) -> str:
    """Say `1,200 users`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
