"""The commands on historical pulls, put together."""

import typer

from pulumi_junction.cli.pulls import estimate, explain, status, trigger, watch

pulls = typer.Typer(
    help="Historical pulls of users who are connected: trigger, watch, explain.",
    no_args_is_help=True,
)

pulls.command("estimate")(estimate.estimate)
pulls.command("trigger")(trigger.trigger)
pulls.command("watch")(watch.watch)
pulls.command("status")(status.status)
pulls.command("explain")(explain.explain_user)
