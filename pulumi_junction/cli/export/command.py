"""`pulumi-junction export`: live settings as a program, or as a stack's configuration."""

import sys
from typing import Annotated, Literal

import typer

from pulumi_junction.cli import options
from pulumi_junction.cli.answer import print_json
from pulumi_junction.cli.connection import reading
from pulumi_junction.cli.export import text
from pulumi_junction.cli.export.model import document, export
from pulumi_junction.cli.failures import UsageProblem
from pulumi_junction.cli.settings import CommandSettings
from pulumi_junction.core.catalogue import load

_Format = Annotated[
    Literal["python", "config"] | None,
    typer.Option(
        "--format", show_default="python", help="A whole program, or structured configuration for Pulumi.STACK.yaml."
    ),
]


def write(
    team: options.Teams = None,
    provider: options.Providers = None,
    format_: _Format = None,
    org_id: options.OrgId = None,
    env: options.Env = None,
    region: options.Region = None,
    stack: options.Stack = None,
    as_json: options.AsJson = False,
) -> None:
    """Print live preferences as a program that declares them.

    Only what differs from Junction's documented defaults; what has no documented
    default is always in it. Teams with the same settings become one resource.
    What a preview would refuse stands in a comment, with the reason.
    """
    if as_json and format_:
        raise UsageProblem("--json and --format exclude each other.")
    teams, slugs = options.chosen_teams(team), options.chosen_slugs(provider)
    given = CommandSettings(org_id, env, region, stack)
    with reading(given, "reading preferences") as reader:
        live = reader.read(teams, slugs)
    exported = export(given.scope(), live, load())
    if as_json:
        print_json(document(exported))
        return
    typer.echo(text.config(exported) if format_ == "config" else text.program(exported), nl=False)
    if exported.left_out:
        number = len(exported.left_out)
        what = "1 setting is" if number == 1 else f"{number} settings are"
        print(f"pulumi-junction: {what} left out; comments at the end say why.", file=sys.stderr)
