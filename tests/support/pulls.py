"""The Junction API of the emulator in few words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

TRIGGER = "/v2/link/bulk_trigger_historical_pull"
OPERATIONS = "/v2/link/bulk_op"
INTROSPECT = "/v2/introspect/historical_pull"
SECOND, MINUTE = 1, 60


@dataclass
class Pulling:
    """A client that sends the key of a team."""

    client: httpx.Client

    def trigger(self, users: list[str], provider: str, **more: Any) -> int:
        """The status of the answer."""
        return self.client.post(TRIGGER, json={"user_ids": users, "provider": provider, **more}).status_code

    def operations(self, **query: Any) -> Any:
        """Of the first page."""
        return self._read(OPERATIONS, query)["data"]

    def users(self, **query: Any) -> Any:
        """Providers by user, of the first page."""
        return {one["user_id"]: one["provider"] for one in self._read(INTROSPECT, query)["data"]}

    def pages(self, path: str, **query: Any) -> Iterator[list[Any]]:
        """To the end."""
        for _ in range(100):
            page = self._read(path, query)
            yield page["data"]
            query["next_cursor"] = page["next_cursor"]
            if page["next_cursor"] is None:
                return
        raise AssertionError("no end of pages")

    def _read(self, path: str, query: dict[str, Any]) -> Any:
        answer = self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()
