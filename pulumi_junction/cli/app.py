"""The command groups, put together."""

from typing import Annotated

import typer

from pulumi_junction.cli import catalogue, emulator
from pulumi_junction.version import __version__

app = typer.Typer(
    name="pulumi-junction",
    help="Junction's team data pull preferences as code: what stands beside `pulumi` itself.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pulumi-junction {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """What every command shares."""


app.command("catalogue")(catalogue.show)
app.command("emulator")(emulator.serve)
