"""The management API in few words."""

from dataclasses import dataclass
from typing import Any

import httpx

ACME = "11111111-1111-4111-8111-111111111111"
BETA = "22222222-2222-4222-8222-222222222222"
CURA = "33333333-3333-4333-8333-333333333333"


def days(default: int, **overrides: int) -> dict[str, Any]:
    """A provider in a request."""
    wanted: dict[str, Any] = {"default": {"historical_days_to_pull": default}}
    if overrides:
        wanted["resource_overrides"] = {name: {"historical_days_to_pull": over} for name, over in overrides.items()}
    return wanted


@dataclass
class Talk:
    client: httpx.Client
    org_id: str

    def path(self, env: str = "production", region: str = "us") -> str:
        return f"/v1/org/{self.org_id}/team_data_pull_preferences/{env}/{region}"

    def post(self, teams: list[str], **providers: Any) -> Any:
        """The answer's teams by id."""
        answer = self.client.post(self.path(), json={"team_ids": teams, "providers": providers})
        assert answer.status_code == 200, answer.text
        return by_team(answer)

    def get(self, **query: Any) -> Any:
        """The answer's teams by id, of the first page."""
        answer = self.client.get(self.path(), params=query)
        assert answer.status_code == 200, answer.text
        return by_team(answer)

    def pages(self, **query: Any) -> list[list[str]]:
        """Team ids, page by page, to the end."""
        found: list[list[str]] = []
        while len(found) < 100:
            answer = self.client.get(self.path(), params=query).json()
            found.append([team["team_id"] for team in answer["data_pull_preferences"]])
            if answer["next_cursor"] is None:
                return found
            query["next_cursor"] = answer["next_cursor"]
        raise AssertionError("no end of pages")

    def delete(self, **query: Any) -> None:
        answer = self.client.delete(self.path(), params=query)
        assert (answer.status_code, answer.json()) == (200, {})


def by_team(answer: httpx.Response) -> dict[str, Any]:
    return {team["team_id"]: team["providers"] for team in answer.json()["data_pull_preferences"]}


def short(providers: dict[str, Any]) -> dict[str, Any]:
    """Providers of an answer as slug -> days, or (days, overrides) where there are overrides."""
    return {slug: _short(shown) for slug, shown in providers.items()}


def _short(shown: dict[str, Any]) -> Any:
    default = shown["default"]["historical_days_to_pull"]
    overrides = shown["resource_overrides"]
    if overrides is None:
        return default
    return default, {name: over["historical_days_to_pull"] for name, over in overrides.items()}
