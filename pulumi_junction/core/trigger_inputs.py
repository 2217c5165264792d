"""The normal form of a HistoricalPullTrigger: users as a map UUID -> label, so that one more shows as one line."""

from collections.abc import Mapping
from typing import Any

from pulumi_junction.core import inputs
from pulumi_junction.core.catalogue import Catalogue
from pulumi_junction.core.describe import described
from pulumi_junction.core.identity import TEAM_API_KEYS_BEGIN, uuid
from pulumi_junction.core.inputs import Normalised
from pulumi_junction.core.throttle import TRIGGERABLE
from pulumi_junction.core.values import UNKNOWN, Problem

LONGEST_WAIT = 86_400
"""Seconds; longer than a day nobody keeps an update waiting."""

_KNOWN = ("provider", "users", "triggers", "team", "env", "region", "wait")


def normalise(raw: Mapping[str, Any]) -> Normalised:
    """Never raises for a property bag; normalising the result again changes nothing."""
    problems: list[Problem] = []
    values: dict[str, Any] = {
        "provider": _text("provider", raw.get("provider"), "the data provider to pull from, e.g. oura", problems),
        "users": _users(raw.get("users"), problems),
        "env": inputs.env(raw.get("env"), problems),
        "region": inputs.region(raw.get("region"), problems),
    }
    optional: dict[str, Any] = {"triggers": _triggers(raw.get("triggers"), problems)}
    if raw.get("team") is not None:
        optional["team"] = _team(raw["team"], problems)
    if raw.get("wait") is not None:
        optional["wait"] = _wait(raw["wait"], problems)
    values |= {key: value for key, value in optional.items() if value is not None}
    problems.extend(inputs.unexpected("", raw, _KNOWN))
    return Normalised(values, tuple(problems))


def judge(provider: object, catalogue: Catalogue) -> tuple[list[Problem], list[Problem]]:
    """Tell errors and warnings about the data provider. The enum is open: what is like no known one may pass."""
    if not isinstance(provider, str) or provider in TRIGGERABLE:
        return [], []
    known = catalogue.providers.get(provider)
    if known is not None and known.replaced_by is not None:
        return [Problem("provider", f"{provider} is retired; use {known.replaced_by}")], []
    near = None if known else catalogue.suggest_provider(provider)
    if near is not None:
        return [Problem("provider", f"{provider} is not a data provider that Junction lists; did you mean {near}?")], []
    reason = f"{provider} is not among those that the API's document lists for triggers; Junction has the last word"
    return [], [Problem("provider", reason)]


def _users(value: object, problems: list[Problem]) -> object:
    """Take a list or the normal form. No labels: names of patients have no place in state."""
    ids = list(value) if isinstance(value, Mapping) and all(uuid(key) for key in value) else value
    if ids is not UNKNOWN and not isinstance(ids, list | tuple):
        problems.append(Problem("user_ids", f"must be a list of UUIDs, not {described(value)}"))
        return {}
    return inputs.labelled_ids("user_ids", "user", ids, problems, empty=True)


def _team(value: object, problems: list[Problem]) -> object:
    """Take a label; a key in its place would be stored in the clear."""
    what = "the label of one of the team API keys"
    if not (isinstance(value, str) and value.startswith(TEAM_API_KEYS_BEGIN)):
        return _text("team", value, what, problems)
    problems.append(Problem("team", f"must be {what}, not a key"))
    return None


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


def _text(path: str, value: object, what: str, problems: list[Problem]) -> object:
    if value is UNKNOWN or (isinstance(value, str) and value.strip()):
        return value
    problems.append(Problem(path, f"must be {what}, not {described(value)}"))
    return None


def _wait(value: object, problems: list[Problem]) -> object:
    if value is UNKNOWN:
        return value
    seconds = inputs.whole(value)
    if seconds is None or not 0 < seconds <= LONGEST_WAIT:
        problems.append(Problem("wait", f"must be whole seconds, 1 to {LONGEST_WAIT}, not {described(value)}"))
        return None
    return seconds
