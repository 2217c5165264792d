"""Runs commands that must succeed and says what they took; cases take turns, so that other load falls on all alike."""

import math
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench import processes

ROOT = Path(__file__).parents[1]
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
LONGEST = 600.0
"""Seconds that any command may take."""

_OURS = ("JUNCTION_", "PULUMI_", "PYTHON", "COV_", "COVERAGE_")
_TAIL = 3000


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took."""

    seconds: float
    cpu: float = math.nan
    """Seconds of CPU, of the command and of the processes that it waited for."""

    peaks: Mapping[str, float] | None = None
    """Most memory (MiB) of each kind of process, where that was looked at."""

    printed: int = 0
    """Bytes."""

    @property
    def peak(self) -> float:
        """Most memory (MiB) of the largest process; not a number where that was not looked at."""
        return max((self.peaks or {}).values(), default=math.nan)


Case = Callable[[], Cost]


def environment(**more: str) -> dict[str, str]:
    """Take over what is not about us, and add this Python, this checkout and its Pulumi CLI."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    folders = [Path(sys.executable).parent, ROOT / "tools" / "pulumi-cli" / "bin"]
    return {
        **inherited,
        "PATH": os.pathsep.join([*map(str, folders), inherited.get("PATH", "")]),
        "PYTHONPATH": str(ROOT),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        **more,
    }


def run(
    command: Sequence[str],
    folder: Path = ROOT,
    env: Mapping[str, str] | None = None,
    *,
    watch: bool = False,
    longest: float = LONGEST,
) -> Cost:
    """Run a command that must succeed. With *watch* look at the memory of its processes, which costs a little."""
    with tempfile.TemporaryFile() as printed:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment() if env is None else dict(env),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        late = threading.Timer(longest, _kill, [process.pid])
        late.start()
        try:
            with processes.Watch(process.pid, watch) as watched:
                _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            _kill(process.pid)
            process.wait()
            raise
        finally:
            late.cancel()
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            printed.seek(0)
            tail = printed.read().decode(errors="replace")[-_TAIL:]
            sys.exit(f"{' '.join(command)} ended with {process.returncode} after {seconds:.1f} s:\n{tail}")
        size = os.fstat(printed.fileno()).st_size
    return Cost(seconds, usage.ru_utime + usage.ru_stime, watched.peaks if watch else None, size)


def _kill(pid: int) -> None:
    """End a command that takes too long, and all that it has started."""
    for one in [pid, *processes.below(pid)]:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def in_turns(cases: Mapping[str, Case], rounds: int = ROUNDS, *, warm: bool = True) -> dict[str, list[Cost]]:
    """Run every case once to warm up, then all of them in turns, each time another one first."""
    names = list(cases)
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    for name in names if warm else ():
        cases[name]()
    for turn in range(rounds):
        first = turn % len(names)
        for name in [*names[first:], *names[:first]]:
            costs[name].append(cases[name]())
    return costs


def median(costs: Sequence[Cost]) -> float:
    """Of the seconds."""
    return statistics.median(cost.seconds for cost in costs)


def median_cpu(costs: Sequence[Cost]) -> float:
    """Of the seconds of CPU."""
    return statistics.median(cost.cpu for cost in costs)


def middle_half(costs: Sequence[Cost]) -> tuple[float, float]:
    """Between these lies half of the seconds: how far to trust the median."""
    taken = [cost.seconds for cost in costs]
    if len(taken) < 2:
        return taken[0], taken[0]
    low, _, high = statistics.quantiles(taken, n=4, method="inclusive")
    return low, high


def ratio(costs: Sequence[Cost], floor: Sequence[Cost], of: Callable[[Cost], float] = lambda it: it.seconds) -> float:
    """The median of the rounds' ratios: what else the machine did in a round is on both sides of it."""
    return statistics.median(of(one) / of(least) for one, least in zip(costs, floor, strict=True))
