"""What `pulls status` and `pulls explain` are asked for: their options, checked."""

import difflib
from typing import Annotated

import typer

from pulumi_junction.cli.failures import UsageProblem
from pulumi_junction.core import catalogue, outcomes
from pulumi_junction.core.identity import uuid


def _statuses(incomplete: str) -> list[str]:
    return [status for status in outcomes.STATUSES if status.startswith(incomplete)]


def _resources(incomplete: str) -> list[str]:
    return [name for name in sorted(catalogue.load().resources) if name.startswith(incomplete)]


Users = Annotated[
    list[str] | None,
    typer.Option("--user", metavar="UUID", help="Only this user; may be repeated. Without it: all of the team."),
]
Resources = Annotated[
    list[str] | None,
    typer.Option("--resource", metavar="NAME", autocompletion=_resources, help="Only this resource; may be repeated."),
]
Statuses = Annotated[
    list[str] | None,
    typer.Option(
        "--status", metavar="STATUS", autocompletion=_statuses, help="Only rows with this status; may be repeated."
    ),
]


def chosen_users(texts: list[str] | None) -> list[str]:
    """Read `--user`, each once, as they came; what is no UUID is a UsageProblem."""
    return list(dict.fromkeys(chosen_user(text, "--user") for text in texts or ()))


def chosen_user(text: str, name: str) -> str:
    """Read one user's UUID."""
    user = uuid(text.strip())
    if user is None:
        raise UsageProblem(f"{name} must be the UUID of a user, not {text[:40]!r}.")
    return user


def chosen_resources(texts: list[str] | None) -> frozenset[str]:
    """Read `--resource`; what is nearly a known one is a UsageProblem, anything else may be newer than this release."""
    known = catalogue.load()
    for name in texts or ():
        near = None if name in known.resources else known.suggest_resource(name)
        if near:
            raise UsageProblem(f"--resource {name} is not a resource that Junction lists; did you mean {near}?")
    return frozenset(texts or ())


def chosen_statuses(texts: list[str] | None) -> frozenset[str]:
    """Read `--status` likewise."""
    for status in texts or ():
        near = difflib.get_close_matches(status[:40], outcomes.STATUSES, 1, 0.8)
        if near and status not in outcomes.STATUSES:
            raise UsageProblem(f"--status {status} is not a status that Junction lists; did you mean {near[0]}?")
    return frozenset(texts or ())
