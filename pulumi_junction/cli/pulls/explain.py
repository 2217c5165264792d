"""`pulumi-junction pulls explain`: one user, and why data is there or missing."""

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from pulumi_junction.cli import options
from pulumi_junction.cli.answer import print_json
from pulumi_junction.cli.pulls.choosing import chosen_user
from pulumi_junction.cli.pulls.explanation import Explanation, Todo
from pulumi_junction.cli.pulls.options import Asked, TeamLabel
from pulumi_junction.cli.settings import CommandSettings
from pulumi_junction.cli.tables import on_screen
from pulumi_junction.cli.team_connection import asking
from pulumi_junction.core import catalogue
from pulumi_junction.core.explaining import Advice, explain
from pulumi_junction.core.pulls import ProviderPulls, UserPulls

if TYPE_CHECKING:
    from pulumi_junction.api.junction import JunctionClient

_COLUMNS = 80


def explain_user(
    user: Annotated[str, typer.Argument(metavar="USER", help="The user's UUID.")],
    team: TeamLabel = None,
    env: options.Env = None,
    region: options.Region = None,
    stack: options.Stack = None,
    as_json: options.AsJson = False,
) -> None:
    """Explain one user: what was pulled, what was not and why, what to do.

    Of an error Junction documents the name, and whether it is of a kind that is
    retried; other words on it only read the name aloud.
    """
    user_id = chosen_user(user, "USER")
    given = CommandSettings(None, env, region, stack)
    with asking(given, team, "reading historical pulls") as (client, _):
        found = _read(client, user_id)

    def todo(advice: Advice) -> Todo:
        asked = Asked(advice.provider, team, env, region, stack)
        match advice.action:
            case "trigger":
                return Todo(advice, asked.command("trigger", user_id))
            case "watch":
                return Todo(advice, asked.command("watch"))
            case "look again":
                return Todo(advice, _again(user_id, team, env, region, stack))
        return Todo(advice, None)

    stories = list(explain(found, catalogue.load()))
    told = Explanation(user_id, *given.place(), stories, [todo(advice) for story in stories for advice in story.advice])
    if as_json:
        print_json(told.plain())
        return
    for line in told.lines(_COLUMNS if on_screen() else None):
        typer.echo(line)


def _again(user_id: str, team: str | None, env: str | None, region: str | None, stack: str | None) -> str:
    given = {"--team": team, "--env": env, "--region": region, "--stack": stack}
    words = [word for option, value in given.items() if value for word in (option, value)]
    return shlex.join(["pulumi-junction", "pulls", "explain", user_id, *words])


def _read(client: "JunctionClient", user_id: str) -> UserPulls:
    """Put together what pages say of the user."""
    providers: dict[str, ProviderPulls] = {}
    for user in client.historical_pulls(user_id=user_id):
        if user.user_id == user_id:
            providers |= user.providers
    return UserPulls(user_id, providers)
