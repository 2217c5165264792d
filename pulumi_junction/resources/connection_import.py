"""The resource that moves existing connections into Junction."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

import pulumi
from pulumi.dynamic import Resource

from pulumi_junction.providers.pickled import CONNECTION_IMPORT as PICKLED
from pulumi_junction.resources import scope


class _ConnectionRequired(TypedDict):
    user_id: pulumi.Input[str]
    access_token: pulumi.Input[str]
    refresh_token: pulumi.Input[str]
    provider_id: pulumi.Input[str]
    expires_at: pulumi.Input[int]


class ConnectionArgsDict(_ConnectionRequired, total=False):
    """One connection, as `ConnectionRecipe` of Junction's Bulk Import has it; `expires_at` in seconds since 1970."""

    oauth_scopes: pulumi.Input[Sequence[pulumi.Input[str]] | None]


Exported: TypeAlias = pulumi.Output[list[dict[str, Any]]]
"""What `export_connections` returns."""


class ConnectionImport(Resource, module="junction", name="ConnectionImport"):
    """Imports connections of one data provider into Junction: each once, and again when its credentials change.

    Credentials are read when the program runs, sent in an `up`, and stored nowhere: state holds a fingerprint for each
    user. Destroying the resource, or leaving users out, deletes nothing at Junction.
    """

    if TYPE_CHECKING:
        fingerprints: pulumi.Output[Mapping[str, str]]
        """Whose connections were imported: user's UUID -> a fingerprint of the credentials."""
    else:
        fingerprints: pulumi.Output[Any]

    imported: pulumi.Output[int]
    """How many connections were imported."""

    provider: pulumi.Output[str]
    """The data provider."""

    env: pulumi.Output[str]
    """`production` or `sandbox`."""

    region: pulumi.Output[str]
    """`us` or `eu`."""

    def __init__(
        self,
        resource_name: str,
        *,
        provider: pulumi.Input[str],
        connections: pulumi.Input[Sequence[pulumi.Input[ConnectionArgsDict]]] | Exported | None = None,
        from_file: pulumi.Input[str] | None = None,
        team: pulumi.Input[str] | None = None,
        env: pulumi.Input[str] | None = None,
        region: pulumi.Input[str] | None = None,
        wait: pulumi.Input[int] | None = None,
        allow_cross_environment: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare what is to be imported.

        :param resource_name: A name for the resource in the stack.
        :param provider: The data provider of the connections, e.g. `oura`.
        :param connections: The connections. Secret, whatever you pass.
        :param from_file: A file of them instead: JSON lines, a JSON array or CSV, which nobody but its owner can read.
        :param team: As for `HistoricalPullTrigger`.
        :param env: As for `TeamDataPullPreferences`.
        :param region: As for `TeamDataPullPreferences`.
        :param wait: How many seconds an `up` waits for a part of up to 100 connections that takes Junction longer than
            20 s; 600 by default.
        :param allow_cross_environment: Let a stack named for one environment and region declare another.
        :raises pulumi.RunError: where env or region is missing or contradicts the stack's name.
        """
        place_env, place_region = scope.resolve_team_place(
            resource_name, env, region, allow_cross_environment, "connections"
        )
        given: Any = connections
        inputs = {
            "provider": provider,
            "connections": None if given is None else pulumi.Output.secret(given),
            "from_file": from_file,
            "team": team,
            "env": place_env,
            "region": place_region,
            "wait": wait,
            "fingerprints": None,
            "imported": None,
            "__provider": PICKLED,
        }
        # As dynamic.Resource does, but for the pickle: that uses the default protocol of the Python that is running.
        type_ = f"pulumi-python:{self._resource_type_name}"
        pulumi.CustomResource.__init__(self, type_, resource_name, inputs, opts)
