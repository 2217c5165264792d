"""Presets, and what a team makes of one.

Days are written `oura: 180` for all of a data provider's resources, `oura.sleep: 90` for one of them. What is not
written keeps Junction's default.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

Days = Mapping[str, int]

PRESETS: Mapping[str, Days] = {
    "short": {"oura": 14, "garmin": 14, "strava": 7},
    "clinic": {"oura": 180, "oura.sleep": 365, "garmin": 120, "strava": 30},
    "research": {"oura": 365, "garmin": 365, "strava": 180, "withings": 365},
}


@dataclass(frozen=True)
class Team:
    """A team as `Pulumi.<stack>.yaml` has it below its name."""

    id: str
    preset: str
    days: Days
    """Where the team differs from its preset."""

    @property
    def providers(self) -> Mapping[str, Any]:
        """The preset with the team's own days over it, as `TeamDataPullPreferences` takes it."""
        declared: dict[str, dict[str, Any]] = {}
        for name, days in {**PRESETS[self.preset], **self.days}.items():
            slug, _, resource = name.partition(".")
            provider = declared.setdefault(slug, {})
            if resource:
                provider.setdefault("resource_overrides", {})[resource] = days
            else:
                provider["default"] = days
        return declared


def teams_of_the_stack() -> dict[str, Team]:
    """The teams of the stack that runs, by name. What is wrong with them ends the program with one line."""
    try:
        found = pulumi.Config().get_object("teams")
    except pulumi.ConfigTypeError:
        found = None
    if not isinstance(found, dict) or not found:
        raise _wrong("teams", "needs at least one team: a map name -> {id, preset, days}")
    return {name: _team(f"teams.{name}", team) for name, team in found.items()}


def _team(place: str, found: object) -> Team:
    """Keys and preset; ids, data providers, resources and days are checked by the resource."""
    if not isinstance(found, dict):
        raise _wrong(place, "must be a map of id, preset and, where the team differs from its preset, days")
    if unknown := next((key for key in found if key not in ("id", "preset", "days")), None):
        raise _wrong(f"{place}.{unknown}", "is no key of a team; there are id, preset and days")
    if absent := next((key for key in ("id", "preset") if not isinstance(found.get(key), str)), None):
        raise _wrong(f"{place}.{absent}", "is missing, or not a text")
    if found["preset"] not in PRESETS:
        raise _wrong(f"{place}.preset", f"{found['preset']!r} is not a preset; there are {', '.join(PRESETS)}")
    days = found.get("days", {})
    if not isinstance(days, dict):
        raise _wrong(f"{place}.days", "must be a map such as {oura: 180, oura.sleep: 90}")
    return Team(found["id"], found["preset"], days)


def _wrong(place: str, what: str) -> pulumi.RunError:
    return pulumi.RunError(f"Pulumi.{pulumi.get_stack()}.yaml: {pulumi.get_project()}:{place} {what}")
