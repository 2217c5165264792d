"""What `list_bulk_ops` returns."""

from collections.abc import Sequence

import pulumi


@pulumi.output_type
class BulkOp(dict[str, object]):
    """One of Junction's bulk operations. It has no id. Times are ISO 8601, UTC."""

    def __init__(
        self,
        *,
        type: str,  # noqa: A002 - the API's name
        provider: str,
        status: str,
        pending: int,
        processed: int,
        started_at: str,
        ended_at: str | None = None,
    ) -> None:
        pulumi.set(self, "type", type)
        pulumi.set(self, "provider", provider)
        pulumi.set(self, "status", status)
        pulumi.set(self, "pending", pending)
        pulumi.set(self, "processed", processed)
        pulumi.set(self, "started_at", started_at)
        if ended_at is not None:
            pulumi.set(self, "ended_at", ended_at)

    @property
    @pulumi.getter
    def type(self) -> str:
        """`link_bulk_historical_trigger`, `link_bulk_import`, or one that is newer than this release."""
        return pulumi.get(self, "type")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def provider(self) -> str:
        """The data provider."""
        return pulumi.get(self, "provider")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def status(self) -> str:
        """`in_progress`, `success`, `failure`, `aborted`, or one that is newer than this release."""
        return pulumi.get(self, "status")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def pending(self) -> int:
        """Connections that are still to be done."""
        return pulumi.get(self, "pending")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def processed(self) -> int:
        """Connections that are done."""
        return pulumi.get(self, "processed")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def started_at(self) -> str:
        """When it began."""
        return pulumi.get(self, "started_at")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def ended_at(self) -> str | None:
        """When it ended; None: it has not."""
        return pulumi.get(self, "ended_at")  # type: ignore[no-any-return]


@pulumi.output_type
class ListBulkOpsResult(dict[str, object]):
    """The bulk operations that Junction lists."""

    def __init__(self, *, operations: Sequence[BulkOp], env: str, region: str) -> None:
        pulumi.set(self, "operations", operations)
        pulumi.set(self, "env", env)
        pulumi.set(self, "region", region)

    @property
    @pulumi.getter
    def operations(self) -> Sequence[BulkOp]:
        """In the order in which Junction lists them."""
        return pulumi.get(self, "operations")  # type: ignore[no-any-return]

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
