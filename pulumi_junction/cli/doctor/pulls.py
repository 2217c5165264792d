"""Whether historical pulls can be triggered with the team API keys at hand, as one GET for each tells."""

from collections.abc import Iterator

from pulumi_junction.api.patience import PATIENCE_OF_PREVIEWS
from pulumi_junction.api.team_keys import labels
from pulumi_junction.cli.doctor.finding import Finding, broken, note, ok
from pulumi_junction.cli.settings import CommandSettings
from pulumi_junction.cli.team_connection import asking
from pulumi_junction.errors import JunctionError, NotFoundError, PermissionDeniedError

ABOUT = "historical pulls"


def historical_pulls(given: CommandSettings) -> Iterator[Finding]:
    """Ask for each team whose key is set; without any there is nothing to say, as preferences need none."""
    for label in labels(given.config):
        whose = f" of {label}" if label else ""
        try:
            with asking(given, label, "asking for operations", PATIENCE_OF_PREVIEWS) as (client, _):
                next(client.operations(), None)
        except (PermissionDeniedError, NotFoundError) as problem:
            yield note(ABOUT, f"the team API key{whose}: {problem.what}", problem.hint)
        except JunctionError as problem:
            yield from broken(ABOUT, problem)
        else:
            yield ok(ABOUT, f"the team API key{whose} is taken, and operations can be listed.")
