"""From what people write to the normal form that state and diffs show, with every problem found on the way.

Normal form: `teams` is a map UUID -> label (a list would be compared by position), `providers` a map slug ->
`{"default": 120, "resource_overrides": {"sleep": 180}}` of whole days. UNKNOWN may stand anywhere.
"""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_junction.core.choices import ADOPT, ON_DELETE
from pulumi_junction.core.compare import NOT_SET
from pulumi_junction.core.describe import at, described
from pulumi_junction.core.identity import ENVIRONMENTS, REGIONS, uuid
from pulumi_junction.core.values import UNKNOWN, Problem

_WRITTEN = ("teams", "providers", "org_id", "env", "region", "lenient", "adopt", "on_delete")
_COMPUTED = ("secret", "deviations", "after_delete")
_DAYS = "historical_days_to_pull"
_MOST = 2**31 - 1  # the largest 32-bit integer; the API's document gives no bounds


@dataclass(frozen=True, slots=True)
class Normalised:
    """The normal form, and what kept parts of the input out of it."""

    values: dict[str, Any]
    problems: tuple[Problem, ...]


def normalise(raw: Mapping[str, Any]) -> Normalised:
    """Never raises for a property bag (keys are text); normalising the result again changes nothing."""
    problems: list[Problem] = []
    values: dict[str, Any] = {
        **place(raw, problems),
        "teams": teams(raw.get("teams"), problems),
        "providers": _providers(raw.get("providers"), problems),
    }
    lenient = raw.get("lenient")
    if not (lenient is None or lenient is UNKNOWN or isinstance(lenient, bool)):
        problems.append(Problem("lenient", f"must be true or false, not {described(lenient)}"))
    if lenient:
        values["lenient"] = lenient
    values |= _chosen("adopt", raw, ADOPT, problems) | _chosen("on_delete", raw, ON_DELETE, problems)
    if raw.get("secret") is True:  # set by the constructor where an argument is a secret output
        values["secret"] = True
    if "deviations" in raw:  # set by a refresh, and kept where a program ignores changes of them
        values |= _deviations(raw["deviations"], problems)
    if "after_delete" in raw:
        values["after_delete"] = raw["after_delete"]
    problems.extend(unexpected("", raw, (*_WRITTEN, *_COMPUTED)))
    return Normalised(values, tuple(problems))


