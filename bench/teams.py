"""`python -m bench.teams 10 100 1000`: what so many teams cost, in one resource or shared among several.

For each count: `up` that creates, a preview and an `up` with nothing to do, a preview with `--refresh`, an `up` that
changes one data provider for every team, `destroy`. Each with seconds (on a busy machine look at those of CPU), the
memory of the largest process, and requests; and how large the state is. `--per 1` gives each team a resource of its
own; without it all of them are in one.
"""

import argparse
import os
import tempfile
from collections import Counter
from pathlib import Path

from bench.programs import DAYS, OTHER_DAYS, ours
from bench.project import Project
from pulumi_junction.emulator.server import ThreadedEmulator

OPERATIONS = (
    ("up, all new", DAYS, ("up", "--yes", "--skip-preview")),
    ("preview", DAYS, ("preview",)),
    ("up, no change", DAYS, ("up", "--yes", "--skip-preview")),
    ("preview --refresh", DAYS, ("preview", "--refresh", "--run-program")),
    ("up, one change", OTHER_DAYS, ("up", "--yes", "--skip-preview")),
    ("destroy", OTHER_DAYS, ("destroy", "--yes", "--skip-preview")),
)


def main() -> None:
    """Measure and print a table for each count."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("teams", type=int, nargs="+", metavar="TEAMS")
    arguments.add_argument("--per", type=int, help="teams in each resource; default: all")
    given = arguments.parse_args()
    for teams in given.teams:
        per = min(given.per or teams, teams)
        with ThreadedEmulator() as junction, tempfile.TemporaryDirectory() as folder:
            print(f"\n{teams} teams, {-(-teams // per)} resource(s), on {os.cpu_count()} cores")
            print(f"{'':18} {'seconds':>8} {'of CPU':>8} {'MiB':>6}  requests")
            measure(Path(folder, "project"), teams, per, junction)


def measure(folder: Path, teams: int, per: int, junction: ThreadedEmulator) -> None:
    """Take a stack through its life."""
    project = Project(folder, junction=junction)
    for name, days, command in OPERATIONS:
        project.write(ours(teams, per=per, days=days))
        junction.clear_requests()
        cost = project.pulumi(*command, watch=True)
        asked = Counter(request.method for request in junction.requests)
        requests = ", ".join(f"{count} {method}" for method, count in sorted(asked.items())) or "none"
        print(f"{name:18} {cost.seconds:8.1f} {cost.cpu:8.1f} {cost.peak:6.0f}  {requests}", flush=True)
        if name == OPERATIONS[0][0]:
            print(f"{'state':18} {project.state.stat().st_size / 1024:8.0f} KiB")


if __name__ == "__main__":
    main()
