"""What `pulls watch` shows: a live table and a bar on a terminal, elsewhere one line for each change, or JSON."""

import json
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol

from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table

from pulumi_junction.cli.answer import VERSION
from pulumi_junction.cli.failures import printable
from pulumi_junction.cli.pulls import following
from pulumi_junction.cli.tables import console
from pulumi_junction.cli.waiting import complain, complaint
from pulumi_junction.core import throttle
from pulumi_junction.core.pulls import Operation, at
from pulumi_junction.core.throttle import in_words
from pulumi_junction.core.watching import Pace, Progress

_BAR_COLUMNS = 40
_REFRESHES_PER_SECOND = 2


class View(Protocol):
    """For a `with` statement."""

    def __enter__(self) -> "View":
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave what was shown last."""

    def show(self, pace: Pace) -> None:
        """Show how far it is."""

    def say(self, line: str) -> None:
        """Say why it takes longer."""


class Lines:
    """One line whenever something has changed."""

    def __enter__(self) -> "Lines":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is left open."""

    def show(self, pace: Pace) -> None:
        """Print it, at once for whoever reads a pipe."""
        print(self.line(pace.at(following.CLOCK.now())), flush=True)

    def line(self, progress: Progress) -> str:
        """Shape it: the moment first, for logs."""
        one = progress.operation
        parts = [
            f"{progress.moment:%Y-%m-%dT%H:%M:%SZ}",
            f"{printable(one.provider)} {printable(one.status)}",
            f"{one.processed:,} of {one.total:,}, {progress.percent:.1f} %",
        ]
        if progress.per_minute is not None:
            parts.append(rate(progress))
        if one.running:
            parts.append(rest(progress))
        return "  ".join(parts)

    def say(self, line: str) -> None:
        """Keep standard output free of it."""
        complain(line)


class JsonLines(Lines):
    """One object a line, for programs."""

    def line(self, progress: Progress) -> str:
        """Shape it."""
        return json.dumps({"version": VERSION, **document(progress)})


class Screen:
    """A table and a bar that stay in their place; the table of the end stays on the terminal."""

    def __init__(self) -> None:
        self._pace: Pace | None = None
        self._live = Live(
            console=console(), get_renderable=self._table, refresh_per_second=_REFRESHES_PER_SECOND, transient=False
        )

    def __enter__(self) -> "Screen":
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def show(self, pace: Pace) -> None:
        """Show it; the clock in the table goes on by itself."""
        self._pace = pace
        self._live.refresh()

    def say(self, line: str) -> None:
        """Say it above the table."""
        self._live.console.print(complaint(line), soft_wrap=True)

    def _table(self) -> Table:
        made = Table.grid(padding=(0, 2, 0, 0))
        made.add_column()
        made.add_column(overflow="fold")
        if self._pace is None:
            return made
        progress = self._pace.at(following.CLOCK.now())
        one = progress.operation
        made.add_row(printable(one.provider), printable(one.status))
        made.add_row(f"{progress.percent:.1f} %", ProgressBar(100, progress.percent, width=_BAR_COLUMNS))
        made.add_row("processed", f"{one.processed:,} of {one.total:,}")
        made.add_row("pending", f"{one.pending:,}")
        made.add_row("started", moment(one.started_at))
        if one.ended_at:
            made.add_row("ended", moment(one.ended_at))
        made.add_row("elapsed", roughly(progress.elapsed))
        observed = "nothing seen yet" if progress.per_minute is None else rate(progress)
        made.add_row("rate", f"{observed} (the table: {throttle.rate_of(one.provider)})")
        if one.running:
            made.add_row("left", rest(progress))
        return made


def document(progress: Progress) -> dict[str, Any]:
    """Shape one line of `--json`."""
    return {
        "at": at(progress.moment),
        "operation": progress.operation.plain(),
        "percent": round(progress.percent, 1),
        "elapsed_seconds": _rounded(progress.elapsed),
        "observed_per_minute": None if progress.per_minute is None else round(progress.per_minute, 2),
        "at_least_seconds": _rounded(progress.at_least),
        "expected_seconds": _rounded(progress.expected),
    }


def moment(when: datetime) -> str:
    """Say when."""
    return f"{when:%Y-%m-%d %H:%M:%S} UTC"


def rate(progress: Progress) -> str:
    """Say how fast it was seen to go."""
    return "" if progress.per_minute is None else f"{progress.per_minute:,.1f} a minute"


def rest(progress: Progress) -> str:
    """Say how long it still takes: by the throttle table, and as observed."""
    by_table = f"at least {roughly(progress.at_least)} by the table" if progress.at_least else "any time by the table"
    return by_table if progress.expected is None else f"{by_table}, about {roughly(progress.expected)} at this rate"


def outcome(operation: Operation, elapsed: float) -> str:
    """Say how it ended."""
    done = f"{operation.processed:,} of {operation.total:,} connections processed"
    return f"{printable(operation.provider)}: {printable(operation.status)}, {done} in {roughly(elapsed)}."


def roughly(seconds: float) -> str:
    """Say a duration; from ten minutes on nobody counts the seconds."""
    whole = round(seconds)
    return in_words(whole if whole < 600 else round(whole / 60) * 60)


def _rounded(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)
