"""Values with one thing changed: to leave what is valid by a step, and to make a failing case smaller."""

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any

Path = tuple[Any, ...]
MOST_MEMBERS = 100
TRIES = 400
"""Calls that making a case smaller may cost."""


def paths(value: Any, above: Path = ()) -> Iterator[Path]:
    """Where something stands: keys and indices, from the outside in. A large thing is one place."""
    if not isinstance(value, dict | list) or len(value) > MOST_MEMBERS:
        return
    members: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in members:
        yield (*above, key)
        yield from paths(one, (*above, key))


def at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def changed(value: Any, path: Path, change: Callable[[Any, Any], None]) -> Any:
    """Return a copy in which *change* was done to the last key of the path, in what holds it."""
    key, *rest = path
    copy = value.copy()
    if rest:
        copy[key] = changed(copy[key], tuple(rest), change)
    else:
        change(copy, key)
    return copy


def without(value: Any, path: Path) -> Any:
    return changed(value, path, lambda holder, key: holder.pop(key))


def edited(bag: dict[str, Any], random: Random, key: Callable[[], str], value: Callable[[], Any]) -> dict[str, Any]:
    """Change one thing: another value, one thing more or less, another name, one level more."""
    places = list(paths(bag))
    if not places:
        return {key(): value()}

    def change(holder: Any, name: Any) -> None:
        kind = random.randrange(5)
        if kind == 0:
            holder.pop(name)
        elif kind == 1:
            holder[name] = random.choice(([holder[name]], {key(): holder[name]}))
        elif kind == 2 and isinstance(holder, dict):
            holder[key()] = holder.pop(name)
        elif kind == 3 and isinstance(holder, dict):
            holder[key()] = value()
        else:
            holder[name] = value()

    result: dict[str, Any] = changed(bag, random.choice(places), change)
    return result


def smallest(value: Any, is_wrong: Callable[[Any], bool]) -> Any:
    """Leave out whatever may go while it is still wrong; the largest parts first."""
    tries = 0
    again = True
    while again and tries < TRIES:
        again = False
        for path in sorted(paths(value), key=len):
            tries += 1
            smaller = without(value, path)
            if tries < TRIES and is_wrong(smaller):
                value, again = smaller, True
                break
    return value
