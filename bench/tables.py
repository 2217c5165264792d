"""Markdown tables, and their places in docs/performance.md, so that no figure there is typed by hand."""

import datetime
import json
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence

from bench.harness import ROOT, Case, Cost, environment, in_turns, median, median_cpu, middle_half, ratio

PAGE = ROOT / "docs" / "performance.md"

_FEW = 5
"""Rounds below which a median says little."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def goal(value: float, most: float | None, noise: float = 0) -> str:
    """A goal and whether it is met, looking at two decimals as the table does; within the noise nobody knows."""
    if most is None:
        return ""
    if 0 < abs(value - most) < noise:
        return f"≤ {most:g}: {'met' if value <= most else 'missed'}, but for a noise of {noise:.2f}"
    return f"≤ {most:g}: {'met' if round(value, 2) <= most else '**missed**'}"


def noise(costs: Mapping[str, Sequence[Cost]]) -> float:
    """How far from 1 the ratio of a case to itself is, at most: the cases named "again" are the floor once more."""
    twice = [(name, name.removesuffix("again").rstrip(", ")) for name in costs if name.endswith("again")]
    return max((abs(ratio(costs[again], costs[once]) - 1) for again, once in twice), default=0)


def goal_at_least(value: float, least: float) -> str:
    """The same for a goal that is a lower bound."""
    return f"≥ {least:g}: {'met' if value >= least else '**missed**'}"


def against(title: str, cases: Mapping[str, tuple[Case, str, float | None]], rounds: int, note: str = "floor") -> str:
    """Measure in turns; each case names the one that it is compared with, and the most it may be of that."""
    costs = in_turns({name: case for name, (case, _, _) in cases.items()}, rounds)
    around = noise(costs)
    rows = [_row(name, costs[name], costs[floor], most, around) for name, (_, floor, most) in cases.items()]
    return table([title, "s", "middle half", "CPU s", f"x {note}", "of CPU", "goal"], rows)


def _row(name: str, costs: Sequence[Cost], floor: Sequence[Cost], most: float | None, around: float) -> list[str]:
    low, high = middle_half(costs)
    times = ratio(costs, floor)
    busy = ratio(costs, floor, lambda cost: cost.cpu)
    spread, figures = f"{low:.2f}-{high:.2f}", f"{median_cpu(costs):.2f}"
    return [name, f"{median(costs):.2f}", spread, figures, f"{times:.2f}", f"{busy:.2f}", goal(times, most, around)]


def machine(rounds: int | None) -> str:
    """A line that says where and when, and of how many rounds; None is a section that does everything once."""
    version = subprocess.run(["pulumi", "version"], env=environment(), capture_output=True, text=True, check=True)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg()[:2])
    today = datetime.datetime.now(datetime.timezone.utc).date()
    often = "one run each" if rounds is None else f"up to {rounds} rounds"
    few = ", too few to judge by" if rounds is not None and rounds < _FEW else ""
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, Pulumi {version.stdout.strip().lstrip('v')}, "
        f"{today}; {often}{few}; load of the last 1 and 5 minutes at the end: {load}."
    )


def put(section: str, text: str) -> None:
    """Replace what stands between a section's marks."""
    page = PAGE.read_text(encoding="utf-8")
    marks = re.compile(rf"(<!-- bench:{section} -->\n).*?(<!-- /bench -->)", re.DOTALL)
    changed, found = marks.subn(lambda mark: f"{mark[1]}\n{text}\n\n{mark[2]}", page)
    if found != 1:
        raise SystemExit(f"{PAGE.name} has {found} places for {section}; one is needed: <!-- bench:{section} -->")
    PAGE.write_text(changed, encoding="utf-8")


def compact(value: object) -> int:
    """Bytes of a value as JSON without spaces."""
    return len(json.dumps(value, separators=(",", ":")).encode())
