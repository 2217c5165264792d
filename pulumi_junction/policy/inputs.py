"""What a rule sees of one resource: the checked inputs, some perhaps unknown, some perhaps secret."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pulumi_policy import ResourceValidationArgs
from pulumi_policy.proxy import UnknownValueError

from pulumi_junction.core.changes import several
from pulumi_junction.core.compare import Declared
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.values import UNKNOWN

_PLACE = ("org_id", "env", "region")


class Inputs:
    """The engine raises at the touch of an unknown value. Here the rest can be read, and `unknown` remembers that."""

    def __init__(self, args: ResourceValidationArgs) -> None:
        self.args = args
        self.unknown: UnknownValueError | None = None
        self.secret = "secret" in args.props
        """Whether an argument was a secret; the values come in the clear all the same."""

    def text(self, key: str) -> str | None:
        """Return a text; None where it is unknown or absent."""
        value = self._property(key)
        return value if isinstance(value, str) else None

    def mapping(self, key: str) -> dict[str, Any]:
        """Return what is known of a map."""
        value = self._property(key)
        return value if isinstance(value, dict) else {}

    def keys(self, key: str) -> Collection[str] | None:
        """Return the keys of a map, whatever is known below them; None where the map itself is unknown."""
        try:
            return list(self.args.props.get(key, ()))
        except UnknownValueError as unknown:
            self.unknown = self.unknown or unknown
            return None

    def place(self) -> Scope | None:
        """Return where the preferences live; None while part of that is unknown."""
        found = [self.text(key) for key in _PLACE]
        return Scope(*(one or "" for one in found)) if all(found) else None

    def declared(self) -> Declared:
        """Return the teams and the data providers; those whose default is unknown are left out."""
        providers = {slug: one for slug, one in self.mapping("providers").items() if "default" in one}
        return Declared.of({"teams": self.mapping("teams"), "providers": providers})

    def shown(self, value: object) -> str:
        """Write a value for people, but nothing of a secret one."""
        return "…" if self.secret else f"{value:g}" if isinstance(value, float) else str(value)

    def named(self, teams: Sequence[str]) -> str:
        """Name a few teams and count the rest, but nothing where something is secret."""
        return "its teams" if self.secret else several(teams)

    def _property(self, key: str) -> Any:
        return self._known(self.args.props, key) if key in self.args.props else None

    def _known(self, where: Mapping[str, Any], key: str) -> Any:
        """Read one value, and all below it that is known."""
        try:
            value = where[key]
        except UnknownValueError as unknown:
            self.unknown = self.unknown or unknown
            return UNKNOWN
        if not isinstance(value, Mapping):
            return value
        below = {name: self._known(value, name) for name in value}
        return {name: one for name, one in below.items() if one is not UNKNOWN}
