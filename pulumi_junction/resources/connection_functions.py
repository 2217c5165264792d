"""Reading connections with their credentials, for programs."""

from collections.abc import Sequence
from typing import Any

import pulumi

from pulumi_junction.core import inputs
from pulumi_junction.core.describe import described
from pulumi_junction.core.values import Problem
from pulumi_junction.resources.asking import asking, misspelt_provider

_NAME = "export_connections"


def export_connections(
    *,
    provider: pulumi.Input[str],
    user_ids: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
    team: pulumi.Input[str] | None = None,
    env: pulumi.Input[str] | None = None,
    region: pulumi.Input[str] | None = None,
) -> pulumi.Output[list[dict[str, Any]]]:
    """Read the connections of a data provider, credentials included. Asks at every preview and every `up`.

    The result is a secret: Pulumi encrypts it wherever it keeps it. Junction's page says to pause connections before
    they are exported, or it may refresh them, and what was exported is out of date.

    :param provider: The data provider.
    :param user_ids: The users to read; None means all of the team that have such a connection.
    :param team: As for `get_historical_pulls`.
    :param env: As for the resource.
    :param region: As for the resource.
    :returns: As `ConnectionRecipe` of the Bulk Import: `user_id`, `access_token`, `refresh_token`, `provider_id`,
        `expires_at` (seconds since 1970), `oauth_scopes`.
    :raises pulumi.RunError: one line; a setting is missing, or the service could not be asked.
    """
    known = pulumi.Output.all(provider=provider, user_ids=user_ids, team=team, env=env, region=region)
    return pulumi.Output.secret(known.apply(lambda arguments: _export(**arguments)))


def _export(
    provider: str, user_ids: Sequence[str] | None, team: str | None, env: str | None, region: str | None
) -> list[dict[str, Any]]:
    problems = list(misspelt_provider(provider))
    users = None if user_ids is None else list(inputs.labelled_ids("user_ids", "user", user_ids, problems, empty=True))
    if isinstance(user_ids, str):
        problems.append(Problem("user_ids", f"must be a list of UUIDs, not {described(user_ids)}"))
    with asking(_NAME, team, env, region, problems) as (client, _):
        if users == []:
            return []
        found = [one for page, _ in client.export_connections(provider, users) for one in page]
    return [one.clear() for one in found]
