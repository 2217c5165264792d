"""What `get_historical_pulls` returns."""

from collections.abc import Sequence

import pulumi


@pulumi.output_type
class HistoricalPull(dict[str, object]):
    """What became of one resource of a user and data provider. Times are ISO 8601, UTC."""

    def __init__(
        self,
        *,
        user_id: str,
        provider: str,
        resource: str,
        status: str,
        days_with_data: int,
        scheduled_at: str,
        started_at: str | None = None,
        ended_at: str | None = None,
        range_start: str | None = None,
        range_end: str | None = None,
        error_details: str | None = None,
        trace_id: str | None = None,
    ) -> None:
        pulumi.set(self, "user_id", user_id)
        pulumi.set(self, "provider", provider)
        pulumi.set(self, "resource", resource)
        pulumi.set(self, "status", status)
        pulumi.set(self, "days_with_data", days_with_data)
        pulumi.set(self, "scheduled_at", scheduled_at)
        perhaps = {
            "started_at": started_at,
            "ended_at": ended_at,
            "range_start": range_start,
            "range_end": range_end,
            "error_details": error_details,
            "trace_id": trace_id,
        }
        for name, value in perhaps.items():
            if value is not None:
                pulumi.set(self, name, value)

    @property
    @pulumi.getter
    def user_id(self) -> str:
        """The user's UUID."""
        return pulumi.get(self, "user_id")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def provider(self) -> str:
        """The data provider."""
        return pulumi.get(self, "provider")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def resource(self) -> str:
        """`sleep`, `activity`, `workouts`."""
        return pulumi.get(self, "resource")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def status(self) -> str:
        """`success`, `failure`, `in_progress`, `scheduled`, `retrying`, or one that is newer than this release."""
        return pulumi.get(self, "status")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def days_with_data(self) -> int:
        """How many days of the range have data."""
        return pulumi.get(self, "days_with_data")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def scheduled_at(self) -> str:
        """When the pull was scheduled."""
        return pulumi.get(self, "scheduled_at")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def started_at(self) -> str | None:
        """When it began; None: it has not."""
        return pulumi.get(self, "started_at")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def ended_at(self) -> str | None:
        """When it ended; None: it has not."""
        return pulumi.get(self, "ended_at")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def range_start(self) -> str | None:
        """From when on history is pulled; None where the answer does not say."""
        return pulumi.get(self, "range_start")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def range_end(self) -> str | None:
        """Until when; None where the answer does not say."""
        return pulumi.get(self, "range_end")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def error_details(self) -> str | None:
        """Junction's name of the error, if there was one."""
        return pulumi.get(self, "error_details")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def trace_id(self) -> str | None:
        """What Junction's support asks for."""
        return pulumi.get(self, "trace_id")  # type: ignore[no-any-return]


@pulumi.output_type
class NotPulled(dict[str, object]):
    """A resource of a user and data provider without a record of a pull."""

    def __init__(self, *, user_id: str, provider: str, resource: str) -> None:
        pulumi.set(self, "user_id", user_id)
        pulumi.set(self, "provider", provider)
        pulumi.set(self, "resource", resource)

    @property
    @pulumi.getter
    def user_id(self) -> str:
        """The user's UUID."""
        return pulumi.get(self, "user_id")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def provider(self) -> str:
        """The data provider."""
        return pulumi.get(self, "provider")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def resource(self) -> str:
        """`sleep`, `activity`, `workouts`."""
        return pulumi.get(self, "resource")  # type: ignore[no-any-return]


@pulumi.output_type
class GetHistoricalPullsResult(dict[str, object]):
    """What introspection shows."""

    def __init__(
        self, *, pulls: Sequence[HistoricalPull], not_pulled: Sequence[NotPulled], env: str, region: str
    ) -> None:
        pulumi.set(self, "pulls", pulls)
        pulumi.set(self, "not_pulled", not_pulled)
        pulumi.set(self, "env", env)
        pulumi.set(self, "region", region)

    @property
    @pulumi.getter
    def pulls(self) -> Sequence[HistoricalPull]:
        """One for each resource of a user and data provider that has a record of a pull."""
        return pulumi.get(self, "pulls")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def not_pulled(self) -> Sequence[NotPulled]:
        """The resources that have none."""
        return pulumi.get(self, "not_pulled")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def env(self) -> str:
        """`production` or `sandbox`."""
        return pulumi.get(self, "env")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def region(self) -> str:
        """`us` or `eu`."""
        return pulumi.get(self, "region")  # type: ignore[no-any-return]
