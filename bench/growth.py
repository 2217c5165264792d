"""How time, memory, requests and state grow with the teams of one resource, and with resources; tables and plots."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import plots
from bench.processes import PLUGIN, PROGRAM
from bench.programs import labelled, ours, team_ids
from bench.project import Project
from bench.tables import compact, goal, table
from pulumi_junction.emulator.server import ThreadedEmulator

_TEAMS = (10, 100, 1_000, 10_000)
_RESOURCES = (1, 10, 100)
_PER_RESOURCE = 10
_STATE_GOAL = 1.2

CREATE, PREVIEW, NO_OP, EDIT = "`up`, all new", "`preview`", "`up`, no change", "`up`, other days"


@dataclass(frozen=True, slots=True)
class Step:
    """What one operation took."""

    seconds: float
    cpu: float
    peaks: Mapping[str, float]
    requests: int


@dataclass(frozen=True, slots=True)
class Life:
    """The operations of one stack, and its state after the first."""

    steps: Mapping[str, Step]
    state: int
    """Bytes that the resources take."""


def measure(folder: Path) -> str:
    """Make the section's tables and plots."""
    plots.require()
    teams = {count: _life(folder / f"teams-{count}", partial(labelled, count)) for count in _TEAMS}
    several = {
        count: _life(folder / f"resources-{count}", partial(ours, count * _PER_RESOURCE, per=_PER_RESOURCE))
        for count in _RESOURCES
    }
    _plot("bench-teams.svg", "teams in one resource", teams)
    _plot("bench-resources.svg", f"resources of {_PER_RESOURCE} teams", several)
    parts = [_steps("teams", teams), _slopes("teams", teams), _state(teams)]
    parts += [_steps("resources", several), _slopes("resources", several)]
    parts += [f"![Growth with {what}](images/bench-{file}.svg)" for what, file in _PLOTS]
    return "\n\n".join(parts)


_PLOTS = (("the teams of one resource", "teams"), ("the resources of a stack", "resources"))


def _life(folder: Path, program: Callable[..., str]) -> Life:
    with ThreadedEmulator() as junction:
        project = Project(folder, junction=junction)
        steps: dict[str, Step] = {}
        up = ("up", "--yes", "--skip-preview")
        for name, days, command in ((CREATE, 90, up), (PREVIEW, 90, ("preview",)), (NO_OP, 90, up), (EDIT, 365, up)):
            project.write(program(days=days))
            junction.clear_requests()
            cost = project.pulumi(*command, watch=True)
            steps[name] = Step(cost.seconds, cost.cpu, cost.peaks or {}, len(junction.requests))
            if name == CREATE:
                state = sum(map(compact, project.resources()))
        return Life(steps, state)


def _steps(what: str, lives: Mapping[int, Life]) -> str:
    """A line for each count: seconds (of CPU) and requests of each operation, then memory."""
    rows = []
    for count, life in lives.items():
        taken = [f"{step.seconds:.1f} ({step.cpu:.1f}); {step.requests}" for step in life.steps.values()]
        most = [max(step.peaks.get(kind, 0) for step in life.steps.values()) for kind in (PROGRAM, PLUGIN)]
        rows.append([f"{count:,}", *taken, *(f"{mebibytes:.0f}" for mebibytes in most)])
    heads = [f"{name}: s (CPU s); requests" for name in next(iter(lives.values())).steps]
    return table([what, *heads, "program MiB", "plugin MiB"], rows)


def _slopes(what: str, lives: Mapping[int, Life]) -> str:
    """CPU of a further one between the two largest counts, against that up to there: 1 is linear, less is better."""
    least, middle, most = min(lives), sorted(lives)[-2], max(lives)
    rows = []
    for name in lives[most].steps:
        low, mid, high = (lives[count].steps[name].cpu for count in (least, middle, most))
        early, late = (mid - low) / (middle - least), (high - mid) / (most - middle)
        times = late / early if early > 0 else float("inf")
        rows.append([name, f"{early * 1000:.2f}", f"{late * 1000:.2f}", f"{times:.2f}"])
    head = ["operation", f"CPU ms for one of the {what} {least:,}-{middle:,}", f"{middle:,}-{most:,}", "x"]
    return table(head, rows)


def _state(lives: Mapping[int, Life]) -> str:
    """State against the ids and labels in it, which are there twice: as inputs and as outputs."""
    least = min(lives)
    rows = []
    for count, life in lives.items():
        beyond, values = life.state - lives[least].state, _values(count) - _values(least)
        times = f"{beyond / values:.2f}" if values else "-"
        most = goal(beyond / values, _STATE_GOAL) if values else ""
        rows.append([f"{count:,}", f"{life.state:,}", f"{_values(count):,}", times, most])
    head = ["teams", "bytes of state", "of ids and labels, twice", f"x, beyond that of {least} teams", "goal"]
    return table(head, rows)


def _values(count: int) -> int:
    """Bytes of the ids and labels of `programs.labelled`, both copies, without the JSON around them."""
    return 2 * sum(len(team) + len(f"team {number:05}") for number, team in enumerate(team_ids(count)))


def _plot(file: str, what: str, lives: Mapping[int, Life]) -> None:
    counts = list(lives)
    first = next(iter(lives.values()))

    def lines(of: Callable[[Step], float]) -> dict[str, Sequence[float]]:
        return {_plain(name): [of(life.steps[name]) for life in lives.values()] for name in first.steps}

    memory = {
        kind: [max(step.peaks.get(kind, 0) for step in life.steps.values()) for life in lives.values()]
        for kind in (PROGRAM, PLUGIN)
    }
    panels: dict[str, Mapping[str, Sequence[float]]] = {
        "seconds": lines(lambda step: step.seconds),
        "requests": lines(lambda step: step.requests),
        "peak MiB": memory,
        "bytes of state": {"state": [life.state for life in lives.values()]},
    }
    plots.log_log(file, what, counts, panels)


def _plain(name: str) -> str:
    return name.replace("`", "")
