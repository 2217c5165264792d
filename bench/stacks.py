"""`python -m bench.stacks 1 2 4 8`: previews of so many stacks at the same time on this machine.

Each has ten teams. The time for n of them says how many jobs of a CI matrix one machine can take over.
"""

import argparse
import os
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.harness import Cost
from bench.programs import ours
from bench.project import Project
from pulumi_junction.emulator.server import ThreadedEmulator

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))


def main() -> None:
    """Measure and print a line for each count."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("stacks", type=int, nargs="+", metavar="STACKS")
    counts = arguments.parse_args().stacks
    names = tuple(f"stack-{number}" for number in range(max(counts)))
    with (
        ThreadedEmulator() as junction,
        tempfile.TemporaryDirectory() as folder,
        ThreadPoolExecutor(len(names)) as all_,
    ):
        project = Project(Path(folder, "project"), ours(10), junction, stacks=names)

        def preview(stack: str) -> Cost:
            return project.pulumi("preview", "--refresh", "--run-program", stack=stack)

        print(f"{'stacks':>6} {'seconds':>8}   on {os.cpu_count()} cores, median of {ROUNDS}")
        for count in counts:
            taken = []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                list(all_.map(preview, names[:count]))
                taken.append(time.perf_counter() - start)
            print(f"{count:6} {statistics.median(taken):8.1f}", flush=True)


if __name__ == "__main__":
    main()
