"""What a declared resource costs next to the engine itself: imports, previews, an `up` with nothing to do, memory."""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.harness import ROUNDS, Case, Cost, run
from bench.processes import PLUGIN, PROGRAM
from bench.programs import EMPTY, ours, trivial
from bench.project import Project
from bench.tables import against, goal, table
from pulumi_junction.emulator.server import ThreadedEmulator

_IMPORT_ROUNDS = 3
"""Times the rounds of the others: they are short."""

_MEMORY_ROUNDS = 3

LIVE = "live checks"
Cases = dict[str, tuple[Case, str, float | None]]


def measure(folder: Path) -> str:
    """Make the section's tables."""
    tables = [against("program", _imports(), ROUNDS * _IMPORT_ROUNDS, "`import pulumi`")]
    with ThreadedEmulator() as junction:
        projects = {
            "empty program": Project(folder / "empty", EMPTY),
            "trivial, 1 team": Project(folder / "trivial-1", trivial(1)),
            "trivial, 100 teams": Project(folder / "trivial-100", trivial(100)),
            "ours, 1 team": Project(folder / "ours-1", ours(1)),
            f"ours, 1 team, {LIVE}": Project(folder / "live-1", ours(1), junction),
            "ours, 100 teams": Project(folder / "ours-100", ours(100)),
            f"ours, 100 teams, {LIVE}": Project(folder / "live-100", ours(100), junction),
        }
        tables.append(against("`pulumi preview`", _previews(projects), ROUNDS))
        tables.append(_memory(projects))
        tables.append(against("`pulumi up`, no change", _no_ops(folder, junction), ROUNDS))
    return "\n\n".join(tables)


def _imports() -> Cases:
    def python(code: str) -> Callable[[], Cost]:
        return lambda: run([sys.executable, "-c", code])

    floor = "`import pulumi`"
    return {
        floor: (python("import pulumi, pulumi.dynamic"), floor, None),
        f"{floor} again": (python("import pulumi, pulumi.dynamic"), floor, None),
        "`from pulumi_junction import TeamDataPullPreferences`": (
            python("import pulumi, pulumi.dynamic; from pulumi_junction import TeamDataPullPreferences"),
            floor,
            1.03,
        ),
    }


def _floor_of(name: str) -> str:
    return "trivial, 100 teams" if "100" in name else "trivial, 1 team"


def _most_of(name: str) -> float | None:
    if not name.startswith("ours"):
        return None
    return 1.06 if LIVE in name else 1.03


def _previews(projects: dict[str, Project]) -> Cases:
    cases: Cases = {}
    for name, project in projects.items():
        cases[name] = (project.preview, _floor_of(name), _most_of(name))
        if name.startswith("trivial"):
            cases[f"{name}, again"] = (project.preview, name, None)
    return cases


def _no_ops(folder: Path, junction: ThreadedEmulator) -> Cases:
    """The key is there, as an `up` needs one; live checks are on unless they are said to be off."""
    projects = {
        "trivial, 100 teams": Project(folder / "trivial-up", trivial(100)),
        "ours, 100 teams": Project(folder / "ours-up", ours(100), junction, settings={"JUNCTION_LIVE_CHECKS": "off"}),
        f"ours, 100 teams, {LIVE}": Project(folder / "live-up", ours(100), junction),
    }
    for project in projects.values():
        project.up()
    cases: Cases = {}
    for name, project in projects.items():
        cases[name] = (project.up, _floor_of(name), 1.03 if name.startswith("ours") else None)
    again = "trivial, 100 teams"
    return {again: cases.pop(again), f"{again}, again": (projects[again].up, again, None), **cases}


def _memory(projects: dict[str, Project]) -> str:
    """Most memory that the program's and the plugin's process ever had, in runs of their own: looking costs time."""
    shown = [name for name in projects if "100" in name]
    peaks = {name: _peaks(projects[name]) for name in shown}
    rows = []
    for name in shown:
        row = [name]
        for kind in (PROGRAM, PLUGIN):
            mebibytes, floor = peaks[name][kind], peaks[_floor_of(name)][kind]
            most = 1.15 if name.startswith("ours") else None
            row += [f"{mebibytes:.1f}", f"{mebibytes / floor:.2f}", goal(mebibytes / floor, most)]
        rows.append(row)
    return table(["peak memory in a preview", "program MiB", "x floor", "goal", "plugin MiB", "x floor", "goal"], rows)


def _peaks(project: Project) -> dict[str, float]:
    costs = [project.preview(watch=True) for _ in range(_MEMORY_ROUNDS)]
    return {kind: median((cost.peaks or {})[kind] for cost in costs) for kind in (PROGRAM, PLUGIN)}
