"""What was there before: a policy is shown nothing of it, so the state is read with `pulumi stack export`."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_junction.core.choices import RESET
from pulumi_junction.core.compare import Declared
from pulumi_junction.core.identity import PREFERENCES_TYPE, Scope
from pulumi_junction.core.values import is_secret
from pulumi_junction.errors import JunctionError

SECONDS = 120
"""A large state from far away; bounded, as the engine waits for the policy."""


class StateError(JunctionError):
    """The state could not be read, so nothing can be compared with it."""


@dataclass(frozen=True, slots=True)
class Applied:
    """One resource as the last `up` or `refresh` left it."""

    place: Scope
    declared: Declared
    on_delete: str
    """By which the engine gives up what is deleted or replaced, whatever the program says now."""

    protect: bool
    secret: bool


class State:
    """The state of the stack that is previewed, read once, when the first resource asks. Threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[str, dict[str, Applied] | StateError] = {}

    def of(self, urn: str, aliases: Iterable[str]) -> Applied | None:
        """Return a resource, also under the names it had before."""
        resources = self._resources(urn)
        return next((resources[one] for one in (urn, *aliases) if one in resources), None)

    def at(self, urn: str, place: Scope) -> list[Applied]:
        """Return all resources of the stack for a place, whatever they are called."""
        return [one for one in self._resources(urn).values() if one.place == place]

    def _resources(self, urn: str) -> Mapping[str, Applied]:
        stack = urn.split(":")[2]
        with self._lock:
            if stack not in self._found:
                self._found[stack] = _read(stack)
            found = self._found[stack]
        if isinstance(found, StateError):
            raise StateError(found.what, found.hint)
        return found


STATE = State()
"""For all rules of a pack: one run of `pulumi stack export` does."""


def _read(stack: str) -> dict[str, Applied] | StateError:
    """A failure is remembered like an answer: a hundred resources would each wait for another."""
    try:
        rows = _rows(stack)
        if any(_is_secret(row["outputs"]) for row in rows):
            rows = _rows(stack, "--show-secrets")
    except StateError as problem:
        return problem
    return {row["urn"]: _applied(row) for row in rows}


def _rows(stack: str, *options: str) -> list[dict[str, Any]]:
    """Our own resources, but for those that are only read, and those that are about to go."""
    listed = _exported(stack, *options).get("deployment", {}).get("resources") or []
    ours = (row for row in listed if row.get("type") == PREFERENCES_TYPE and row.get("outputs"))
    return [row for row in ours if not row.get("external") and not row.get("delete")]


def _exported(stack: str, *options: str) -> dict[str, Any]:
    """Run the CLI in the folder of the program, where the engine starts a pack. It takes no lock.

    With `--show-secrets` it needs what decrypts them, a passphrase perhaps, and asks nobody for it.
    """
    command = ["pulumi", "stack", "export", "--stack", stack, "--non-interactive", *options]
    found = shutil.which(command[0])
    if found is None:
        raise _unreadable(command, "there is no pulumi on PATH")
    env = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        ended = subprocess.run(  # noqa: S603 (the words are our own, and no shell reads them)
            [found, *command[1:]], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS
        )
        if ended.returncode != 0:
            raise _unreadable(command, f"it ended with {ended.returncode}")
        answer = json.loads(ended.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as reason:
        raise _unreadable(command, type(reason).__name__) from None
    return answer if isinstance(answer, dict) else {}


def _unreadable(command: list[str], reason: str) -> StateError:
    """Leave out what the CLI said: with --show-secrets that could be anything."""
    return StateError(
        f"nothing to compare with, as the state could not be read ({reason}).",
        f"Make `{' '.join(command[:5])}` work in the folder of the program.",
    )


def _applied(row: Mapping[str, Any]) -> Applied:
    values = _open(row["outputs"])
    place = Scope(values.get("org_id", ""), values.get("env", ""), values.get("region", ""))
    secret = bool(values.get("secret")) or _is_secret(row["outputs"])
    return Applied(place, Declared.of(values), values.get("on_delete", RESET), bool(row.get("protect")), secret)


def _is_secret(value: object) -> bool:
    """Tell whether anything in it is encrypted."""
    if isinstance(value, Mapping):
        return is_secret(value) or any(map(_is_secret, value.values()))
    return isinstance(value, list) and any(map(_is_secret, value))


def _open(value: Any) -> Any:
    """Take the plain value out of what `--show-secrets` shows."""
    if not isinstance(value, Mapping):
        return value
    if is_secret(value):
        return _open(json.loads(value["plaintext"]))
    return {key: _open(one) for key, one in value.items()}
