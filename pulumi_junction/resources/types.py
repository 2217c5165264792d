"""The types of arguments and outputs, so that an editor completes a program and a type checker reads it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import pulumi

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypedDict
else:
    from typing import TypedDict

    try:
        from typing import NotRequired
    except ImportError:  # Python 3.10
        from typing_extensions import NotRequired


@pulumi.input_type
class HistoricalDaysArgs:
    """The API's own form of a number of days."""

    def __init__(self, *, historical_days_to_pull: pulumi.Input[int]) -> None:
        pulumi.set(self, "historical_days_to_pull", historical_days_to_pull)

    @property
    @pulumi.getter
    def historical_days_to_pull(self) -> pulumi.Input[int]:
        """Whole days, 1 to 365."""
        return pulumi.get(self, "historical_days_to_pull")  # type: ignore[no-any-return]


class HistoricalDaysArgsDict(TypedDict):
    """The API's own form of a number of days, as a dict."""

    historical_days_to_pull: pulumi.Input[int]
    """Whole days, 1 to 365."""


# Every alias that has a dict form also takes an output of a mapping: a type checker does not see a TypedDict in what an
# `apply` returns. Not quoted, so that they are types at run time, too; pyright takes a string in two parts for Any.

DaysInput: TypeAlias = (
    pulumi.Input[int]
    | pulumi.Input[HistoricalDaysArgs]
    | pulumi.Input[HistoricalDaysArgsDict]
    | pulumi.Output[Mapping[str, int]]
)
"""A bare number of days, or the API's form of it."""

OverridesInput: TypeAlias = pulumi.Input[Mapping[str, DaysInput]] | pulumi.Output[Mapping[str, Mapping[str, int]]]
"""Days by resource."""


@pulumi.input_type
class ProviderDataPullPreferencesArgs:
    """How far back to pull from one data provider."""

    def __init__(
        self,
        *,
        default: DaysInput,
        resource_overrides: OverridesInput | None = None,
    ) -> None:
        pulumi.set(self, "default", default)
        if resource_overrides is not None:
            pulumi.set(self, "resource_overrides", resource_overrides)

    @property
    @pulumi.getter
    def default(self) -> DaysInput:
        """Days for every resource that has no override. Required by the API."""
        return pulumi.get(self, "default")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def resource_overrides(self) -> OverridesInput | None:
        """Days by resource: `sleep`, `activity`, `workouts`."""
        return pulumi.get(self, "resource_overrides")  # type: ignore[no-any-return]


class ProviderDataPullPreferencesArgsDict(TypedDict):
    """How far back to pull from one data provider, as a dict."""

    default: DaysInput
    """Days for every resource that has no override. Required by the API."""

    resource_overrides: NotRequired[OverridesInput | None]
    """Days by resource: `sleep`, `activity`, `workouts`."""


ProviderInput: TypeAlias = (
    pulumi.Input[int]
    | pulumi.Input[ProviderDataPullPreferencesArgs]
    | pulumi.Input[ProviderDataPullPreferencesArgsDict]
    | pulumi.Output[Mapping[str, Any]]
)
"""A bare number of days, or a default with overrides."""

ProvidersInput: TypeAlias = pulumi.Input[Mapping[str, ProviderInput]] | pulumi.Output[Mapping[str, Mapping[str, Any]]]
"""Data providers (`oura`, `garmin`), each with a bare number of days, or a default with overrides."""

TeamIdsInput: TypeAlias = pulumi.Input[Sequence[pulumi.Input[str]]] | pulumi.Input[Mapping[str, pulumi.Input[str]]]
"""UUIDs, or labels with the UUIDs they stand for."""


@pulumi.output_type
class DeclaredPreference(dict[str, object]):
    """What is declared for one data provider."""

    def __init__(self, *, default: int, resource_overrides: Mapping[str, int] | None = None) -> None:
        pulumi.set(self, "default", default)
        if resource_overrides is not None:
            pulumi.set(self, "resource_overrides", resource_overrides)

    @property
    @pulumi.getter
    def default(self) -> int:
        """Whole days."""
        return pulumi.get(self, "default")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def resource_overrides(self) -> Mapping[str, int] | None:
        """Whole days by resource; None where nothing is overridden."""
        return pulumi.get(self, "resource_overrides")  # type: ignore[no-any-return]


@pulumi.output_type
class HistoricalDays(dict[str, object]):
    """A number of days as the service has it."""

    def __init__(self, *, historical_days_to_pull: int, historical_days_to_pull_limit: int | None = None) -> None:
        pulumi.set(self, "historical_days_to_pull", historical_days_to_pull)
        if historical_days_to_pull_limit is not None:
            pulumi.set(self, "historical_days_to_pull_limit", historical_days_to_pull_limit)

    @property
    @pulumi.getter
    def historical_days_to_pull(self) -> int:
        """Whole days."""
        return pulumi.get(self, "historical_days_to_pull")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def historical_days_to_pull_limit(self) -> int | None:
        """The most the service allows here, in whole days; None where its answer says nothing."""
        return pulumi.get(self, "historical_days_to_pull_limit")  # type: ignore[no-any-return]


@pulumi.output_type
class ProviderDataPullPreferences(dict[str, object]):
    """One data provider of a team as the service has it."""

    def __init__(
        self, *, default: HistoricalDays, resource_overrides: Mapping[str, HistoricalDays] | None = None
    ) -> None:
        pulumi.set(self, "default", default)
        if resource_overrides is not None:
            pulumi.set(self, "resource_overrides", resource_overrides)

    @property
    @pulumi.getter
    def default(self) -> HistoricalDays:
        """Days for every resource that has no override."""
        return pulumi.get(self, "default")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def resource_overrides(self) -> Mapping[str, HistoricalDays] | None:
        """Days by resource; None where nothing is overridden."""
        return pulumi.get(self, "resource_overrides")  # type: ignore[no-any-return]
