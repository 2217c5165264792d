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

from bench.teams import program, project, pulumi
from pulumi_junction.emulator.server import ThreadedEmulator

ROUNDS = 5


def main() -> None:
    """Measure and print a line for each count."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("stacks", type=int, nargs="+", metavar="STACKS")
    counts = arguments.parse_args().stacks
    with ThreadedEmulator() as junction, tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(max(counts)) as all_:
        folder = Path(name)
        environment = {**project(folder, junction), "JUNCTION_ENV": "sandbox", "JUNCTION_REGION": "us"}
        (folder / "__main__.py").write_text(program(10, 10, 180))
        names = [f"stack-{number}" for number in range(max(counts))]
        for stack in names:
            pulumi(["stack", "init", stack], folder, environment)
        print(f"{'stacks':>6} {'seconds':>8}   on {os.cpu_count()} cores, median of {ROUNDS}")
        for count in counts:
            taken = []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                commands = [["preview", "--refresh", "--run-program", "--stack", stack] for stack in names[:count]]
                list(all_.map(lambda command: pulumi(command, folder, environment), commands))
                taken.append(time.perf_counter() - start)
            print(f"{count:6} {statistics.median(taken):8.1f}", flush=True)


if __name__ == "__main__":
    main()
