"""The command groups, put together."""

from typing import Annotated

import typer

from pulumi_junction.cli import catalogue, completion, drift, emulator, report, show
from pulumi_junction.cli.connections.group import connections
from pulumi_junction.cli.doctor.command import examine
from pulumi_junction.cli.export.command import write
from pulumi_junction.cli.failures import Commands
from pulumi_junction.cli.pulls.group import pulls
from pulumi_junction.version import __version__

app = typer.Typer(
    name="pulumi-junction",
    help="Junction's team data pull preferences as code: what stands beside `pulumi` itself.",
    cls=Commands,
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


app.command("report", cls=report.ReportCommand)(report.report)
app.command("drift")(drift.drift)
app.command("show")(show.show)
app.command("export")(write)
app.add_typer(pulls, name="pulls")
app.add_typer(connections, name="connections")
app.command("doctor")(examine)
app.command("catalogue")(catalogue.show)
app.command("emulator")(emulator.serve)
app.command("completion")(completion.script)
