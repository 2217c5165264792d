"""The usual way: one dynamic resource for each team, as somebody would write it in an afternoon.

No batches, no limits, no drift, no care for what else a team has; it keeps its connection, which many would not.
"""

import os
from functools import lru_cache
from typing import Any

import httpx
from pulumi import Input
from pulumi.dynamic import CreateResult, ReadResult, Resource, ResourceProvider, UpdateResult

Props = dict[str, Any]


@lru_cache(maxsize=1)
def _client() -> httpx.Client:
    key = os.environ["JUNCTION_MANAGEMENT_KEY"]
    return httpx.Client(base_url=os.environ["JUNCTION_MANAGEMENT_URL"], headers={"X-Management-Key": key}, timeout=30)


def _path() -> str:
    org, env, region = (os.environ[f"JUNCTION_{name}"] for name in ("ORG_ID", "ENV", "REGION"))
    return f"/v1/org/{org}/team_data_pull_preferences/{env}/{region}"


def _set(props: Props) -> None:
    providers = {
        slug: {"default": {"historical_days_to_pull": int(days)}, "resource_overrides": {}}  # numbers come as floats
        for slug, days in props["providers"].items()
    }
    _client().post(_path(), json={"team_ids": [props["team_id"]], "providers": providers}).raise_for_status()


class _TeamProvider(ResourceProvider):
    def create(self, props: Props) -> CreateResult:
        _set(props)
        return CreateResult(props["team_id"], props)

    def update(self, id_: str, olds: Props, news: Props) -> UpdateResult:
        _set(news)
        return UpdateResult(news)

    def read(self, id_: str, props: Props) -> ReadResult:
        answer = _client().get(_path(), params={"team_id": [id_], "provider": list(props["providers"])})
        answer.raise_for_status()
        shown = answer.json()["data_pull_preferences"][0]["providers"]
        providers = {slug: one["default"]["historical_days_to_pull"] for slug, one in shown.items() if one}
        return ReadResult(id_, {**props, "providers": providers})

    def delete(self, id_: str, props: Props) -> None:
        query = {"team_id": [id_], "provider": list(props["providers"])}
        _client().delete(_path(), params=query).raise_for_status()


class TeamPreference(Resource, module="bench", name="TeamPreference"):
    """The days of one team."""

    def __init__(self, name: str, team_id: Input[str], providers: Input[dict[str, int]]) -> None:
        super().__init__(_TeamProvider(), name, {"team_id": team_id, "providers": providers})
