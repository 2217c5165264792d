"""The normal form of a ConnectionImport: a fingerprint for each user, and no credentials."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pulumi_junction.core import inputs, team_inputs
from pulumi_junction.core.connection_files import CredentialsFile
from pulumi_junction.core.connections import Connection, connections
from pulumi_junction.core.describe import described
from pulumi_junction.core.masked import masked
from pulumi_junction.core.values import UNKNOWN, Problem, has_unknowns
from pulumi_junction.errors import ConfigError

DEFAULT_WAIT = 600
"""Seconds."""

_COMPUTED = "fingerprints"
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
        "provider": team_inputs.text(
            "provider", raw.get("provider"), "the data provider of the connections, e.g. oura", problems
        ),
        "env": inputs.env(raw.get("env"), problems),
        "region": inputs.region(raw.get("region"), problems),
        "salt": salt,
    }
    if raw.get("team") is not None:
        values["team"] = team_inputs.team(raw["team"], problems)
    if raw.get("from_file") is not None:
        values["from_file"] = team_inputs.text("from_file", raw["from_file"], "the path of a file", problems)
    if raw.get("wait") is not None:
        values["wait"] = team_inputs.wait(raw["wait"], problems)
    problems.extend(inputs.unexpected("", raw, (*_KNOWN, _COMPUTED)))
    found = _connections(raw.get("connections"), values.get("from_file"), values["provider"], problems)
    if raw.get(_COMPUTED) is not None:  # the old ones, as `ignore_changes` says
        values[_COMPUTED] = raw[_COMPUTED]
    elif found is None:
        values[_COMPUTED] = UNKNOWN
    else:
        values[_COMPUTED] = {one.user_id: one.fingerprint(salt) for one in sorted(found, key=lambda one: one.user_id)}
    return Read(values, found or (), problems)


def _connections(given: object, path: object, provider: object, problems: list[Problem]) -> list[Connection] | None:
    """Read them; None where something is not known yet."""
    if any(problem.path == "from_file" for problem in problems):
        return []
    if (given is None) == (path is None):
        problems.append(Problem("connections", "either connections or from_file must be given, and not both"))
        return []
    if UNKNOWN in (given, path, provider) or (isinstance(given, list) and has_unknowns(given)):
        return None
    slug = str(provider)
    if path is not None:
        try:
            found = list(CredentialsFile(Path(str(path))).connections(slug, problems))
        except ConfigError as problem:
            problems.append(Problem("from_file", str(problem)))
            return []
        if not found and not problems:
            problems.append(
                Problem("from_file", f"{path} holds no connections; destroy the resource where that is meant")
            )
        return found
    if not isinstance(given, list):
        problems.append(Problem("connections", f"must be a list of connections, not {described(given)}"))
        return []
    return list(connections(masked(given), slug, problems))
