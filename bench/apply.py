"""An apply of 10,000 teams at 50 ms an answer, against a bare script that sends the same requests."""

import json
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.harness import LONGEST, ROOT, ROUNDS, Case, Cost, environment, in_turns, median, middle_half, ratio
from bench.server import FORGET, SENT
from bench.tables import goal, noise, table

_TEAMS = 10_000
_MILLISECONDS = 50
_PARALLEL = 4
_MOST_ROUNDS = 5
_GOAL = 1.25


def measure(folder: Path) -> str:
    """Make the section's table."""
    with _server() as port:
        ours = _ours(port)
        ours()  # to record it
        recorded = _ask(port, SENT)
        file = folder / "requests.json"
        file.write_text(recorded)
        cases: dict[str, Case] = {
            "bare script": lambda: _timed("bench.apply_bare", [str(port), str(_PARALLEL), str(file)]),
            "bare script, again": lambda: _timed("bench.apply_bare", [str(port), str(_PARALLEL), str(file)]),
            "the provider": ours,
        }
        costs = in_turns(cases, min(ROUNDS, _MOST_ROUNDS))
    return table(
        [f"{_words(recorded)}, {_PARALLEL} at a time", "s", "middle half", "x bare script", "goal"],
        [_row(name, costs[name], costs["bare script"], noise(costs)) for name in cases],
    )


def _row(name: str, costs: Sequence[Cost], floor: Sequence[Cost], around: float) -> list[str]:
    low, high = middle_half(costs)
    times = ratio(costs, floor)
    most = _GOAL if name == "the provider" else None
    return [name, f"{median(costs):.2f}", f"{low:.2f}-{high:.2f}", f"{times:.2f}", goal(times, most, around)]


def _words(recorded: str) -> str:
    counted = Counter(method for method, _, _ in json.loads(recorded))
    return ", ".join(f"{count} {method}" for method, count in sorted(counted.items()))


def _ours(port: int) -> Case:
    settings = {
        "JUNCTION_MANAGEMENT_URL": f"http://127.0.0.1:{port}",
        "JUNCTION_MANAGEMENT_KEY": "of-the-bench",
        "JUNCTION_PARALLEL_REQUESTS": str(_PARALLEL),
    }

    def create() -> Cost:
        _ask(port, FORGET)
        return _timed("bench.apply_ours", [str(_TEAMS)], **settings)

    return create


def _timed(module: str, arguments: Sequence[str], **settings: str) -> Cost:
    """Run one of the two; it prints its own seconds, those of Python's start left out."""
    ended = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment(**settings),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    if ended.returncode:
        sys.exit(f"{module} ended with {ended.returncode}:\n{ended.stderr[-3000:]}")
    return Cost(float(ended.stdout.split()[-1]))


def _ask(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return str(answer.read().decode())


@contextmanager
def _server() -> Iterator[int]:
    """Let the API serve until the end of the block; gives its port."""
    command = [sys.executable, "-m", "bench.server", str(_MILLISECONDS)]
    with subprocess.Popen(
        command, env=environment(), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdin
            assert server.stdout
            yield int(server.stdout.readline())
            server.stdin.close()
            server.wait(10)
        finally:
            server.kill()
