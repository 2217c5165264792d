"""The resource that a program declares."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

import pulumi
from pulumi.dynamic import Resource

from pulumi_junction.core.choices import OVERWRITE, RESET
from pulumi_junction.core.describe import at
from pulumi_junction.providers.pickled import TEAM_DATA_PULL_PREFERENCES as PICKLED
from pulumi_junction.resources import scope
from pulumi_junction.resources.types import (
    DeclaredPreference,
    ProviderDataPullPreferences,
    ProvidersInput,
    TeamIdsInput,
)


class TeamDataPullPreferences(Resource, module="junction", name="TeamDataPullPreferences"):
    """How many days of history Junction pulls when a user of these teams connects a data provider.

    Owns the declared data providers of the declared teams, whole; never touches another. Removing a team or a data
    provider resets it to Junction's default, and so does destroying the resource; `on_delete` says otherwise.
    """

    if TYPE_CHECKING:
        teams: pulumi.Output[Mapping[str, str]]
        """The teams: UUID -> label, `""` without one."""
    else:
        # Where the engine gives no outputs (`up --target` leaves a new resource out), Pulumi takes the arguments for
        # them, and raises on a list where a mapping is annotated.
        teams: pulumi.Output[Any]

    providers: pulumi.Output[Mapping[str, DeclaredPreference]]
    """What is declared, by data provider."""

    effective: pulumi.Output[Mapping[str, ProviderDataPullPreferences]]
    """What the service made of it, with its limits, by data provider. Preferences are advisory."""

    exceptions: pulumi.Output[Mapping[str, Mapping[str, ProviderDataPullPreferences]]]
    """The same for the teams where it differs from `effective`, by UUID and data provider."""

    adopted: pulumi.Output[Mapping[str, Mapping[str, DeclaredPreference]]]
    """What had been set before this resource came, by UUID and data provider; Junction's defaults are not in it."""

    org_id: pulumi.Output[str]
    """The organisation's UUID."""

    env: pulumi.Output[str]
    """`production` or `sandbox`."""

    region: pulumi.Output[str]
    """`us` or `eu`."""

    def __init__(
        self,
        resource_name: str,
        *,
        team_ids: TeamIdsInput,
        providers: ProvidersInput,
        org_id: pulumi.Input[str] | None = None,
        env: pulumi.Input[str] | None = None,
        region: pulumi.Input[str] | None = None,
        lenient: bool = False,
        allow_cross_environment: bool = False,
        adopt: Literal["overwrite", "refuse"] = "overwrite",
        on_delete: Literal["reset", "retain", "restore"] = "reset",
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare preferences.

        :param resource_name: A name for the resource in the stack. To rename one, add `aliases`.
        :param team_ids: UUIDs of teams, or labels with the UUIDs they stand for.
        :param providers: By data provider (`oura`, `garmin`): a number of days, a default with overrides by resource,
            or the API's own form. Whole days, 1 to 365.
        :param org_id: The organisation's UUID; else `JUNCTION_ORG_ID`, else config `junction:orgId`.
        :param env: `production` or `sandbox`; else `JUNCTION_ENV`, else config `junction:env`, else the stack's name
            where that is `<env>-<region>`.
        :param region: `us` or `eu`; else `JUNCTION_REGION`, else config `junction:region`, else the stack's name.
        :param lenient: Turn what the catalogue says into warnings, for a data provider that is newer than it.
        :param allow_cross_environment: Let a stack named for one environment and region declare another.
        :param adopt: What to do with days that somebody has set before this resource: `overwrite` them, which the
            preview shows, or `refuse`.
        :param on_delete: What becomes of a team or data provider that is declared no more: `reset` to Junction's
            default, `retain` as it is, or `restore` to what `adopted` holds of it. For the deletion of the resource
            it counts once an `up` has stored it.
        :raises pulumi.RunError: where something is None in `team_ids` or `providers`, or where org_id, env or region
            is missing or contradicts the stack's name.
        """
        _refuse_nothing(resource_name, "team_ids", team_ids)
        _refuse_nothing(resource_name, "providers", providers)
        place = scope.resolve(resource_name, org_id, env, region, allow_cross_environment)
        inputs = {
            **place._asdict(),
            "teams": team_ids,
            "providers": providers,
            "lenient": True if lenient else None,
            # What is usual is left out, here as in state: an older state shows no change.
            "adopt": None if adopt == OVERWRITE else adopt,
            "on_delete": None if on_delete == RESET else on_delete,
            # A task, as outputs are: a bare coroutine would complain where the engine ends before it is awaited.
            "secret": asyncio.ensure_future(_true_if_secret(team_ids, providers)),
            "effective": None,
            "exceptions": None,
            "adopted": None,
            "__provider": PICKLED,
        }
        # As dynamic.Resource does, but for the pickle: that uses the default protocol of the Python that is running.
        type_ = f"pulumi-python:{self._resource_type_name}"
        pulumi.CustomResource.__init__(self, type_, resource_name, inputs, _options(opts, inputs))

    @classmethod
    def get(
        cls,
        resource_name: str,
        id: pulumi.Input[str],  # noqa: A002 (the name every `get` has)
        *,
        team_ids: TeamIdsInput,
        providers: Sequence[str],
        org_id: pulumi.Input[str] | None = None,
        env: pulumi.Input[str] | None = None,
        region: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> "TeamDataPullPreferences":
        """Read what the service has, in previews too, without owning it: never changed and never reset.

        :param resource_name: A name for the resource in the stack.
        :param id: Any name; Junction has none for preferences.
        :param team_ids: As above.
        :param providers: The data providers to read. It fails when the service shows none of them.
        :param org_id: As above.
        :param env: As above; reading another environment than the stack's name says is allowed.
        :param region: As above.
        """
        if isinstance(providers, str):
            raise pulumi.RunError(f'{resource_name}: providers: must be a list, e.g. ["{providers[:20]}"]')
        return cls(
            resource_name,
            team_ids=team_ids,
            providers=cast(Any, list(providers)),  # a read takes names without days
            org_id=org_id,
            env=env,
            region=region,
            allow_cross_environment=True,
            opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(id=id)),
        )


def _refuse_nothing(resource_name: str, path: str, value: object) -> None:
    """Refuse None in a map: Pulumi drops it without a word, and what was declared before would be reset."""
    for key, one in value.items() if isinstance(value, Mapping) else ():
        where = at(path, str(key))
        if one is None and key != "resource_overrides":
            raise pulumi.RunError(f"{resource_name}: {where}: must not be None; leave it out to reset it")
        _refuse_nothing(resource_name, where, one)


async def _true_if_secret(*arguments: object) -> bool | None:
    """Tell the provider, which sees secrets in the clear and unmarked, that what it answers is to be secret too."""
    return True if await pulumi.Output.from_input(arguments).is_secret() else None


def _options(opts: pulumi.ResourceOptions | None, inputs: dict[str, Any]) -> pulumi.ResourceOptions:
    """Delete before replace: created first, the new preferences would be wiped by the reset of the old.

    `ignore_changes=["team_ids"]` means the property that the argument becomes. A read waits for all of its arguments:
    the engine would drop the ones that it does not know yet.
    """
    own = pulumi.ResourceOptions(delete_before_replace=True)
    merged = pulumi.ResourceOptions.merge(own, opts)
    if isinstance(merged.ignore_changes, list):
        merged.ignore_changes = ["teams" if path == "team_ids" else path for path in merged.ignore_changes]
    if merged.id is not None:
        asked = [inputs[key] for key in ("teams", "providers", "org_id", "env", "region")]
        merged.id = pulumi.Output.all(merged.id, *asked).apply(lambda known: str(known[0]))
    return merged
