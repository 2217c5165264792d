"""The normal form of a HistoricalPullTrigger: users as a map UUID -> label, so that one more shows as one line."""

from collections.abc import Mapping
from typing import Any

from pulumi_junction.core import inputs, team_inputs
from pulumi_junction.core.describe import described
from pulumi_junction.core.identity import uuid
from pulumi_junction.core.inputs import Normalised
from pulumi_junction.core.values import UNKNOWN, Problem

_KNOWN = ("provider", "users", "triggers", "team", "env", "region", "wait")


def normalise(raw: Mapping[str, Any]) -> Normalised:
    """Never raises for a property bag; normalising the result again changes nothing."""
    problems: list[Problem] = []
    values: dict[str, Any] = {
        "provider": team_inputs.text(
            "provider", raw.get("provider"), "the data provider to pull from, e.g. oura", problems
        ),
        "users": _users(raw.get("users"), problems),
        "env": inputs.env(raw.get("env"), problems),
        "region": inputs.region(raw.get("region"), problems),
    }
    optional: dict[str, Any] = {"triggers": _triggers(raw.get("triggers"), problems)}
    if raw.get("team") is not None:
        optional["team"] = team_inputs.team(raw["team"], problems)
    if raw.get("wait") is not None:
        optional["wait"] = team_inputs.wait(raw["wait"], problems)
    values |= {key: value for key, value in optional.items() if value is not None}
    problems.extend(inputs.unexpected("", raw, _KNOWN))
    return Normalised(values, tuple(problems))


def _users(value: object, problems: list[Problem]) -> object:
    """Take a list or the normal form. No labels: names of patients have no place in state."""
    ids = list(value) if isinstance(value, Mapping) and all(uuid(key) for key in value) else value
    if ids is not UNKNOWN and not isinstance(ids, list | tuple):
        problems.append(Problem("user_ids", f"must be a list of UUIDs, not {described(value)}"))
        return {}
    return inputs.labelled_ids("user_ids", "user", ids, problems, empty=True)


def _triggers(value: object, problems: list[Problem]) -> object:
    if value is None or value is UNKNOWN:
        return value
    if not isinstance(value, list | tuple):
        problems.append(Problem("triggers", f"must be a list of values, not {described(value)}"))
        return None
    if not _is_data(value):  # state could not be read again
        problems.append(Problem("triggers", "must hold texts, numbers, lists and maps, and no files or archives"))
        return None
    return value


def _is_data(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(map(_is_data, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_is_data, value))
    return value is None or value is UNKNOWN or isinstance(value, str | int | float)
