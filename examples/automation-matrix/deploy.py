"""Previews the four stacks side by side, makes one report of them, and applies what was previewed, sandbox first.

python deploy.py preview    # writes a plan for each stack and report.md; changes nothing
python deploy.py apply      # one stack after the other; stops at the first that fails

Exit: 0 done, 1 something failed, 2 wrong arguments, 130 interrupted.
"""

import argparse
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from one_stack import OneStack, StackFailed
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

ORDER = ("sandbox-us", "sandbox-eu", "production-us", "production-eu")
"""In which they are applied: what goes wrong goes wrong in sandbox first."""

REPORT = "report.json"
"""For `apply`: which plan was read. For people there is report.md."""

FOUR_STACKS = Path(__file__).parents[1] / "four-stacks"


class Failed(Exception):
    """One line for a person."""


def preview(stacks: Sequence[OneStack], console: Console) -> None:
    """All at the same time. One that fails stands in the report as failed."""
    folder = stacks[0].folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # plans hold the settings
    (folder / REPORT).unlink(missing_ok=True)
    failed = side_by_side([stack.preview for stack in stacks])
    if any(stack.log.exists() for stack in stacks):
        report(stacks, "--output", str(folder / "report.md"))
        report(stacks, "--format", "json", "--output", str(folder / REPORT))
        console.print(f"Report: {folder / 'report.md'}")
    if failed:
        raise Failed("\n".join(map(str, failed)))


def apply(stacks: Sequence[OneStack], console: Console) -> None:
    """One after the other, as previewed; each but the first only when the one before it has succeeded."""
    digests = reviewed(stacks[0].folder / REPORT)
    for stack in stacks:
        if not stack.plan.exists() or not digests.get(stack.name):
            raise Failed(f"{stack.name}: there is no plan; run `python deploy.py preview`, and read its report")
    for done, stack in enumerate(stacks):
        left = ", ".join(one.name for one in stacks[done + 1 :]) or "none"
        try:
            failed = side_by_side([partial(as_reviewed, stack, digests[stack.name])])
        except KeyboardInterrupt:
            console.print(f"Not begun: {left}")
            raise
        if failed:
            raise Failed(f"{failed[0]}\nnot applied: {left}")


def as_reviewed(stack: OneStack, digest: str) -> None:
    """Apply it, unless a preview would show something else by now.

    The plan alone would let an edit by hand pass in a resource that is to be updated anyway: it holds what the program
    wants, which is still the same, and not what Junction had.
    """
    with TemporaryDirectory() as folder:
        now = replace(stack, folder=Path(folder))
        now.preview()
        try:
            report([now], "--check-digest", digest)
        except Failed as changed:
            stack.say("changed", True)
            raise StackFailed(f"{stack.name}: {changed}") from None
    stack.apply()
    stack.plan.unlink()  # done; another apply needs another preview


def side_by_side(operations: Sequence[Callable[[], None]]) -> list[StackFailed]:
    """Run them in threads to their ends, an interrupt or not; returns what failed.

    Ctrl-C at a terminal reaches the CLI's processes as well: they finish the request that is under way, save state
    and give their locks back. Leaving before they have would leave locks behind.
    """
    with ThreadPoolExecutor(len(operations)) as threads:
        running = [threads.submit(operation) for operation in operations]
        try:
            wait(running)
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            print("deploy: interrupted; waiting for what has begun", file=sys.stderr)
            wait(running)
            raise
    problems = [problem for one in running if (problem := one.exception())]
    for problem in problems:
        if not isinstance(problem, StackFailed):
            raise problem
    return [problem for problem in problems if isinstance(problem, StackFailed)]


def report(stacks: Sequence[OneStack], *options: str) -> None:
    """One for all stacks."""
    command = [str(Path(sys.executable).with_name("pulumi-junction")), "report", *options]
    logs = [f"--stack={stack.name}={stack.log}" for stack in stacks if stack.log.exists()]
    commit = [f"--commit={found}"] if (found := commit_of(stacks[0].project)) else []
    done = subprocess.run([*command, *commit, *logs], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(done.stderr.strip() or f"the report ended with status {done.returncode}")


def commit_of(project: Path) -> str:
    """What is checked out there, `…-dirty` where files differ from it; nothing outside of a git checkout."""
    command = ["git", "-C", str(project), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except OSError:  # no git
        return ""


def reviewed(report: Path) -> dict[str, str]:
    """The digest of each stack in the report that was read; none where there is no report."""
    if not report.exists():
        return {}
    return {stack["name"]: stack["digest"] for stack in json.loads(report.read_text(encoding="utf-8"))["stacks"]}


def main() -> int:
    """See the head of this file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("what", choices=["preview", "apply"])
    arguments.add_argument("--project", type=Path, default=FOUR_STACKS, help="the folder with Pulumi.yaml")
    arguments.add_argument("--reviewed", type=Path, default=Path("reviewed"), help="the folder for plans and report")
    given = arguments.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (SpinnerColumn(finished_text=" "), TextColumn("{task.description}"), TextColumn("{task.fields[said]}"))
    try:
        check(given.project)
        # Elsewhere than on a terminal it would print its spinners once, in front of what went wrong.
        with Progress(*columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal) as progress:
            stacks = [one_stack(name, given.project, given.reviewed, progress) for name in ORDER]
            {"preview": preview, "apply": apply}[given.what](stacks, console)
    except Failed as failure:
        for line in str(failure).splitlines():
            print(f"deploy: {line}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("deploy: ended in order", file=sys.stderr)
        return 130
    return 0


def check(project: Path) -> None:
    """What else would end in a traceback."""
    if not (project / "Pulumi.yaml").is_file():
        raise Failed(f"{project}: there is no Pulumi.yaml in it; name the project's folder with --project")
    for command in ("pulumi", str(Path(sys.executable).with_name("pulumi-junction"))):
        if not shutil.which(command):
            raise Failed(f"{command} is not installed; README.md says what this needs")


def one_stack(name: str, project: Path, folder: Path, progress: Progress) -> OneStack:
    """A stack with its line of progress."""
    line = progress.add_task(name, total=1, start=False, said="")

    def say(said: str, last: bool) -> None:
        progress.start_task(line)
        progress.update(line, said=said, completed=int(last))
        if last and not progress.console.is_terminal:
            progress.console.print(f"{name}: {said}", markup=False)

    return OneStack(name, project.resolve(), folder.resolve(), say)


if __name__ == "__main__":
    sys.exit(main())
