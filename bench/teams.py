"""`python -m bench.teams 10 100 1000`: what so many teams cost, in one resource or shared among several.

For each count: `up` that creates, a preview and an `up` with nothing to do, a preview with `--refresh`, an `up` that
changes one data provider for every team, `destroy`. Each with seconds (on a busy machine look at those of CPU), the
memory of the largest process, and requests; and how large the state is. `--per 1` gives each team a resource of its
own; without it all of them are in one.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from pulumi_junction.emulator.server import ThreadedEmulator

PROGRAM = """
from pulumi_junction import TeamDataPullPreferences

teams = [f"3aac0000-0000-4000-8000-{number:012d}" for number in range(TEAMS)]
for first in range(0, TEAMS, PER):
    TeamDataPullPreferences(
        f"teams-{first}",
        team_ids=teams[first : first + PER],
        providers={"oura": DAYS, "garmin": 120, "strava": 30, "withings": 120, "wahoo": 120},
    )
"""
"""Five data providers for each team; one of them changes."""

STACK = "sandbox-us"
OPERATIONS = (
    ("up, all new", 180, ("up", "--yes", "--skip-preview")),
    ("preview", 180, ("preview",)),
    ("up, no change", 180, ("up", "--yes", "--skip-preview")),
    ("preview --refresh", 180, ("preview", "--refresh", "--run-program")),
    ("up, one change", 365, ("up", "--yes", "--skip-preview")),
    ("destroy", 365, ("destroy", "--yes", "--skip-preview")),
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
            measure(Path(folder), teams, per, junction)


def measure(folder: Path, teams: int, per: int, junction: ThreadedEmulator) -> None:
    """Take a stack through its life."""
    environment = project(folder, junction)
    pulumi(["stack", "init", STACK], folder, environment)
    for name, days, command in OPERATIONS:
        (folder / "__main__.py").write_text(program(teams, per, days))
        junction.clear_requests()
        seconds, busy, mebibytes = pulumi([*command, "--stack", STACK], folder, environment)
        asked = Counter(request.method for request in junction.requests)
        requests = ", ".join(f"{count} {method}" for method, count in sorted(asked.items())) or "none"
        print(f"{name:18} {seconds:8.1f} {busy:8.1f} {mebibytes:6.0f}  {requests}", flush=True)
        if name == OPERATIONS[0][0]:
            size = (folder / "state" / ".pulumi" / "stacks" / "bench" / f"{STACK}.json").stat().st_size
            print(f"{'state':18} {size / 1024:8.0f} KiB")


def program(teams: int, per: int, days: int) -> str:
    """Make the program for so many teams."""
    return PROGRAM.replace("TEAMS", str(teams)).replace("PER", str(per)).replace("DAYS", str(days))


def project(folder: Path, junction: ThreadedEmulator) -> Mapping[str, str]:
    """Make one with a backend of its own; returns its environment."""
    state = folder / "state"
    state.mkdir()
    (folder / "Pulumi.yaml").write_text("name: bench\nruntime: python\n")
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("JUNCTION_")}
    return {
        **inherited,
        "PULUMI_BACKEND_URL": state.as_uri(),
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_CONFIG_PASSPHRASE": "bench",
        "JUNCTION_MANAGEMENT_URL": junction.url,
        "JUNCTION_MANAGEMENT_KEY": junction.management_key,
        "JUNCTION_ORG_ID": junction.org_id,
    }


def pulumi(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[float, float, float]:
    """Run a command that must succeed; seconds, those of CPU, and the most memory (MiB) of one of its processes."""
    with tempfile.TemporaryFile() as printed:
        start = time.perf_counter()
        process = subprocess.Popen(
            ["pulumi", *command, "--non-interactive"],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            printed.seek(0)
            tail = printed.read().decode()[-3000:]
            sys.exit(f"pulumi {' '.join(command)} ended with {process.returncode} after {seconds:.1f} s:\n{tail}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
