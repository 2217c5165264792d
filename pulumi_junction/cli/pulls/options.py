"""The options that commands on historical pulls share, and what they say together."""

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from pulumi_junction.cli.failures import UsageProblem
from pulumi_junction.cli.settings import CommandSettings
from pulumi_junction.core import catalogue
from pulumi_junction.core.team_inputs import judge
from pulumi_junction.core.throttle import TRIGGERABLE
from pulumi_junction.core.values import Slug


def silent(_: str) -> None:
    """Nobody is to be told."""


def _slugs(incomplete: str) -> list[str]:
    return [slug for slug in sorted(TRIGGERABLE) if slug.startswith(incomplete)]


Provider = Annotated[
    str, typer.Option("--provider", metavar="SLUG", autocompletion=_slugs, help="The data provider, such as oura.")
]
TeamLabel = Annotated[
    str | None,
    typer.Option(
        "--team", metavar="LABEL", help="The team whose API key is used: its label in JUNCTION_TEAM_API_KEYS."
    ),
]
User = Annotated[list[str] | None, typer.Argument(metavar="USER", help="UUIDs of the users.")]
UsersFile = Annotated[
    str | None,
    typer.Option(
        "--users-file",
        metavar="FILE",
        help="One UUID per line, or CSV whose first column is user_id; - is standard input.",
    ),
]
Everyone = Annotated[bool, typer.Option("--all", help="All users whom introspection knows with the data provider.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
INTERVAL_SECONDS = 5.0
LEAST_INTERVAL_SECONDS = 1.0
LONGEST_INTERVAL_SECONDS = 3600.0


def chosen_slug(text: str, doubt: Callable[[str], None] = silent) -> Slug:
    """Read `--provider`; what is nearly a known one is a UsageProblem. *doubt* is told why Junction may refuse it."""
    slug = text.strip()
    if not slug:
        raise UsageProblem("--provider names no data provider.")
    errors, warnings = judge(slug, catalogue.load())
    for problem in errors:
        raise UsageProblem(f"--provider {problem.reason}")
    for problem in warnings:
        doubt(problem.reason)
    return slug


def name_of(slug: Slug) -> str:
    """Return the data provider's name as Junction's pages write it."""
    known = catalogue.load().providers.get(slug)
    return known.name if known else slug


@dataclass(frozen=True, slots=True)
class Asked:
    """Which data provider of which team, and where: what a command was given."""

    provider: Slug
    team: str | None
    env: str | None
    region: str | None
    stack: str | None

    @property
    def settings(self) -> CommandSettings:
        """The settings of the command."""
        return CommandSettings(None, self.env, self.region, self.stack)

    def command(self, name: str, *more: str) -> str:
        """Write another command on the same, as it is typed."""
        given = {"--team": self.team, "--env": self.env, "--region": self.region, "--stack": self.stack}
        options: Sequence[str] = [word for option, value in given.items() if value for word in (option, value)]
        return shlex.join(["pulumi-junction", "pulls", name, "--provider", self.provider, *more, *options])
