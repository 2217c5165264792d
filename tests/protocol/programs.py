"""What programs declare, as the constructor hands it to the engine; teams and settings to declare it with."""

from typing import Any
from uuid import uuid4

import httpx

from pulumi_junction.emulator.server import ThreadedEmulator

PLACE = ("sandbox", "us")


def new_team() -> str:
    """Never the same, so that tests can share one service and one process."""
    return str(uuid4())


def declared(junction: ThreadedEmulator, teams: Any, providers: Any, **more: Any) -> dict[str, Any]:
    place = {"org_id": junction.org_id, "env": PLACE[0], "region": PLACE[1]}
    return {**place, "teams": teams, "providers": providers, **more}


def in_state(inputs: dict[str, Any]) -> dict[str, Any]:
    """Outputs as a state may hold them, with nothing known of what the service made of the inputs."""
    return inputs | {"effective": {}, "exceptions": {}}


def applied(junction: ThreadedEmulator, inputs: dict[str, Any]) -> dict[str, Any]:
    """Outputs of an earlier run; the service has what these inputs declare."""
    for team in inputs["teams"]:
        for slug, want in inputs["providers"].items():
            junction.set(*PLACE, team, slug, want["default"], want.get("resource_overrides"))
    return in_state(inputs)


def config(junction: ThreadedEmulator, **settings: str) -> dict[str, str]:
    """The stack's configuration; keys without their namespace."""
    known = {"managementKey": junction.management_key, "managementUrl": junction.url}
    return {f"junction:{key}": value for key, value in (known | settings).items()}


def stored(junction: ThreadedEmulator, team: str) -> dict[str, Any]:
    """What is set at the service for a team, by data provider."""
    return junction.get(*PLACE, team)


def shown(junction: ThreadedEmulator, team: str) -> dict[str, tuple[int, dict[str, int]]]:
    """What a GET answers for a team, defaults included: days and overrides by data provider."""
    path = "/".join((junction.url, "v1/org", junction.org_id, "team_data_pull_preferences", *PLACE))
    headers = {"X-Management-Key": junction.management_key}
    answer = httpx.get(path, params={"team_id": team}, headers=headers, trust_env=False).json()
    (found,) = answer["data_pull_preferences"]
    return {slug: (_days(one["default"]), _overrides(one)) for slug, one in found["providers"].items()}


def sent(junction: ThreadedEmulator) -> list[tuple[str, list[str], list[str]]]:
    """Method, teams and data providers of each write."""
    return [_write(request) for request in junction.writes]


def _write(request: Any) -> tuple[str, list[str], list[str]]:
    if request.method == "POST":
        return "POST", request.body["team_ids"], list(request.body["providers"])
    named = {name: [value for key, value in request.query if key == name] for name in ("team_id", "provider")}
    return request.method, named["team_id"], named["provider"]


def _days(wire: dict[str, int]) -> int:
    return wire["historical_days_to_pull"]


def _overrides(wire: dict[str, Any]) -> dict[str, int]:
    return {name: _days(one) for name, one in (wire["resource_overrides"] or {}).items()}
