"""Reading historical pulls and bulk operations, for programs."""

from collections.abc import Callable, Iterator

import pulumi

from pulumi_junction.core import inputs
from pulumi_junction.core.describe import described
from pulumi_junction.core.identity import uuid
from pulumi_junction.core.pull_rows import Choice, PullRow
from pulumi_junction.core.pulls import Operation
from pulumi_junction.core.values import Problem
from pulumi_junction.resources.asking import asking, misspelt_provider
from pulumi_junction.resources.bulk_op_types import BulkOp, ListBulkOpsResult
from pulumi_junction.resources.pull_types import GetHistoricalPullsResult, HistoricalPull, NotPulled


def get_historical_pulls(
    *,
    user_id: str | None = None,
    provider: str | None = None,
    user_limit: int | None = None,
    team: str | None = None,
    env: str | None = None,
    region: str | None = None,
) -> GetHistoricalPullsResult:
    """Read what became of historical pulls, all pages. Asks at every preview and every `up`.

    :param user_id: The user to read; None means all of the team, and a result as long as that.
    :param provider: The data provider to read; None means all.
    :param user_limit: The most users in one page of an answer, not of the result; None means 50.
    :param team: The label of the team's API key in `JUNCTION_TEAM_API_KEYS` or config `junction:teamApiKeys`; without
        it the key is `JUNCTION_TEAM_API_KEY` or config `junction:teamApiKey`.
    :param env: As for the resource.
    :param region: As for the resource.
    :raises pulumi.RunError: one line; a setting is missing, or the service could not be asked.
    """
    name = "get_historical_pulls"
    problems = list(misspelt_provider(provider))
    user = uuid(user_id)
    if user_id is not None and user is None:
        problems.append(Problem("user_id", f"must be the UUID of a user, not {described(user_id)}"))
    most = inputs.whole(50 if user_limit is None else user_limit)
    if most is None or most < 1:
        problems.append(Problem("user_limit", f"must be a whole number, at least 1, not {described(user_limit)}"))
        most = 1
    with asking(name, team, env, region, problems) as (client, place):
        choice = Choice(providers=frozenset([provider] if provider else []))
        users = client.historical_pulls(user_id=user, provider=provider, user_limit=most)
        rows = [row for one in users if user in (None, one.user_id) for row in choice.rows(one)]
    return GetHistoricalPullsResult(
        pulls=list(_pulls(rows)),
        not_pulled=[NotPulled(user_id=row[0], provider=row[1], resource=row[2]) for row in rows if row.pull is None],
        env=place[0],
        region=place[1],
    )


def get_historical_pulls_output(
    *,
    user_id: pulumi.Input[str] | None = None,
    provider: pulumi.Input[str] | None = None,
    user_limit: pulumi.Input[int] | None = None,
    team: pulumi.Input[str] | None = None,
    env: pulumi.Input[str] | None = None,
    region: pulumi.Input[str] | None = None,
) -> pulumi.Output[GetHistoricalPullsResult]:
    """Do the same with outputs as arguments; nothing is asked while one of them is unknown."""
    known = pulumi.Output.all(
        user_id=user_id, provider=provider, user_limit=user_limit, team=team, env=env, region=region
    )
    return known.apply(lambda arguments: get_historical_pulls(**arguments))


def list_bulk_ops(
    *,
    type: str | None = None,  # noqa: A002 - the API's name
    provider: str | None = None,
    status: str | None = None,
    team: str | None = None,
    env: str | None = None,
    region: str | None = None,
) -> ListBulkOpsResult:
    """Read bulk operations, all pages. Asks at every preview and every `up`.

    :param type: Only operations of this type, e.g. `link_bulk_historical_trigger`; None means all.
    :param provider: Only those of this data provider; None means all.
    :param status: Only those with this status, e.g. `in_progress`; None means all.
    :param team: As for `get_historical_pulls`.
    :param env: As for the resource.
    :param region: As for the resource.
    :raises pulumi.RunError: one line; a setting is missing, or the service could not be asked.
    """
    with asking("list_bulk_ops", team, env, region, list(misspelt_provider(provider))) as (client, place):
        wanted: list[Callable[[Operation], bool]] = [
            lambda one: type in (None, one.type),
            lambda one: provider in (None, one.provider),
            lambda one: status in (None, one.status),
        ]
        found = [one for one in client.operations() if all(test(one) for test in wanted)]
    return ListBulkOpsResult(operations=[BulkOp(**one.plain()) for one in found], env=place[0], region=place[1])


def list_bulk_ops_output(
    *,
    type: pulumi.Input[str] | None = None,  # noqa: A002 - the API's name
    provider: pulumi.Input[str] | None = None,
    status: pulumi.Input[str] | None = None,
    team: pulumi.Input[str] | None = None,
    env: pulumi.Input[str] | None = None,
    region: pulumi.Input[str] | None = None,
) -> pulumi.Output[ListBulkOpsResult]:
    """Do the same with outputs as arguments; nothing is asked while one of them is unknown."""
    known = pulumi.Output.all(type=type, provider=provider, status=status, team=team, env=env, region=region)
    return known.apply(lambda arguments: list_bulk_ops(**arguments))


def _pulls(rows: list[PullRow]) -> Iterator[HistoricalPull]:
    for row in rows:
        if row.pull is not None:
            members = row.plain()
            del members["days"], members["retried"]
            yield HistoricalPull(**members)
