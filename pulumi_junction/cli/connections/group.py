"""The commands on connections, put together."""

import typer

from pulumi_junction.cli.connections import exporting, importing, pausing

connections = typer.Typer(
    help="Connections of users with their credentials: import, export, pause.",
    no_args_is_help=True,
)

connections.command("import")(importing.import_file)
connections.command("export")(exporting.export)
connections.command("pause")(pausing.pause)
