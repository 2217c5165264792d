"""One stack and its teams, before and after somebody ended a run: what is declared, set, in state, and undeclared."""

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine_cli import Project
from tests.support.engine_programs import days, sent
from tests.support.engine_running import Running
from tests.support.processes import Finished

UP = ("up", "--yes", "--skip-preview")

PROGRAM = """
from pulumi_junction import TeamDataPullPreferences

for name, (teams, providers) in {declared}.items():
    TeamDataPullPreferences(name, team_ids=teams, providers=providers)
"""

BY_HAND: dict[str, Any] = {"strava": 7, "withings": {"default": 45, "resource_overrides": {"weight": 20}}}
"""What nobody declares, and teams have all the same: it has to survive everything."""

Declared = Mapping[str, tuple[Sequence[str], Mapping[str, int]]]
"""Teams and providers of each resource, by name."""


def teams(count: int) -> list[str]:
    """As many teams, in the order in which they are sent."""
    return [f"3aac0000-0000-4000-8000-{number:012x}" for number in range(count)]


class Scene:
    """What the emulator is asked is counted from the last `clear`."""

    def __init__(self, project: Project, junction: ThreadedEmulator) -> None:
        self.project = project
        self.junction = junction
        self.everyone: list[str] = []
        self._with_more: list[str] = []
        self._declared: Declared = {}

    def people(self, count: int, *, by_hand: bool = True) -> list[str]:
        """Teams that have something which nobody declares, or nothing at all."""
        self.everyone = teams(count)
        self._with_more = self.everyone if by_hand else []
        for team in self._with_more:
            self.junction.set("production", "us", team, "strava", 7)
            self.junction.set("production", "us", team, "withings", 45, {"weight": 20})
        return self.everyone

    def declare(self, declared: Declared) -> None:
        """Write the program."""
        self._declared = declared
        self.project.program(PROGRAM.format(declared=dict(declared)))

    def start(self, *faults: str) -> Running:
        """Start `pulumi up` on a bad day; requests are counted anew."""
        self.clear()
        self.junction.fail(*faults)
        return self.project.start(*UP)

    def clear(self) -> None:
        """The bad day is over."""
        self.junction.clear_faults()
        self.junction.clear_requests()

    def up(self, *more: str, fails: bool = False) -> Finished:
        """Run `pulumi up` to its end."""
        return self.project.pulumi(*UP, *more, fails=fails)

    def asked(self) -> bool:
        """Whether the service has been asked for a change."""
        return bool(self.junction.writes)

    @property
    def writes(self) -> list[tuple[str, list[str], list[str]]]:
        """Method, teams and data providers of each change that was asked for."""
        return sent(self.junction.writes)

    @property
    def pending(self) -> list[str]:
        """What the engine holds to be under way."""
        return [one["type"] for one in self.project.state().get("pending_operations") or []]

    @property
    def kept(self) -> dict[str, Any]:
        """What the engine holds to be set: teams and providers of each resource, as a program declares them."""
        found = self.project.state().get("resources") or []
        own = {one["urn"].rpartition("::")[2]: one["inputs"] for one in found if not one["type"].startswith("pulumi:")}
        return {name: (list(inputs["teams"]), _short(inputs["providers"])) for name, inputs in own.items()}

    def without_by_hand(self) -> list[str]:
        """Teams that have lost what nobody declares."""
        return [team for team in self._with_more if not days(**BY_HAND).items() <= self._set(team).items()]

    def assert_settled(self) -> None:
        """Service and state are what the program says, nothing undeclared is lost, and `up` has nothing to do."""
        __tracebackhide__ = True
        self.clear()
        again = self.up()
        assert self.writes == []
        assert "pending operations" not in again.text
        assert self.pending == []
        self.assert_as_declared()
        assert self.without_by_hand() == []

    def assert_as_declared(self) -> None:
        """Service and state are what the program says."""
        __tracebackhide__ = True
        assert self.kept == {name: (sorted(ids), dict(providers)) for name, (ids, providers) in self._declared.items()}
        want: dict[str, dict[str, Any]] = {team: {} for team in self.everyone}
        for ids, providers in self._declared.values():
            for team in ids:
                want[team] |= days(**providers)
        assert {team: self._by_program(team) for team in self.everyone} == want

    def _by_program(self, team: str) -> dict[str, Any]:
        return {slug: one for slug, one in self._set(team).items() if slug not in BY_HAND}

    def _set(self, team: str) -> dict[str, Any]:
        return self.junction.get("production", "us", team)


def _short(providers: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    return {slug: int(one["default"]) for slug, one in providers.items()}
