"""From settings to the Junction API of one team: the client, watched."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pulumi_junction.api import settings
from pulumi_junction.api.patience import Patience
from pulumi_junction.api.team_keys import team_api_key
from pulumi_junction.cli.settings import CommandSettings
from pulumi_junction.cli.waiting import Waiting

if TYPE_CHECKING:
    from pulumi_junction.api.junction import JunctionClient


@contextmanager
def asking(
    given: CommandSettings, team: str | None, what: str, patience: Patience | None = None
) -> Iterator[tuple["JunctionClient", Waiting]]:
    """Open the connection; *team* is the label of its key where there are several, *what* is shown meanwhile."""
    waiting = Waiting(what)
    with opened(given, team, waiting.say, patience) as client, waiting:
        yield client, waiting


@contextmanager
def opened(
    given: CommandSettings, team: str | None, say: Callable[[str], None], patience: Patience | None = None
) -> Iterator["JunctionClient"]:
    """Open it for a command that shows something else meanwhile; *say* takes why an answer takes longer.

    *patience* can only be less than the setting.
    """
    from pulumi_junction.api.junction import JunctionClient  # httpx: only for a command that asks

    url, key = settings.junction_url(given.config, *given.place()), team_api_key(given.config, team)
    most = settings.patience(given.config)
    client = JunctionClient(url, key, team=team, patience=patience.within(most) if patience else most, say=say)
    try:
        yield client
    finally:
        client.close()
