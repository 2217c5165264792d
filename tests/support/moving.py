"""Import, export and pause in few words."""

from collections.abc import Iterator
from typing import Any

import httpx

IMPORT, EXPORT, PAUSE = (f"/v2/link/bulk_{what}" for what in ("import", "export", "pause"))
HOUR = 60 * 60
EXPIRES_AT = 1_900_000_000


def recipe(user: str, **changes: Any) -> dict[str, Any]:
    """A connection as it is sent."""
    return {
        "user_id": user,
        "access_token": f"access of {user}",
        "refresh_token": f"refresh of {user}",
        "provider_id": "ABC123",
        "expires_at": EXPIRES_AT,
        "oauth_scopes": ["sleep"],
        **changes,
    }


def import_(client: httpx.Client, *recipes: dict[str, Any], provider: str = "oura", **more: Any) -> httpx.Response:
    return client.post(IMPORT, json={"provider": provider, "connections": list(recipes), **more})


def pause(client: httpx.Client, *users: str, provider: str = "oura") -> httpx.Response:
    return client.post(PAUSE, json={"provider": provider, "user_ids": list(users)})


def exported(client: httpx.Client, provider: str = "oura", **more: Any) -> list[dict[str, Any]]:
    """To the end."""
    return [one for page in pages(client, provider, **more) for one in page]


def pages(client: httpx.Client, provider: str = "oura", **more: Any) -> Iterator[list[dict[str, Any]]]:
    body = {"provider": provider, **more}
    for _ in range(1000):
        answer = client.post(EXPORT, json=body)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        yield page["data"]
        if page["next_token"] is None:
            return
        body["next_token"] = page["next_token"]
    raise AssertionError("no end of pages")
