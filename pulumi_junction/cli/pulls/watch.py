"""`pulumi-junction pulls watch`: how far a bulk operation is, to its end."""

from typing import Annotated

import typer

from pulumi_junction.cli import options
from pulumi_junction.cli.failures import (
    COULD_NOT,
    INTERRUPTED,
    OPERATION_FAILED,
    STILL_RUNNING,
    UsageProblem,
    fail,
)
from pulumi_junction.cli.pulls.following import CLOCK, Patience, follow
from pulumi_junction.cli.pulls.options import (
    INTERVAL_SECONDS,
    LEAST_INTERVAL_SECONDS,
    LONGEST_INTERVAL_SECONDS,
    Asked,
    Provider,
    TeamLabel,
    chosen_slug,
)
from pulumi_junction.cli.pulls.views import JsonLines, Lines, Screen, View, outcome
from pulumi_junction.cli.tables import on_screen
from pulumi_junction.cli.team_connection import asking, opened
from pulumi_junction.cli.waiting import complain
from pulumi_junction.core.pulls import Operation
from pulumi_junction.core.watching import Pace, find_current
from pulumi_junction.errors import ApiError

_Interval = Annotated[
    float, typer.Option("--interval", metavar="SECONDS", help="Look so often; 1 at least, 3600 at most.")
]
_Timeout = Annotated[
    float | None,
    typer.Option("--timeout", metavar="SECONDS", help="Watch no longer than this; the operation goes on."),
]


def watch(
    provider: Provider,
    interval: _Interval = INTERVAL_SECONDS,
    timeout: _Timeout = None,
    team: TeamLabel = None,
    env: options.Env = None,
    region: options.Region = None,
    stack: options.Stack = None,
    as_json: options.AsJson = False,
) -> None:
    """Watch the running operation of a data provider to its end.

    The one that started last; where none runs, the last one is shown. Ends with 0
    after success, 4 when it failed or was aborted, 5 when --timeout comes first.
    Ctrl-C ends the watching only.
    """
    asked = Asked(chosen_slug(provider), team, env, region, stack)
    patience = checked(interval, timeout)
    with asking(asked.settings, team, "looking for the operation") as (service, _):
        current = find_current(service, asked.provider)
    if current is None:
        fail(f"Junction lists no historical pull operation for {asked.provider}.", COULD_NOT)
    if current.running > 1:
        complain(f"{current.running} operations run for {asked.provider}; this is the one that started last.")
    if not current.running:
        complain(f"no operation runs for {asked.provider}; this is the last one.")
    to_the_end(asked, current.operation, patience, as_json)


def checked(interval: float, timeout: float | None) -> Patience:
    """Take what people ask for, but nothing that hammers the service."""
    if not LEAST_INTERVAL_SECONDS <= interval <= LONGEST_INTERVAL_SECONDS:
        bounds = f"{LEAST_INTERVAL_SECONDS:.0f} to {LONGEST_INTERVAL_SECONDS:.0f}"
        raise UsageProblem(f"--interval must be {bounds} seconds.")
    if timeout is not None and not timeout > 0:
        raise UsageProblem("--timeout must be more than 0 seconds.")
    return Patience(interval, timeout)


def to_the_end(asked: Asked, operation: Operation, patience: Patience, as_json: bool) -> None:
    """Show an operation until it ends; how it ended is the exit status."""
    view: View = JsonLines() if as_json else Screen() if on_screen() else Lines()
    pace = Pace(operation)
    try:
        with view, opened(asked.settings, asked.team, view.say) as service:
            for pace in follow(service, operation, patience):
                view.show(pace)
    except KeyboardInterrupt:
        fail(f"the operation goes on at Junction; to watch it again: {asked.command('watch')}", INTERRUPTED)
    except ApiError as problem:
        fail(f"{problem} The operation goes on at Junction; to watch it again: {asked.command('watch')}", COULD_NOT)
    _end(asked, pace, as_json)


def _end(asked: Asked, pace: Pace, as_json: bool) -> None:
    one = pace.operation
    if one.running:
        what = f"it still runs, with {one.processed:,} of {one.total:,} connections processed, and goes on at Junction"
        fail(f"{what}; to watch it again: {asked.command('watch')}", STILL_RUNNING)
    said = outcome(one, pace.at(CLOCK.now()).elapsed)
    if not one.ended_well:
        fail(f"{said} Who is left: {asked.command('status', '--days-below', 'DAYS')}", OPERATION_FAILED)
    if not as_json:
        typer.echo(said)
