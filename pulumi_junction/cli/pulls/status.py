"""`pulumi-junction pulls status`: what became of the historical pulls of a team's users."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from pulumi_junction.cli import options
from pulumi_junction.cli.failures import UsageProblem
from pulumi_junction.cli.pulls import choosing
from pulumi_junction.cli.pulls.options import TeamLabel
from pulumi_junction.cli.pulls.spool import Spool
from pulumi_junction.cli.pulls.writing import Csv, Json, Summary, Table, Writer, torn_by_a_bar
from pulumi_junction.cli.settings import CommandSettings
from pulumi_junction.cli.team_connection import asking
from pulumi_junction.cli.waiting import Waiting, complain, counted
from pulumi_junction.core.pull_rows import Choice
from pulumi_junction.core.pulls import UserPulls
from pulumi_junction.core.tallying import Tally
from pulumi_junction.core.values import Slug

if TYPE_CHECKING:
    from pulumi_junction.api.junction import JunctionClient

_DaysBelow = Annotated[
    int | None,
    typer.Option("--days-below", metavar="DAYS", min=1, help="Only rows whose range has fewer days, or none."),
]
_Failed = Annotated[bool, typer.Option("--failed", help="Only what failed, is tried again, or met an error.")]
_NotPulled = Annotated[bool, typer.Option("--not-pulled", help="Also resources without a record of a pull.")]
_SummaryOnly = Annotated[bool, typer.Option("--summary", help="Only the totals.")]
_AsCsv = Annotated[bool, typer.Option("--csv", help="Rows as CSV, while they come.")]


def status(
    user: choosing.Users = None,
    provider: options.Providers = None,
    resource: choosing.Resources = None,
    status_: choosing.Statuses = None,
    failed: _Failed = False,
    days_below: _DaysBelow = None,
    not_pulled: _NotPulled = False,
    summary: _SummaryOnly = False,
    team: TeamLabel = None,
    env: options.Env = None,
    region: options.Region = None,
    stack: options.Stack = None,
    as_json: options.AsJson = False,
    as_csv: _AsCsv = False,
) -> None:
    """Show what became of historical pulls, user by user.

    Totals first, then a row for each resource of a user: status, range, days with
    data, error. --status, --failed and --days-below choose rows only.
    """
    if as_json and as_csv:
        raise UsageProblem("--json and --csv exclude each other.")
    if summary and (as_csv or status_ or failed or days_below or not_pulled):
        raise UsageProblem("--summary has no rows: leave out --csv, --status, --failed, --days-below and --not-pulled.")
    users, slugs = choosing.chosen_users(user), options.chosen_slugs(provider)
    resources, statuses = choosing.chosen_resources(resource), choosing.chosen_statuses(status_)
    choice = Choice(frozenset(slugs), resources, statuses, failed, days_below, not_pulled)
    given = CommandSettings(None, env, region, stack)
    tally = Tally()
    with ExitStack() as until_the_end:
        writer = _writer(until_the_end, summary, as_json, as_csv)
        with asking(given, team, "reading historical pulls") as (client, waiting):
            if as_csv and torn_by_a_bar():
                waiting.hide()
            missing = _read(client, users, slugs, choice, tally, writer, waiting)
        for one in missing:
            complain(f"Junction shows no historical pulls of user {one}.")
        place = given.place()
        writer.finish(tally, {"env": place[0], "region": place[1], "not_shown": missing})


def _writer(until_the_end: ExitStack, summary: bool, as_json: bool, as_csv: bool) -> Writer:
    if summary:
        return Summary(as_json)
    if as_csv:
        return Csv()
    spool = until_the_end.enter_context(Spool())
    return Json(spool) if as_json else Table(spool)


def _read(
    client: "JunctionClient",
    users: Sequence[str],
    slugs: Sequence[Slug],
    choice: Choice,
    tally: Tally,
    writer: Writer,
    waiting: Waiting,
) -> list[str]:
    """Pass everything on, a user at a time; return the users who were asked for and are not shown."""
    missing = dict.fromkeys(users)
    for seen, user in enumerate(shown(client, users, slugs), 1):
        missing.pop(user.user_id, None)
        waiting.now(counted(seen, "user"))
        rows = list(choice.rows(user))
        tally.add(rows)
        for row in filter(choice.shows, rows):
            writer.add(row)
    return list(missing)


def shown(client: "JunctionClient", users: Sequence[str], slugs: Sequence[Slug]) -> Iterator[UserPulls]:
    """Ask for each user who is named, else for all; the service can choose one user and one data provider."""
    slug = slugs[0] if len(slugs) == 1 else None
    for asked in users or (None,):
        for user in client.historical_pulls(user_id=asked, provider=slug):
            if asked in (None, user.user_id):
                yield user
