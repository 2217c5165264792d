"""How `pulls status` writes what it reads: for people, as JSON, or as CSV. None of them holds the rows in memory."""

import csv
import json
import os
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

import typer

from pulumi_junction.cli.answer import VERSION
from pulumi_junction.cli.failures import printable
from pulumi_junction.cli.pulls.columns import Columns
from pulumi_junction.cli.pulls.spool import Spool
from pulumi_junction.cli.pulls.totals import print_totals
from pulumi_junction.cli.tables import console, on_screen
from pulumi_junction.core import outcomes
from pulumi_junction.core.pull_rows import PullRow, plain
from pulumi_junction.core.tallying import Tally

CSV_HEADINGS = ("user_id", "provider", "resource", *plain(None))


class Writer(Protocol):
    """Takes rows while they come."""

    def add(self, row: PullRow) -> None:
        """Take a row."""
        ...

    def finish(self, tally: Tally, about: Mapping[str, Any]) -> None:
        """Write what is still to be written; *about* says where and of whom, for programs."""
        ...


class Summary:
    """Only the totals."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json

    def add(self, row: PullRow) -> None:
        """Leave it."""

    def finish(self, tally: Tally, about: Mapping[str, Any]) -> None:
        """Print them."""
        if self._as_json:
            typer.echo(json.dumps({"version": VERSION, **about, "totals": tally.plain()}, indent=2))
        else:
            print_totals(tally)


class Table:
    """Totals, then rows: on a screen in blocks, elsewhere each one whole line."""

    def __init__(self, spool: Spool) -> None:
        self._columns = Columns(spool)

    def add(self, row: PullRow) -> None:
        """Keep it until the totals are known."""
        self._columns.add(row)

    def finish(self, tally: Tally, _: Mapping[str, Any]) -> None:
        """Print both."""
        print_totals(tally)
        if self._columns.empty:
            return
        print()
        if on_screen():
            self._print_screen()
            return
        for line in self._columns.lines():
            print(line)

    def _print_screen(self) -> None:
        screen = console()
        for title, lines in self._columns.blocks():
            screen.print(title, style="bold", soft_wrap=True)
            screen.print(self._columns.block_heading, style="bold", soft_wrap=True)
            for line, error in lines:
                screen.print(line, style="yellow" if error else None, soft_wrap=True)
                if error:
                    screen.print(f"  {error}", soft_wrap=True)
            screen.print()


class Json:
    """One object, printed whole or not at all: it begins with the totals."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def add(self, row: PullRow) -> None:
        """Keep it until the totals are known."""
        self._spool.add(row.plain())

    def finish(self, tally: Tally, about: Mapping[str, Any]) -> None:
        """Print it, a row a line."""
        opening = json.dumps({"version": VERSION, **about, "totals": tally.plain()}, indent=2)
        print(opening.removesuffix("\n}"), end=',\n  "pulls": [')
        between = "\n    "
        for row in self._spool:
            print(between, json.dumps(row), sep="", end="")
            between = ",\n    "
        print("]\n}" if between == "\n    " else "\n  ]\n}")


class Csv:
    """Rows as they come, without totals; what was written when something goes wrong is whole lines."""

    def __init__(self) -> None:
        # A bar on the screen of stderr takes `sys.stdout` for its own while it is drawn.
        self._writer = csv.writer(sys.stdout, lineterminator="\n")
        self._begun = False

    def add(self, row: PullRow) -> None:
        """Write it."""
        self._begin()
        self._writer.writerow(_csv_cells(row))

    def finish(self, _: Tally, __: Mapping[str, Any]) -> None:
        """Write the heading where there are no rows."""
        self._begin()

    def _begin(self) -> None:
        if not self._begun:  # where nothing could be asked, nothing is printed
            self._writer.writerow(CSV_HEADINGS)
            self._begun = True


def torn_by_a_bar() -> bool:
    """Tell whether rows that come while a bar is drawn may reach the same screen: they do not in a file."""
    with suppress(OSError, ValueError):
        return not stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    return True


def _csv_cells(row: PullRow) -> list[str]:
    values = row.plain() | ({} if row.pull else {"status": outcomes.NOT_PULLED})
    return [printable(_csv_cell(values[name])) for name in CSV_HEADINGS]


def _csv_cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
