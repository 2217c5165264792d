"""Rows of `pulls status` for people: cells in columns that are as wide as what came, row by row."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from pulumi_junction.cli.failures import printable
from pulumi_junction.cli.pulls.spool import Spool
from pulumi_junction.core import outcomes
from pulumi_junction.core.pull_rows import PullRow
from pulumi_junction.core.pulls import Pull

HEADINGS = ("user", "provider", "resource", "status", "from", "to", "days", "data", "error", "retried")
_NUMBERS = frozenset({"days", "data"})
_USER, _TABLE, _ERROR = slice(0, 2), slice(2, 8), slice(8, 10)

Cells = Sequence[str]


class Columns:
    """Spools cells; remembers nothing of them but the widths."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._widths = list(map(len, HEADINGS))
        self.empty = True

    def add(self, row: PullRow) -> None:
        """Keep a row."""
        cells = [printable(cell) for cell in _cells(row)]
        self._widths = [max(width, len(cell)) for width, cell in zip(self._widths, cells, strict=True)]
        self._spool.add(cells)
        self.empty = False

    def lines(self) -> Iterator[str]:
        """Yield a heading, and each row as one whole line."""
        yield self._line(HEADINGS)
        for cells in self._spool:
            yield self._line(cells)

    def blocks(self) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
        """Yield what 80 columns hold: user and data provider, then the lines of their rows, each with its error."""
        for (user, provider), rows in groupby(self._spool, itemgetter(0, 1)):
            yield f"{user}  {provider}", ((self._line(row, _TABLE, 1), _error(row)) for row in rows)

    @property
    def block_heading(self) -> str:
        """What stands above the lines of a block."""
        return self._line(HEADINGS, _TABLE, 1)

    def _line(self, cells: Cells, part: slice = slice(None), gap: int = 2) -> str:
        fitted = zip(cells[part], self._widths[part], HEADINGS[part], strict=True)
        aligned = (cell.rjust(width) if name in _NUMBERS else cell.ljust(width) for cell, width, name in fitted)
        return (" " * gap).join(aligned).rstrip()


def _cells(row: PullRow) -> Cells:
    pull = row.pull
    if pull is None:
        return (row.user_id, row.provider, row.resource, outcomes.NOT_PULLED, *"------")
    return (
        row.user_id,
        row.provider,
        row.resource,
        pull.status,
        pull.range_start.date().isoformat() if pull.range_start else "-",
        pull.range_end.date().isoformat() if pull.range_end else "-",
        "-" if pull.days is None else str(pull.days),
        str(pull.days_with_data),
        pull.error or "-",
        retried(pull),
    )


def retried(pull: Pull) -> str:
    """Say whether Junction retries it; `-` where there is nothing to retry."""
    known = {True: "yes", False: "no", None: "?"}[outcomes.retried(pull)]
    return known if outcomes.troubled(pull) else "-"


def _error(cells: Cells) -> str:
    error, again = cells[_ERROR]
    if again == "-":
        return ""
    return f"{error if error != '-' else 'no error is told'}: {RETRIED[again]}"


RETRIED = {
    "yes": "Junction retries it",
    "no": "Junction does not retry it",
    "?": "whether Junction retries it is unknown",
}
