"""`pulumi-junction connections pause`: Junction refreshes connections no more."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from pulumi_junction.cli import options, question
from pulumi_junction.cli.answer import print_json
from pulumi_junction.cli.connections.options import Asked, asked_for, chosen_users, need_an_answer
from pulumi_junction.cli.failures import COULD_NOT, INTERRUPTED, UsageProblem, fail, printable
from pulumi_junction.cli.pulls import users
from pulumi_junction.cli.pulls.options import Everyone, Provider, TeamLabel, User, UsersFile, Yes
from pulumi_junction.cli.team_connection import asking
from pulumi_junction.cli.waiting import Waiting, counted
from pulumi_junction.core.values import chunks
from pulumi_junction.errors import ApiError, JunctionError

if TYPE_CHECKING:
    from pulumi_junction.api.junction import JunctionClient

PER_REQUEST = 1_000
"""Users; pausing them again does no harm."""

UNTOLD = "It does not tell who has none."
UNDO = "Junction documents no way to resume them; ask its support."


def pause(
    provider: Provider,
    user: User = None,
    users_file: UsersFile = None,
    everyone: Everyone = False,
    yes: Yes = False,
    team: TeamLabel = None,
    env: options.Env = None,
    region: options.Region = None,
    stack: options.Stack = None,
    as_json: options.AsJson = False,
) -> None:
    """Pause connections: Junction refreshes them no more.

    What it takes before they are exported. Junction documents no way to resume
    them: ask its support before you pause.
    """
    asked = asked_for(provider, team, env, region, stack)
    if [bool(user), users_file is not None, everyone].count(True) != 1:
        raise UsageProblem("name users, or pass --users-file or --all: one of them.")
    need_an_answer(yes, "pause")
    whose = chosen_users(user, users_file) or known(asked)
    where = printable(str(asked.target))
    if not yes and not question.agreed(f"Pause connections of {counted(len(whose), 'user')} to {where}? {UNDO}"):
        fail("nothing was paused.", COULD_NOT)
    pause_all(asked, whose)
    if as_json:
        print_json(asked.document | {"asked": len(whose)})
    else:
        typer.echo(
            f"Junction was asked to pause connections of {counted(len(whose), 'user')} to {where}. {UNTOLD}\n{UNDO}"
        )


def known(asked: Asked) -> list[str]:
    """Find all users; that there are none is a JunctionError."""
    with asking(asked.settings, asked.target.team, "reading users") as (client, waiting):
        whose = users.known_to(client, asked.target.provider, waiting)
    if not whose:
        raise JunctionError(f"introspection knows no user with {asked.target.provider}; nothing was paused.")
    return whose


def pause_all(asked: Asked, whose: Sequence[str]) -> None:
    """Pause them in parts; whoever ends it early is told how many were."""
    paused = 0
    again = "to pause them again does no harm."
    try:
        with asking(asked.settings, asked.target.team, "pausing") as (client, waiting):
            for part in chunks(whose, PER_REQUEST):
                _pause(client, asked, part, waiting, paused)
                paused += len(part)
    except KeyboardInterrupt:
        fail(f"{paused:,} of {counted(len(whose), 'user')} were paused, perhaps more; {again}", INTERRUPTED)
    except ApiError as problem:
        so_far = f" {paused:,} of {counted(len(whose), 'user')} were paused; {again}" if paused else ""
        fail(f"{problem}{so_far}", COULD_NOT)


def _pause(client: "JunctionClient", asked: Asked, part: Sequence[str], waiting: Waiting, paused: int) -> None:
    waiting.now(counted(paused, "user"))
    client.pause_connections(asked.target.provider, part)
