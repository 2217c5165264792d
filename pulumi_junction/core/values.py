"""The values everything else speaks of: preferences as declared, and as the service has them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, TypeAlias

Team: TypeAlias = str
"""A team's UUID, lower-case with hyphens."""

Slug: TypeAlias = str
"""A data provider as the API spells it: `oura`, `whoop_v2`."""


class _Unknown(Enum):
    UNKNOWN = "unknown"


UNKNOWN: Final = _Unknown.UNKNOWN
"""Stands where the engine does not know a value yet: an output of something not created."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do about it: one line for a person."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ProviderPreference:
    """How far back to pull from one data provider, in whole days."""

    default: int
    resource_overrides: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "ProviderPreference":
        """Read the normal form, as it stands in state: `{"default": 120, "resource_overrides": {"sleep": 180}}`."""
        overrides = plain.get("resource_overrides") or {}
        return cls(int(plain["default"]), {name: int(days) for name, days in overrides.items()})

    def plain(self) -> dict[str, Any]:
        """Write the normal form; without overrides there is no such key."""
        overrides = dict(sorted(self.resource_overrides.items()))
        return {"default": self.default} | ({"resource_overrides": overrides} if overrides else {})

    def __str__(self) -> str:
        overrides = "".join(f", {name} {days}" for name, days in sorted(self.resource_overrides.items()))
        return f"{self.default}{overrides} days"

    def key(self) -> tuple[int, tuple[tuple[str, int], ...]]:
        """Make two equal preferences equal as keys of a dict, too."""
        return self.default, tuple(sorted(self.resource_overrides.items()))


Preferences: TypeAlias = Mapping[Slug, ProviderPreference]

Adopted: TypeAlias = Mapping[Team, Mapping[Slug, Any]]
"""What a resource found when it came, in the normal form: the output `adopted`."""


def plain(preferences: Preferences) -> dict[Slug, Any]:
    """Write the normal form of `providers`."""
    return {slug: preference.plain() for slug, preference in sorted(preferences.items())}


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days at the service, with the most it allows there (None where the answer says nothing)."""

    days: int
    limit: int | None = None

    def cap(self, days: int) -> int:
        """Lower a number of days to the limit."""
        return days if self.limit is None else min(days, self.limit)


@dataclass(frozen=True, slots=True)
class LiveProvider:
    """One data provider of one team as the service has it."""

    default: Days
    resource_overrides: Mapping[str, Days] = field(default_factory=dict)

    def preference(self) -> ProviderPreference:
        """Leave the limits out."""
        overrides = {name: amount.days for name, amount in self.resource_overrides.items()}
        return ProviderPreference(self.default.days, overrides)

    def is_set_to(self, want: ProviderPreference) -> bool:
        """Tell whether these are the days, whatever the limits."""
        asked, shown = want.resource_overrides, self.resource_overrides
        if self.default.days != want.default or len(asked) != len(shown):
            return False
        return all(name in shown and shown[name].days == days for name, days in asked.items())

    def key(self) -> tuple[Days, tuple[tuple[str, Days], ...]]:
        """Make two equal values equal as keys of a dict, too."""
        return self.default, tuple(sorted(self.resource_overrides.items(), key=lambda item: item[0]))

    def capped(self, want: ProviderPreference) -> ProviderPreference:
        """Lower what is asked to the limits shown here: the most that asking again could bring."""
        overrides = {
            name: self.resource_overrides.get(name, self.default).cap(days)
            for name, days in want.resource_overrides.items()
        }
        return ProviderPreference(self.default.cap(want.default), overrides)

    @classmethod
    def of(cls, wire: Mapping[str, Any]) -> "LiveProvider":
        """Read the API's own form, as the outputs `effective` and `exceptions` hold it."""
        overrides = wire.get("resource_overrides") or {}
        return cls(_days(wire["default"]), {name: _days(amount) for name, amount in overrides.items()})

    def wire(self) -> dict[str, Any]:
        """Write the API's own form: `{"default": {"historical_days_to_pull": 90, ...}, ...}`."""
        overrides = {name: _amount(days) for name, days in sorted(self.resource_overrides.items())}
        return {"default": _amount(self.default)} | ({"resource_overrides": overrides} if overrides else {})


Live: TypeAlias = Mapping[Team, Mapping[Slug, LiveProvider]]
"""What the service has. A team or data provider it does not show is absent."""


def _days(wire: Mapping[str, Any]) -> Days:
    limit = wire.get("historical_days_to_pull_limit")
    return Days(int(wire["historical_days_to_pull"]), None if limit is None else int(limit))


def _amount(days: Days) -> dict[str, int]:
    limit = {} if days.limit is None else {"historical_days_to_pull_limit": days.limit}
    return {"historical_days_to_pull": days.days} | limit


def chunks(items: Sequence[Team], size: int) -> Iterator[tuple[Team, ...]]:
    """Cut a sequence into pieces of at most *size*."""
    for start in range(0, len(items), size):
        yield tuple(items[start : start + size])


def has_unknowns(value: object) -> bool:
    """Tell whether the engine does not know yet what stands anywhere in it."""
    if isinstance(value, Mapping):
        return any(map(has_unknowns, value.values()))
    return any(map(has_unknowns, value)) if isinstance(value, list | tuple) else value is UNKNOWN


def is_secret(value: Mapping[str, object]) -> bool:
    """Tell whether it is the envelope in which states and event logs hold a value that is encrypted."""
    return value.get("4dabf18193072939515e22adb298388d") == "1b47061264138c4ac30d75fd1eb44270"
