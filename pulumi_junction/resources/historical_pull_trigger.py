"""The resource that re-pulls history for connections that exist already."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulumi
from pulumi.dynamic import Resource

from pulumi_junction.providers.pickled import HISTORICAL_PULL_TRIGGER as PICKLED
from pulumi_junction.resources import scope


class HistoricalPullTrigger(Resource, module="junction", name="HistoricalPullTrigger"):
    """Triggers historical pulls of one data provider for these users: once, and again when `triggers` changes.

    A preference reaches only connections that are made afterwards; existing ones get the longer history by this. Users
    that are added later are triggered alone. Nothing is ever sent in a preview, for users that are removed, or when the
    resource is destroyed.
    """

    if TYPE_CHECKING:
        users: pulumi.Output[Mapping[str, str]]
        """Whose pulls were triggered: UUID -> `""`."""

        operation: pulumi.Output[Mapping[str, Any] | None]
        """Junction's bulk operation, as far as it was when it was last looked at: `type`, `provider`, `status`,
        `pending`, `processed` (connections), `started_at` and, once it has ended, `ended_at` (ISO 8601, UTC). None
        where none was listed."""
    else:
        users: pulumi.Output[Any]
        operation: pulumi.Output[Any]

    provider: pulumi.Output[str]
    """The data provider."""

    window_seconds: pulumi.Output[int]
    """How long Junction takes at least until it starts the last of the pulls that were triggered last, in seconds."""

    env: pulumi.Output[str]
    """`production` or `sandbox`."""

    region: pulumi.Output[str]
    """`us` or `eu`."""

    def __init__(
        self,
        resource_name: str,
        *,
        provider: pulumi.Input[str],
        user_ids: pulumi.Input[Sequence[pulumi.Input[str]]],
        triggers: pulumi.Input[Sequence[Any]] | None = None,
        team: pulumi.Input[str] | None = None,
        env: pulumi.Input[str] | None = None,
        region: pulumi.Input[str] | None = None,
        wait: pulumi.Input[int] | None = None,
        allow_cross_environment: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare what is to be pulled.

        :param resource_name: A name for the resource in the stack.
        :param provider: The data provider whose connections are pulled, e.g. `oura`.
        :param user_ids: UUIDs of the users.
        :param triggers: Any values, e.g. `[preferences.effective]`; when one of them changes, all users are triggered
            again.
        :param team: The label of the team's API key in `JUNCTION_TEAM_API_KEYS` or config `junction:teamApiKeys`;
            without it the key is `JUNCTION_TEAM_API_KEY` or config `junction:teamApiKey`.
        :param env: As for `TeamDataPullPreferences`.
        :param region: As for `TeamDataPullPreferences`.
        :param wait: How many seconds an `up` waits for the end of the operation; None, the default, does not wait.
            When the time is up the operation goes on. When it ends badly within this time the resource fails, and the
            next `up` triggers again.
        :param allow_cross_environment: Let a stack named for one environment and region declare another.
        :raises pulumi.RunError: where env or region is missing or contradicts the stack's name.
        """
        place_env, place_region = scope.resolve_team_place(
            resource_name, env, region, allow_cross_environment, "triggers"
        )
        inputs = {
            "provider": provider,
            "users": user_ids,
            "triggers": triggers,
            "team": team,
            "env": place_env,
            "region": place_region,
            "wait": wait,
            "operation": None,
            "window_seconds": None,
            "__provider": PICKLED,
        }
        # As dynamic.Resource does, but for the pickle: that uses the default protocol of the Python that is running.
        type_ = f"pulumi-python:{self._resource_type_name}"
        pulumi.CustomResource.__init__(self, type_, resource_name, inputs, opts)
