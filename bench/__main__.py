"""`make bench`, or `python -m bench floor scale` for some of it: measures, and writes docs/performance.md.

`BENCH_ROUNDS` sets how often each case is measured. On two idle cores all of it takes about fifteen minutes.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import alternatives, apply, floor, growth, requests, scale, tables
from bench.harness import ROUNDS

SECTIONS: Mapping[str, Callable[[Path], str]] = {
    "floor": floor.measure,
    "requests": requests.measure,
    "apply": apply.measure,
    "scale": scale.measure,
    "growth": growth.measure,
    "alternatives": alternatives.measure,
}

ONCE = ("requests", "growth", "alternatives")
"""These count, or take minutes: each case has one run."""


def main() -> None:
    """Measure what is asked for; print it and write it down as soon as it is known."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    asked = arguments.parse_args().sections or list(SECTIONS)
    if unknown := set(asked) - set(SECTIONS):
        arguments.error(f"no such section: {', '.join(sorted(unknown))}")
    for name in asked:
        print(f"bench: {name}", file=sys.stderr, flush=True)
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            text = SECTIONS[name](Path(folder))
        text += f"\n\n{tables.machine(None if name in ONCE else ROUNDS)}"
        tables.put(name, text)
        print(f"{text}\n\nbench: {name} took {time.monotonic() - start:.0f} s\n", flush=True)


if __name__ == "__main__":
    main()
