"""Many teams in one resource, against one team, and against one hand-written resource for each team."""

from pathlib import Path

from bench.harness import ROUNDS, Case, Cost, in_turns, median, median_cpu, ratio
from bench.programs import handwritten, ours
from bench.project import Project
from bench.tables import against, goal_at_least, table
from pulumi_junction.emulator.server import ThreadedEmulator

_TEAMS = (1, 1_000, 10_000)
_MOST = {1_000: 1.2, 10_000: 2.0}
_LONG_ROUNDS = 2
"""At most: one of them is a thousand resources."""


def measure(folder: Path) -> str:
    """Make the section's tables."""
    return "\n\n".join([_previews(folder), _first_up(folder)])


def _previews(folder: Path) -> str:
    with ThreadedEmulator() as junction:
        cases: dict[str, tuple[Case, str, float | None]] = {}
        for words, asked in (("", None), (", live checks", junction)):
            for teams in _TEAMS:
                project = Project(folder / f"preview-{teams}{words}", ours(teams), asked)
                name = f"{teams:,} teams{words}" if teams > 1 else f"1 team{words}"
                cases[name] = (project.preview, f"1 team{words}", _MOST.get(teams))
        return against("`pulumi preview`", cases, ROUNDS, "1 team")


def _first_up(folder: Path) -> str:
    """Each round has a stack and a pretend Junction of its own: what is set already would not be written again."""
    rounds = min(ROUNDS, _LONG_ROUNDS)

    def first(kind: str, program: str) -> Case:
        numbers = iter(range(rounds))

        def up() -> Cost:
            with ThreadedEmulator() as junction:
                return Project(folder / f"{kind}-{next(numbers)}", program, junction).up()

        return up

    usual, own = "1,000 hand-written resources", "1 resource of ours, 1,000 teams"
    cases = {usual: first("handwritten", handwritten(1_000)), own: first("ours", ours(1_000))}
    costs = in_turns(cases, rounds, warm=False)
    faster = 1 / ratio(costs[own], costs[usual])
    rows = [[name, f"{median(costs[name]):.1f}", f"{median_cpu(costs[name]):.1f}", "", ""] for name in cases]
    rows[1][3:] = [f"{faster:.0f}", goal_at_least(faster, 20)]
    return table(["`pulumi up`, all new", "s", "CPU s", "times faster", "goal"], rows)
