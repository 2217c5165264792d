"""Programs that import connections, and what the pretend Junction was sent by them."""

import json
from pathlib import Path
from typing import Any

import pulumi

from pulumi_junction import ConnectionImport
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine_programs import Program
from tests.support.moving import IMPORT, recipe

NAME = "moved"


def recipes(*users: str, **changes: Any) -> list[Any]:
    """A connection of each user; a credential that is given is the same for all of them."""
    return [recipe(user, **changes) for user in users]


def program(*users: str, provider: str = "oura", connections: Any = None, **arguments: Any) -> Program:
    """One import, named `moved`, with its outputs as the stack's."""

    def declare() -> None:
        given: dict[str, Any] = {"connections": recipes(*users) if users else connections}
        moved = ConnectionImport(NAME, provider=provider, **given, **arguments)
        pulumi.export("fingerprints", moved.fingerprints)
        pulumi.export("imported", moved.imported)

    return declare


def credentials(file: Path, *rows: object, mode: int = 0o600) -> Path:
    """Write rows as JSON lines, for nobody else to read."""
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    file.chmod(mode)
    return file


def imported(junction: ThreadedEmulator) -> list[list[str]]:
    """The users of each import that was sent, refused ones included, as sent."""
    sent: list[Any] = [request.body for request in junction.writes if request.path == IMPORT]
    return [[one["user_id"] for one in body["connections"]] for body in sent]


def everyone(*parts: list[str]) -> list[str]:
    """The users of several imports, whatever their sizes, in the order in which they were sent."""
    return [user for part in parts for user in part]


def access_tokens(junction: ThreadedEmulator, *users: str, provider: str = "oura") -> list[str | None]:
    """What each has now; None without a connection."""
    found = [junction.connection(user, provider) for user in users]
    return [None if one is None else one["access_token"] for one in found]