def place(raw: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """Normalise `org_id`, `env` and `region`."""
    return {
        "org_id": _org_id(raw.get("org_id"), problems),
        "env": env(raw.get("env"), problems),
        "region": region(raw.get("region"), problems),
    }


def env(value: object, problems: list[Problem]) -> object:
    """Take one of the environments."""
    return _one_of("env", value, ENVIRONMENTS, problems)


def region(value: object, problems: list[Problem]) -> object:
    """Take one of the regions."""
    return _one_of("region", value, REGIONS, problems)


def _org_id(value: object, problems: list[Problem]) -> object:
    if value is UNKNOWN:
        return value
    known = uuid(value)
    if known is None:
        problems.append(Problem("org_id", f"must be the UUID of your organisation, not {described(value)}"))
    return known


def _chosen(key: str, raw: Mapping[str, Any], allowed: tuple[str, ...], problems: list[Problem]) -> dict[str, Any]:
    """Read a choice whose first value is the usual one, which the normal form leaves out."""
    usual = allowed[0]
    value = usual if raw.get(key) is None else _one_of(key, raw[key], allowed, problems)
    return {} if value in (None, usual) else {key: value}


def _one_of(path: str, value: object, allowed: tuple[str, ...], problems: list[Problem]) -> object:
    if value is UNKNOWN or value in allowed:
        return value
    choice = f"{', '.join(allowed[:-1])} or {allowed[-1]}"
    problems.append(Problem(path, f"must be {choice}, not {described(value)}"))
    return None


def teams(value: object, problems: list[Problem]) -> Any:
    """Take the teams of `team_ids`, at least one."""
    return labelled_ids("team_ids", "team", value, problems)


def labelled_ids(path: str, what: str, value: object, problems: list[Problem], *, empty: bool = False) -> Any:
    """Take a list of UUIDs, a map label -> UUID, or the normal form, a map UUID -> label."""
    if value is UNKNOWN:
        return value
    if not isinstance(value, Mapping | list | tuple) or not (value or empty):
        least = "" if empty else f" with at least one {what}"
        problem = f"must be a list of UUIDs or a map label -> UUID{least}, not {described(value)}"
        problems.append(Problem(path, problem))
        return {}
    entries = list(_labelled(path, value))
    labels: dict[str, object] = {}
    first: dict[str, str] = {}
    for where, id_, label in entries:
        known = uuid(id_)
        if id_ is UNKNOWN:
            continue
        if known is None:
            problems.append(Problem(where, f"must be the UUID of a {what}, not {described(id_)}"))
        elif uuid(label) or not (isinstance(label, str) or label is UNKNOWN):
            problems.append(Problem(where, "needs a name as its label, not a UUID or a number"))
        elif known in first:
            problems.append(Problem(where, f"is the same {what} as {first[known]}; remove one"))
        else:
            first[known] = where
            labels[known] = label
    # The keys of the normal form are the UUIDs, so it is unknown until they all are known.
    return UNKNOWN if any(id_ is UNKNOWN for _, id_, _ in entries) else dict(sorted(labels.items()))


def _labelled(
    path: str, value: "Mapping[Any, Any] | list[Any] | tuple[Any, ...]"
) -> Iterator[tuple[str, object, object]]:
    """Yield path, id and label of each entry; only in the normal form are the keys UUIDs."""
    if not isinstance(value, Mapping):
        yield from ((at(path, index), id_, "") for index, id_ in enumerate(value))
        return
    for key, other in value.items():
        yield (at(path, key), *((key, other) if uuid(key) else (other, key)))


def _providers(value: object, problems: list[Problem]) -> object:
    if value is UNKNOWN:
        return value
    if not isinstance(value, Mapping):
        problems.append(Problem("providers", f"must be a map of data providers, not {described(value)}"))
        return {}
    if not value:
        problems.append(Problem("providers", 'at least one data provider is needed, e.g. {"oura": 180}'))
    return {slug: _provider(at("providers", slug), want, problems) for slug, want in sorted(value.items())}


def _provider(path: str, value: object, problems: list[Problem]) -> object:
    """Take a bare number of days, the short form, or the API's own form."""
    if value is UNKNOWN:
        return value
    if not isinstance(value, Mapping):
        return _without_nothing({"default": _days(path, value, problems)})
    problems.extend(unexpected(path, value, ("default", "resource_overrides")))
    preference: dict[str, Any] = {}
    if value.get("default") is None:
        reason = 'is required by the API, also beside overrides; add it, e.g. "default": 90'
        problems.append(Problem(at(path, "default"), reason))
    else:
        preference["default"] = _setting(at(path, "default"), value["default"], problems)
    preference["resource_overrides"] = _overrides(
        at(path, "resource_overrides"), value.get("resource_overrides"), problems
    )
    return _without_nothing(preference)


def _deviations(value: object, problems: list[Problem]) -> dict[str, Any]:
    """Take what a refresh has written; anything else is no work of ours, and could not be read later."""
    wrong: list[Problem] = []
    found: dict[str, Any] = {}
    if isinstance(value, Mapping) and all(isinstance(by_slug, Mapping) for by_slug in value.values()):
        for team, by_slug in value.items():
            found[team] = {slug: one if one == NOT_SET else _provider("", one, wrong) for slug, one in by_slug.items()}
        if not wrong:
            return {"deviations": found}
    problems.append(Problem("deviations", "holds what a refresh has found, and nothing else; leave it out"))
    return {}


def _without_nothing(preference: dict[str, Any]) -> dict[str, Any]:
    """Leave out what has no value, so that the normal form has one way to say so."""
    return {key: value for key, value in preference.items() if value not in (None, {})}


def _overrides(path: str, value: object, problems: list[Problem]) -> object:
    if value is None or value is UNKNOWN:
        return value
    if not isinstance(value, Mapping):
        problems.append(Problem(path, f'must be a map of resources, e.g. {{"sleep": 180}}, not {described(value)}'))
        return None
    return {name: _setting(at(path, name), days, problems) for name, days in sorted(value.items())}


def _setting(path: str, value: object, problems: list[Problem]) -> object:
    """Take a number of days, or the API's `{"historical_days_to_pull": 180}`."""
    if not isinstance(value, Mapping):
        return _days(path, value, problems)
    problems.extend(unexpected(path, value, (_DAYS,)))
    return _days(at(path, _DAYS), value.get(_DAYS), problems)


def _days(path: str, value: object, problems: list[Problem]) -> object:
    if value is UNKNOWN:
        return value
    days = whole(value)
    if days is None or days < 1:
        problems.append(Problem(path, f"must be a whole number of days, at least 1, not {described(value)}"))
    return days


def whole(value: object) -> int | None:
    """Read a whole number; the engine hands over 120 as 120.0. A bool, 120.5 and the absurdly large are none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_MOST <= value <= _MOST:
        return None
    return int(value) if value == int(value) else None


def unexpected(path: str, value: Mapping[Any, Any], known: tuple[str, ...]) -> Iterator[Problem]:
    """Find members that have no meaning here."""
    for key in value:
        if key not in known:
            near = difflib.get_close_matches(str(key)[:60], known, 1)
            hint = f"did you mean {near[0]}?" if near else f"leave it out; known here: {', '.join(known)}"
            yield Problem(at(path, key), f"is not known; {hint}")
