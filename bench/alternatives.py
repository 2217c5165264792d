"""What a user would use instead, on the same pretend Junction: by hand in Pulumi, pulumi-command, a loop of curl."""

import importlib.util
import os
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.harness import ROOT, Case, run
from bench.programs import DAYS, OTHER_DAYS, command, handwritten, ours, team_ids
from bench.project import Project
from bench.tables import table
from pulumi_junction.emulator.server import ThreadedEmulator

OURS, BY_HAND, COMMAND = (
    "one resource of ours",
    "a hand-written resource for each team",
    "`pulumi-command` for each team",
)
CURL, BATCHED = "`curl` in a loop, a team each time", "`curl` in a loop, 100 teams each time"

_PLUGIN, _SDK = "pulumi-resource-command", "pulumi_command"
_STEPS = ("`preview`", "first apply", "no change", "other days for one provider")

Program = Callable[..., str]


def measure(folder: Path) -> str:
    """Make the section's tables: seconds, and requests."""
    hundred = {OURS: ours, BY_HAND: handwritten} | ({COMMAND: command} if _has_command() else {})
    parts = [
        _table(folder, 100, hundred, {CURL: 1, BATCHED: 100}),
        _table(folder, 1_000, {OURS: ours, BY_HAND: handwritten}, {CURL: 1, BATCHED: 100}),
    ]
    if not _has_command():
        parts.append(f"`pulumi-command` is not in the table: `{_PLUGIN}` or the package `{_SDK}` was not found.")
    return "\n\n".join(parts)


def _has_command() -> bool:
    return bool(shutil.which(_PLUGIN)) and importlib.util.find_spec(_SDK) is not None


def _table(folder: Path, teams: int, programs: Mapping[str, Program], loops: Mapping[str, int]) -> str:
    rows = []
    for number, (name, program) in enumerate(programs.items()):
        rows.append([name, *_with_pulumi(folder / f"{teams}-{number}", teams, program)])
    rows += [[name, *_with_curl(folder, teams, per)] for name, per in loops.items()]
    return table([f"{teams:,} teams", *_STEPS], rows)


def _with_pulumi(folder: Path, teams: int, program: Program) -> list[str]:
    with ThreadedEmulator() as junction:
        project = Project(folder, program(teams, days=DAYS), junction)
        if program is command:
            place = Path(str(importlib.util.find_spec(_SDK).origin)).parents[1]  # type: ignore[union-attr]
            project.env["PYTHONPATH"] += f"{os.pathsep}{place}"
        shown = [_counted(junction, step) for step in (project.preview, project.up, project.up)]
        project.write(program(teams, days=OTHER_DAYS))
        return [*shown, _counted(junction, project.up)]


def _with_curl(folder: Path, teams: int, per: int) -> list[str]:
    file = folder / f"teams-{teams}"
    file.write_text("\n".join(team_ids(teams)))
    with ThreadedEmulator() as junction:
        env = Project(folder / f"loop-{teams}-{per}", junction=junction, stacks=()).env

        def loop(days: int) -> Case:
            script = f'exec sh "$0" {days} {per} < "$1"'
            return lambda: run(["sh", "-c", script, str(ROOT / "bench" / "loop.sh"), str(file)], folder, env)

        return ["none", *(_counted(junction, loop(days)) for days in (DAYS, DAYS, OTHER_DAYS))]


def _counted(junction: ThreadedEmulator, step: Case) -> str:
    junction.clear_requests()
    seconds = step().seconds
    counted = Counter(request.method for request in junction.requests)
    requests = ", ".join(f"{count:,} {method}" for method, count in sorted(counted.items())) or "no requests"
    return f"{seconds:.{1 if seconds >= 1 else 2}f} s; {requests}"
