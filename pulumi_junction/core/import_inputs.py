"""The normal form of a ConnectionImport: a fingerprint for each user, and no credentials."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pulumi_junction.core import inputs
from pulumi_junction.core.connection_files import CredentialsFile
from pulumi_junction.core.connections import Connection, connections
from pulumi_junction.core.describe import described
from pulumi_junction.core.values import UNKNOWN, Problem, has_unknowns
from pulumi_junction.errors import ConfigError

DEFAULT_WAIT = 600
"""Seconds."""

LONGEST_WAIT = 86_400

_KNOWN = ("provider", "connections", "from_file", "team", "env", "region", "wait")


@dataclass(frozen=True, slots=True)
class Read:
    """The normal form, the credentials that are not in it, and what kept parts of the input out of both."""

    values: dict[str, Any]
    connections: Sequence[Connection]
    problems: Sequence[Problem]


def normalise(raw: Mapping[str, Any], salt: str) -> Read:
    """Never raises for a property bag."""
    problems: list[Problem] = []
    values: dict[str, Any] = {
        "provider": _text("provider", raw.get("provider"), "the data provider of the connections, e.g. oura", problems),
        "env": inputs.env(raw.get("env"), problems),
        "region": inputs.region(raw.get("region"), problems),
        "salt": salt,
    }
    for name, what in (("team", "the label of one of the team API keys"), ("from_file", "the path of a file")):
        if raw.get(name) is not None:
            values[name] = _text(name, raw[name], what, problems)
    if raw.get("wait") is not None:
        values["wait"] = _wait(raw["wait"], problems)
    problems.extend(inputs.unexpected("", raw, _KNOWN))
    found = _connections(raw, values["provider"], problems)
    if found is None:
        values["fingerprints"] = UNKNOWN
        return Read(values, (), problems)
    values["fingerprints"] = {one.user_id: one.fingerprint(salt) for one in sorted(found, key=lambda one: one.user_id)}
    return Read(values, found, problems)


def _connections(raw: Mapping[str, Any], provider: object, problems: list[Problem]) -> list[Connection] | None:
    """Read them; None where something is not known yet."""
    given, path = raw.get("connections"), raw.get("from_file")
    if (given is None) == (path is None):
        problems.append(Problem("connections", "either connections or from_file must be given, and not both"))
        return []
    if UNKNOWN in (given, path, provider) or (isinstance(given, list) and has_unknowns(given)):
        return None
    slug = str(provider)
    if path is not None and not isinstance(path, str):
        return []
    if path is not None:
        try:
            return list(CredentialsFile(Path(path)).connections(slug, problems))
        except ConfigError as problem:
            problems.append(Problem("from_file", str(problem)))
            return []
    if not isinstance(given, list):
        problems.append(Problem("connections", f"must be a list of connections, not {described(given)}"))
        return []
    return list(connections(given, slug, problems))


def _text(path: str, value: object, what: str, problems: list[Problem]) -> object:
    if value is UNKNOWN or (isinstance(value, str) and value.strip()):
        return value
    problems.append(Problem(path, f"must be {what}, not {described(value)}"))
    return None


def _wait(value: object, problems: list[Problem]) -> object:
    seconds = UNKNOWN if value is UNKNOWN else inputs.whole(value)
    if seconds is UNKNOWN or (isinstance(seconds, int) and 0 < seconds <= LONGEST_WAIT):
        return seconds
    problems.append(Problem("wait", f"must be whole seconds, 1 to {LONGEST_WAIT}, not {described(value)}"))
    return None
