"""Requests of each operation, counted and not timed."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.programs import DAYS, OTHER_DAYS, ours
from bench.project import Project
from bench.tables import table
from pulumi_junction.emulator.server import ThreadedEmulator

_METHODS = ("GET", "POST", "DELETE")


UP = ("up", "--yes", "--skip-preview")
_MORE = 150
"""Teams that come and go."""


@dataclass(frozen=True, slots=True)
class _Step:
    """An operation, and the most requests that it is to send for so many times 100 teams."""

    name: str
    command: tuple[str, ...]
    goal: str = ""
    most: Callable[[int], Mapping[str, int]] = lambda chunks: {}
    days: int = DAYS
    more: int = 0
    settings: Mapping[str, str] = field(default_factory=dict)


_OFF = {"JUNCTION_LIVE_CHECKS": "off"}

_STEPS = (
    _Step("`up`, all new", UP),
    _Step("`preview`", ("preview",), "⌈t/100⌉ GET", lambda n: {"GET": n}),
    _Step("`up`, no change", UP, "no POST, no DELETE", lambda _: {"POST": 0, "DELETE": 0}),
    _Step("`up`, no change, live checks off", UP, "none", lambda _: dict.fromkeys(_METHODS, 0), settings=_OFF),
    _Step("`refresh`", ("refresh", "--yes", "--skip-preview"), "⌈t/100⌉ GET", lambda n: {"GET": n}),
    _Step("`preview --refresh`", ("preview", "--refresh", "--run-program"), "⌈t/100⌉ GET", lambda n: {"GET": n}),
    _Step("`up`, other days for all", UP, "⌈t/100⌉ POST", lambda n: {"POST": n}, OTHER_DAYS),
    _Step(
        "`up`, days back, live checks off", UP, "⌈t/100⌉ POST, no GET", lambda n: {"POST": n, "GET": 0}, settings=_OFF
    ),
    _Step(f"`up`, {_MORE} teams more", UP, "2 POST", lambda _: {"POST": 2}, more=_MORE),
    _Step(f"`up`, {_MORE} teams less", UP, "2 DELETE", lambda _: {"POST": 0, "DELETE": 2}),
)


def measure(folder: Path) -> str:
    """Make the section's table."""
    cases = [(teams, slugs) for teams in (100, 1_000) for slugs in (1, 5)]
    counted = [_life(folder / f"{teams}-{slugs}", teams, slugs) for teams, slugs in cases]
    head = ["operation", *(f"{teams:,} teams x {slugs}" for teams, slugs in cases), "goal for t teams"]
    rows = []
    for step, of_step in zip(_STEPS, zip(*counted, strict=True), strict=True):
        words = (_words(asked, step.most(teams // 100)) for (teams, _), asked in zip(cases, of_step, strict=True))
        rows.append([step.name, *words, step.goal])
    return table(head, rows)


def _life(folder: Path, teams: int, slugs: int) -> list[Counter[str]]:
    counted = []
    with ThreadedEmulator() as junction:
        project = Project(folder, junction=junction)
        usual = project.env
        for step in _STEPS:
            project.write(ours(teams + step.more, slugs=slugs, per=teams + _MORE, days=step.days))
            project.env = {**usual, **step.settings}
            junction.clear_requests()
            project.pulumi(*step.command)
            counted.append(Counter(request.method for request in junction.requests))
    return counted


def _words(counted: Counter[str], most: Mapping[str, int]) -> str:
    """What was sent, with a mark where that is more than the goal."""
    missed = any(counted[method] > limit for method, limit in most.items())
    words = ", ".join(f"{counted[method]} {method}" for method in _METHODS if counted[method]) or "none"
    return f"{words} **missed**" if missed else words
