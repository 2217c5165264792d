"""`make bench`: what a declared resource costs next to the engine itself, as ratios taken in one run.

The cases take turns, so that what else the machine does falls on all of them alike; medians are compared, and the
spread (the middle half of the times) says how far to trust them.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.programs import EMPTY, TRIVIAL, ours
from pulumi_junction.emulator.server import ThreadedEmulator

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))


def main() -> None:
    """Measure and print two tables."""
    table("import", "import pulumi", measure(imports()))
    with ThreadedEmulator() as junction, tempfile.TemporaryDirectory() as folder:
        shared = {"JUNCTION_MANAGEMENT_URL": junction.url, "JUNCTION_ORG_ID": junction.org_id}
        live = shared | {"JUNCTION_MANAGEMENT_KEY": junction.management_key}
        cases = {
            "empty program": preview(Path(folder, "empty"), EMPTY, shared),
            "trivial resource": preview(Path(folder, "trivial"), TRIVIAL, shared),
            "1 team, 5 providers": preview(Path(folder, "one"), ours(1), shared),
            "100 teams, 5 providers": preview(Path(folder, "many"), ours(100), shared),
            "100 teams, live checks": preview(Path(folder, "live"), ours(100), live),
        }
        table("preview", "trivial resource", measure(cases))


def measure(cases: Mapping[str, Callable[[], None]]) -> dict[str, list[float]]:
    """Run every case once to warm up, then all of them in turns; seconds."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(ROUNDS + 1):
        for name, run in cases.items():
            start = time.perf_counter()
            run()
            if turn:
                times[name].append(time.perf_counter() - start)
    return times


def table(title: str, floor: str, times: Mapping[str, list[float]]) -> None:
    """Print medians, spreads and the ratio to the floor."""
    least = statistics.median(times[floor])
    print(f"\n{title:24}  median s   middle half  x {floor}")
    for name, taken in times.items():
        low, middle, high = statistics.quantiles(taken, n=4)
        print(f"{name:24}  {middle:8.3f}  {low:.3f}-{high:.3f}  {middle / least:6.2f}")


def imports() -> dict[str, Callable[[], None]]:
    """What a program loads before it declares anything."""
    return {
        "import pulumi": python("import pulumi, pulumi.dynamic"),
        "the resource": python("from pulumi_junction import TeamDataPullPreferences"),
    }


def python(code: str) -> Callable[[], None]:
    """Make a fresh interpreter run *code*."""
    return lambda: run([sys.executable, "-c", code], Path.cwd(), {})


def preview(folder: Path, program: str, settings: Mapping[str, str]) -> Callable[[], None]:
    """Make a project with a stack of its own, and preview it."""
    state = folder / "state"
    state.mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text("name: bench\nruntime: python\n")
    (folder / "__main__.py").write_text(program)
    env = {
        "PULUMI_BACKEND_URL": state.as_uri(),
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_CONFIG_PASSPHRASE": "bench",
        "PYTHONPATH": str(Path(__file__).parents[1]),
        **settings,
    }
    run(["pulumi", "stack", "init", "sandbox-us"], folder, env)
    return lambda: run(["pulumi", "preview", "--non-interactive"], folder, env)


def run(command: list[str], folder: Path, env: Mapping[str, str]) -> None:
    """Run a command that must succeed."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("JUNCTION_")}
    subprocess.run(command, cwd=folder, env={**inherited, **env}, check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    main()
