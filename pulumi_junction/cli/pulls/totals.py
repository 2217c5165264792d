"""Totals of historical pulls for people: a table, and what its errors mean."""

from collections.abc import Iterator

from pulumi_junction.cli.failures import printable
from pulumi_junction.cli.pulls.columns import RETRIED
from pulumi_junction.cli.tables import console, on_screen, print_rows
from pulumi_junction.cli.waiting import counted
from pulumi_junction.core import outcomes
from pulumi_junction.core.tallying import Tally

_HEADINGS = ("provider", "status", "resources", "users", "error")


def print_totals(tally: Tally) -> None:
    """Print them. Words that the documents do not have are said to be such."""
    print(headline(tally))
    totals = list(tally.totals())
    if not totals:
        return
    cells = [
        (
            total.group.provider,
            total.group.status or outcomes.NOT_PULLED,
            f"{total.resources:,}",
            f"{total.users:,}",
            total.group.error or "-",
        )
        for total in totals
    ]
    print()
    print_rows(_HEADINGS, cells)
    legend = list(_legend(tally))
    if legend:
        print()
    for line in legend:
        if on_screen():
            console().print(line)
        else:
            print(line)


def headline(tally: Tally) -> str:
    """Say `3 users, 12 resources, 1 not pulled`."""
    if not tally.users:
        return "No historical pulls: nothing that was asked for has any."
    more = f", {tally.not_pulled:,} not pulled" if tally.not_pulled else ""
    return f"{counted(tally.users, 'user')}, {counted(tally.resources, 'resource')}{more}"


def _legend(tally: Tally) -> Iterator[str]:
    groups = [total.group for total in tally.totals()]
    for error in sorted({group.error for group in groups if group.error}):
        meaning = outcomes.of_error(error)
        again = {True: RETRIED["yes"], False: RETRIED["no"], None: ""}[meaning.retried]
        yield printable(f"{error}: {'; '.join(filter(None, (meaning.text, again)))}")
    for status in sorted({group.status for group in groups if group.status} - set(outcomes.STATUSES)):
        yield printable(f"{outcomes.of_status(status)}")
