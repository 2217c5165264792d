"""`pulumi-junction pulls trigger`: pull the history of users again who are connected already."""

from typing import Annotated, Any

import typer

from pulumi_junction.cli import options
from pulumi_junction.cli.answer import print_json
from pulumi_junction.cli.failures import COULD_NOT, INTERRUPTED, UsageProblem, fail, printable
from pulumi_junction.cli.pulls import users
from pulumi_junction.cli.pulls.estimate import window_of
from pulumi_junction.cli.pulls.following import CLOCK, Patience
from pulumi_junction.cli.pulls.options import (
    INTERVAL_SECONDS,
    Asked,
    Everyone,
    Provider,
    TeamLabel,
    User,
    UsersFile,
    Yes,
    chosen_slug,
    name_of,
)
from pulumi_junction.cli.pulls.views import moment
from pulumi_junction.cli.pulls.watch import to_the_end
from pulumi_junction.cli.question import agreed, can_ask
from pulumi_junction.cli.team_connection import asking
from pulumi_junction.cli.waiting import complain, counted
from pulumi_junction.core import throttle, triggering
from pulumi_junction.core.pulls import Operation
from pulumi_junction.core.settling import UnsettledError
from pulumi_junction.core.watching import find_current
from pulumi_junction.errors import JunctionError

_Watch = Annotated[bool, typer.Option("--watch", "--wait", help="Watch the operation to its end, as `watch` does.")]


def trigger(
    provider: Provider,
    user: User = None,
    users_file: UsersFile = None,
    everyone: Everyone = False,
    yes: Yes = False,
    watch: _Watch = False,
    team: TeamLabel = None,
    env: options.Env = None,
    region: options.Region = None,
    stack: options.Stack = None,
    as_json: options.AsJson = False,
) -> None:
    """Pull the history of connected users again.

    Shows how many users that are and how long it takes at least, and asks. It is
    how existing connections get the days of a preference that was raised.
    """
    asked = Asked(chosen_slug(provider, complain), team, env, region, stack)
    if [bool(user), users_file is not None, everyone].count(True) != 1:
        raise UsageProblem("name users, or pass --users-file or --all: one of them.")
    if not yes and not can_ask():
        raise UsageProblem("there is no terminal to ask on. Pass --yes to trigger without a question.")
    whose = users.from_file(users_file) if users_file is not None else users.named(user) if user else []
    whose = _prepared(asked, whose)
    if not yes:
        _ask(asked, len(whose))
    operation = _triggered(asked, whose)
    if watch and operation is not None:
        to_the_end(asked, operation, Patience(INTERVAL_SECONDS), as_json)
    elif as_json:
        print_json(document(asked, len(whose), operation))
    else:
        typer.echo(said(asked, len(whose), operation))
    if watch and operation is None:
        fail("there is no operation to watch.", COULD_NOT)


def document(asked: Asked, count: int, operation: Operation | None) -> dict[str, Any]:
    """Shape the answer to `--json`."""
    return {
        "provider": asked.provider,
        "users": count,
        "at_least_seconds": throttle.rate_of(asked.provider).seconds(count),
        "operation": None if operation is None else operation.plain(),
    }


def said(asked: Asked, count: int, operation: Operation | None) -> str:
    """Say what Junction made of it, and how to go on."""
    if operation is None:
        accepted = f"Junction accepted {counted(count, 'user')}, and does not list the operation yet."
        return f"{accepted}\nlook for it: {asked.command('watch')}"
    one = operation
    status = f"{printable(one.status)}, {one.processed:,} processed, {one.pending:,} pending"
    return f"{status}, started {moment(one.started_at)}\nwatch it: {asked.command('watch')}"


def _prepared(asked: Asked, whose: list[str]) -> list[str]:
    """Find all users where none are named; say how many they are, how long they take, and what runs already."""
    with asking(asked.settings, asked.team, "reading users" if not whose else "looking for operations") as (
        service,
        waiting,
    ):
        whose = whose or users.known_to(service, asked.provider, waiting)
        current = find_current(service, asked.provider)
    if not whose:
        raise JunctionError(f"introspection knows no user with {asked.provider}; nothing was triggered.")
    typer.echo(window_of(asked.provider, len(whose)), err=True)
    if current is not None and current.running:
        one = current.operation
        since = f"{one.processed:,} of {one.total:,} processed since {moment(one.started_at)}"
        complain(f"an operation for {asked.provider} runs already: {since}.")
    return whose


def _ask(asked: Asked, count: int) -> None:
    whom = "it" if count == 1 else "them"
    if not agreed(f"Trigger {whom} at {printable(name_of(asked.provider))}?"):
        fail("nothing was triggered.", COULD_NOT)


def _triggered(asked: Asked, whose: list[str]) -> Operation | None:
    """Trigger once. Whoever is told that nobody knows what became of it is told where to look."""
    look = f"Look before you trigger again: {asked.command('watch')}"
    try:
        with asking(asked.settings, asked.team, "triggering") as (service, waiting):
            return triggering.trigger(service, asked.provider, whose, sleep=CLOCK.sleep, say=waiting.say)
    except UnsettledError as problem:
        raise JunctionError(problem.what, look) from None
    except KeyboardInterrupt:
        fail(f"it is not clear whether the trigger was sent. {look}", INTERRUPTED)
