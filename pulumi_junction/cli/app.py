"""The command groups, put together."""

import typer

from pulumi_junction.cli import catalogue, emulator

app = typer.Typer(
    name="pulumi-junction",
    help="Junction's team data pull preferences as code: what stands beside `pulumi` itself.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback()
def root() -> None:
    """Keep the commands named even while there is one."""


app.command("catalogue")(catalogue.show)
app.command("emulator")(emulator.serve)
