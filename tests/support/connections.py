"""Connections whose credentials cannot be mistaken for anything else, wherever they turn up."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

CANARIES = ("CANARY-access", "CANARY-refresh", "CANARY-account", "fake-access", "fake-refresh")
"""What begins like this is a credential: ours, or one that the emulator has made up."""


def row(user: str, version: int = 1, **other: object) -> dict[str, Any]:
    """A connection to Oura, as the API's document has it."""
    return {
        "user_id": user,
        "access_token": f"CANARY-access-{version}-{user}",
        "refresh_token": f"CANARY-refresh-{version}-{user}",
        "provider_id": f"CANARY-account-{user}",
        "expires_at": 1_900_000_000,
        "oauth_scopes": ["daily", "heartrate"],
    } | other


def singing(paths: Mapping[str, str] | list[Path]) -> list[str]:
    """Name the texts, or files, that hold a credential."""
    texts = paths if isinstance(paths, Mapping) else {str(one): one.read_text(encoding="utf-8") for one in paths}
    return [name for name, text in texts.items() if any(canary in text for canary in CANARIES)]
