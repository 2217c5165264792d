"""Tables as every command prints them: on a screen they fit, elsewhere each row is one whole line."""

import sys
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table

from pulumi_junction.cli.failures import printable

_NUMBERS = frozenset({"default", "days", "limit", "declared", "applied", "live", "resources", "users"})


def on_screen() -> bool:
    """Tell whether somebody looks at what is printed."""
    return sys.stdout.isatty()


def console() -> Console:
    """Make the console of a screen. Text is never taken for markup."""
    return Console(markup=False, highlight=False, emoji=False)


def table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], gap: int = 1, styles: Iterable[str | None] = ()
) -> Table:
    """Cells wrap, and break where they must: nothing is ever cut."""
    made = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0))
    for heading in headings:
        made.add_column(heading, overflow="fold", justify="right" if heading in _NUMBERS else "left")
    style = iter(styles)
    for row in rows:
        made.add_row(*map(printable, row), style=next(style, None))
    return made


def print_rows(headings: Sequence[str], rows: Sequence[Sequence[str]], styles: Sequence[str | None] = ()) -> None:
    """Print a table as it is best read where stdout leads."""
    if on_screen():
        console().print(table(headings, rows, gap=2, styles=styles))
    else:
        print("\n".join(lines(headings, rows)))


def lines(headings: Sequence[str], rows: Iterable[Sequence[str]], gap: int = 2) -> Iterator[str]:
    """Yield a heading and one line a row, in columns. Thousands of rows take a `Table` a minute, and this a blink."""
    cells = [list(headings), *([printable(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    right = [heading in _NUMBERS for heading in headings]
    for row in cells:
        fitted = zip(row, widths, right, strict=True)
        aligned = (cell.rjust(width) if number else cell.ljust(width) for cell, width, number in fitted)
        yield (" " * gap).join(aligned).rstrip()
