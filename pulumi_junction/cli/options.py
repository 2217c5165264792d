"""The options that several commands share, and what completes them in a shell."""

from typing import Annotated

import typer

from pulumi_junction.cli.failures import UsageProblem
from pulumi_junction.core import catalogue, inputs
from pulumi_junction.core.check import misspelt
from pulumi_junction.core.identity import ENVIRONMENTS, REGIONS
from pulumi_junction.core.values import Problem, Slug, Team


def _starting(names: tuple[str, ...] | list[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]


def _slugs(incomplete: str) -> list[str]:
    return _starting(sorted(catalogue.load().providers), incomplete)


def _envs(incomplete: str) -> list[str]:
    return _starting(ENVIRONMENTS, incomplete)


def _regions(incomplete: str) -> list[str]:
    return _starting(REGIONS, incomplete)


OrgId = Annotated[
    str | None,
    typer.Option("--org-id", metavar="UUID", help="The organisation; else JUNCTION_ORG_ID, else the stack's config."),
]
Env = Annotated[
    str | None,
    typer.Option(
        "--env",
        metavar="ENV",
        autocompletion=_envs,
        help="production or sandbox; else JUNCTION_ENV, the stack's config, or its name.",
    ),
]
Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        metavar="REGION",
        autocompletion=_regions,
        help="us or eu; else JUNCTION_REGION, the stack's config, or its name.",
    ),
]
Stack = Annotated[
    str | None,
    typer.Option("--stack", metavar="NAME", help="Settings come from this stack of the project in this folder, too."),
]
Teams = Annotated[
    list[str] | None,
    typer.Option("--team", metavar="UUID", help="Only this team; may be repeated. Without it: all of them."),
]
Providers = Annotated[
    list[str] | None,
    typer.Option("--provider", metavar="SLUG", autocompletion=_slugs, help="Only this data provider; may be repeated."),
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


def chosen_teams(texts: list[str] | None) -> list[Team]:
    """Read `--team`; what is no UUID is a UsageProblem."""
    problems: list[Problem] = []
    teams = inputs.teams(sorted({text.strip().lower() for text in texts}), problems) if texts else {}
    if problems:
        raise UsageProblem(f"--team {problems[0].reason}.")
    return list(teams)


def chosen_slugs(texts: list[str] | None) -> list[Slug]:
    """Read `--provider`; what is nearly a known one is a UsageProblem, anything else may be newer than this release."""
    slugs = list(dict.fromkeys(texts or ()))
    for problem in misspelt(slugs, catalogue.load()):
        raise UsageProblem(f"--provider {problem.reason}")
    return slugs
