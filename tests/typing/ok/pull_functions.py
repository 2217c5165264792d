"""Historical pulls and bulk operations: what the functions take and give."""

from collections.abc import Sequence

import pulumi
from typing_extensions import assert_type

from pulumi_junction import (
    BulkOp,
    GetHistoricalPullsResult,
    HistoricalPull,
    ListBulkOpsResult,
    NotPulled,
    TeamDataPullPreferences,
    get_historical_pulls,
    get_historical_pulls_output,
    list_bulk_ops,
    list_bulk_ops_output,
)

later: pulumi.Output[str] = pulumi.Output.from_input("7c1e0000-0000-4000-8000-000000000002")

everything = get_historical_pulls()
some = get_historical_pulls(user_id="3aac0000-0000-4000-8000-000000000001", provider="oura", user_limit=10, team="acme")
assert_type(some, GetHistoricalPullsResult)
assert_type(some.pulls, Sequence[HistoricalPull])
assert_type(some.not_pulled, Sequence[NotPulled])
for pull in everything.pulls:
    assert_type(pull.status, str)
    assert_type(pull.days_with_data, int)
    assert_type(pull.range_start, str | None)
    assert_type(pull.error_details, str | None)
for left in everything.not_pulled:
    assert_type(left.resource, str)

operations = list_bulk_ops(type="link_bulk_import", status="success", env="sandbox", region="us")
assert_type(operations, ListBulkOpsResult)
assert_type(operations.operations, Sequence[BulkOp])
for one in operations.operations:
    assert_type(one.pending, int)
    assert_type(one.started_at, str)
    assert_type(one.ended_at, str | None)

TeamDataPullPreferences(
    "longer", team_ids=["3aac0000-0000-4000-8000-000000000001"], providers={"oura": 90 + len(operations.operations)}
)

assert_type(get_historical_pulls_output(user_id=later), pulumi.Output[GetHistoricalPullsResult])
assert_type(list_bulk_ops_output(provider=later), pulumi.Output[ListBulkOpsResult])
assert_type(get_historical_pulls_output().apply(lambda found: len(found.pulls)), pulumi.Output[int])
