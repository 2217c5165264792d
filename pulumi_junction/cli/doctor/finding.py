"""What `doctor` finds: one line each, with what to do about it."""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from pulumi_junction.errors import JunctionError

Level = Literal["ok", "note", "repair"]


class Finding(NamedTuple):
    """One thing that was looked at. Holds no key, token or body."""

    level: Level
    about: str
    what: str
    todo: str = ""

    def plain(self) -> dict[str, Any]:
        """Shape a finding for `--json`."""
        return self._asdict()


def ok(about: str, what: str) -> Finding:
    """Make a finding that needs nothing."""
    return Finding("ok", about, what)


def note(about: str, what: str, todo: str = "") -> Finding:
    """Make one that is worth knowing."""
    return Finding("note", about, what, todo)


def repair(about: str, what: str, todo: str = "") -> Finding:
    """Make one that stops something from working."""
    return Finding("repair", about, what, todo)


def broken(about: str, problem: JunctionError) -> Iterator[Finding]:
    """Turn what was raised into a finding."""
    yield repair(about, problem.what, problem.hint)
