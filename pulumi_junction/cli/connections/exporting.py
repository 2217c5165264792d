"""`pulumi-junction connections export`: connections with their credentials, to a file that nobody else can read."""

import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Literal

import typer

from pulumi_junction.cli import options, question
from pulumi_junction.cli.answer import print_json
from pulumi_junction.cli.connections import forms, pausing
from pulumi_junction.cli.connections.half_done import HalfDone
from pulumi_junction.cli.connections.options import Asked, asked_for, chosen_users, need_an_answer
from pulumi_junction.cli.failures import COULD_NOT, INTERRUPTED, UsageProblem, fail, printable
from pulumi_junction.cli.pulls.options import Provider, TeamLabel, User, UsersFile, Yes
from pulumi_junction.cli.team_connection import asking
from pulumi_junction.cli.waiting import complain, counted
from pulumi_junction.errors import ConfigError, JunctionError, NotFoundError, UnprocessableError

_Out = Annotated[str, typer.Option("--out", metavar="FILE", help="Where to write; made with mode 600.")]
_Format = Annotated[
    Literal["jsonl", "json", "csv"],
    typer.Option("--format", help="JSON lines, a JSON array, or CSV: each as `connections import` reads it."),
]
_Pause = Annotated[bool, typer.Option("--pause", help="Pause the connections first.")]

NOT_PAUSED = "Junction refreshes credentials of connections that are not paused, and the file is out of date then."

_CONVERTING = {"jsonl": None, "json": forms.to_json, "csv": forms.to_csv}


def export(
    provider: Provider,
    out: _Out,
    user: User = None,
    users_file: UsersFile = None,
    pause: _Pause = False,
    yes: Yes = False,
    format_: _Format = "jsonl",
    team: TeamLabel = None,
    env: options.Env = None,
    region: options.Region = None,
    stack: options.Stack = None,
    as_json: options.AsJson = False,
) -> None:
    """Export connections with their credentials to a file.

    Asks whether they are paused, as Junction says they should be, and offers to
    pause them first; with --yes it does so only where --pause is passed. FILE is
    there once it is whole: run it again to go on after an interruption.
    """
    path = _checked(out)
    asked = asked_for(provider, team, env, region, stack)
    if user and users_file is not None:
        raise UsageProblem("name users, or pass --users-file: one of them, or neither for all.")
    need_an_answer(yes, "export")
    whose = chosen_users(user, users_file)
    with HalfDone(path, _about(asked, whose)) as half:
        if not half.reached.complete:
            paused = _prepared(asked, whose, half, pause, yes)
            _export(asked, whose, half, paused)
        half.finish(_CONVERTING[format_], f".{format_}")
    _end(asked, whose, half, as_json)


def _checked(out: str) -> Path:
    path = Path(out)
    if out == "-" or not path.name:
        raise UsageProblem("--out must be a file: credentials are written to no terminal and no pipe.")
    if not path.parent.is_dir():
        raise ConfigError(f"there is no folder {path.parent}.")
    return path


def _about(asked: Asked, whose: list[str]) -> dict[str, str | None]:
    """What another run must be asked for to go on with what this one leaves."""
    users = hashlib.sha256("\n".join(sorted(whose)).encode()).hexdigest() if whose else None
    return asked.document | {"team": asked.target.team, "users": users}


def _prepared(asked: Asked, whose: list[str], half: HalfDone, pause: bool, yes: bool) -> Collection[str] | None:
    """Settle whether they are paused; returns whom this run has paused, or None."""
    going_on = half.reached.next_token is not None
    if going_on:
        complain(f"goes on after {asked.of(half.reached.count)} of an earlier run, in {half.part}.")
    if not (pause or going_on):
        pause = _wanted(asked, whose, yes)
    elif not yes:
        _agree(asked, whose, pause)
    if not pause:
        return None
    who = whose or pausing.known(asked)
    pausing.pause_all(asked, who)
    complain(f"Junction was asked to pause connections of {counted(len(who), 'user')}. {pausing.UNDO}")
    return None if going_on else frozenset(who)


def _wanted(asked: Asked, whose: list[str], yes: bool) -> bool:
    """Tell whether to pause first."""
    if yes:
        complain(f"nothing is paused. {NOT_PAUSED} --pause pauses first.")
        return False
    print_err(f"{_what(asked, whose)} are to be exported, with their credentials. {NOT_PAUSED}")
    given = question.answer("Are they paused? y: they are, p: pause them first, anything else cancels [y/p/N]:")
    if given not in ("y", "yes", "p", "pause"):
        fail("nothing was exported, and nothing paused.", COULD_NOT)
    return given in ("p", "pause")


def _agree(asked: Asked, whose: list[str], pause: bool) -> None:
    does = "Pause and export" if pause else "Export"
    undo = f" {pausing.UNDO}" if pause else ""
    if not question.agreed(f"{does} {_what(asked, whose)}, with their credentials?{undo}"):
        fail("nothing was exported, and nothing paused.", COULD_NOT)


def _what(asked: Asked, whose: list[str]) -> str:
    target = printable(str(asked.target))
    return f"connections of {counted(len(whose), 'user')} to {target}" if whose else f"all connections to {target}"


def print_err(line: str) -> None:
    """Print for people, above a question."""
    typer.echo(line, err=True)


def _export(asked: Asked, whose: list[str], half: HalfDone, paused: Collection[str] | None) -> None:
    """Write page by page; what is written when something ends it early is kept."""
    unpaused = 0
    try:
        with asking(asked.settings, asked.target.team, "exporting") as (client, waiting):
            waiting.now(asked.of(half.reached.count))
            start = half.reached.next_token
            for page, token in client.export_connections(asked.target.provider, whose or None, start):
                half.add(page, token)
                unpaused += 0 if paused is None else sum(one.user_id not in paused for one in page)
                waiting.now(asked.of(half.reached.count))
    except KeyboardInterrupt:
        fail(_so_far(asked, half), INTERRUPTED)
    except (NotFoundError, UnprocessableError) as problem:
        if half.reached.next_token is None:
            raise
        what = f"Junction does not go on where {half.part} ends ({problem.status_code})."
        raise JunctionError(what, f"Delete {half.part} and start again.") from None
    except JunctionError as problem:
        fail(f"{problem} {_so_far(asked, half)}" if half.reached.count else str(problem), COULD_NOT)
    if unpaused:
        complain(f"{asked.of(unpaused)} of these were not paused: introspection does not know their users.")


def _so_far(asked: Asked, half: HalfDone) -> str:
    return f"{asked.of(half.reached.count)} are in {half.part}; running it again goes on from there."


def _end(asked: Asked, whose: list[str], half: HalfDone, as_json: bool) -> None:
    count = half.reached.count
    if whose and count < len(whose):
        complain(f"{counted(len(whose), 'user')} were asked for, and Junction has {asked.of(count)} of them.")
    if as_json:
        print_json(asked.document | {"connections": count, "file": str(half.out)})
    else:
        typer.echo(printable(f"{asked.of(count)} exported to {half.out}."))
