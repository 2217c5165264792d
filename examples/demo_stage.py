"""Where the demo happens, and the kinds of steps it is made of."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import httpx
from rich.console import Console

from pulumi_junction.emulator.server import ThreadedEmulator

EXAMPLES = Path(__file__).parent
INTERRUPTS = (signal.SIGINT, signal.SIGTERM)
PATIENCE = 20
"""Seconds that an interrupted `pulumi` has to end its own processes; it needs well under one."""


class Failure(Exception):
    """A step did not work: one line for a person."""


@dataclass(frozen=True)
class Stage:
    """A pretend Junction, and a copy of an example that is thrown away."""

    junction: ThreadedEmulator
    project: Path
    environment: Mapping[str, str]
    console: Console

    @property
    def program(self) -> Path:
        return self.project / "__main__.py"


class Step(Protocol):
    """One command, what to look at in what it prints, and the doing of it."""

    @property
    def look(self) -> str: ...

    def typed(self, stage: Stage) -> str: ...

    def run(self, stage: Stage) -> None: ...


@contextmanager
def staged(console: Console, users: int, time_scale: float) -> Iterator[Stage]:
    """Everything the steps need, gone afterwards: the team has users, and Junction's time passes faster."""
    if not shutil.which("pulumi", path=search_path()):
        raise Failure("there is no `pulumi` on PATH; `make demo` sets everything up")
    pretend = ThreadedEmulator(users=users, time_scale=time_scale)
    with TemporaryDirectory(prefix="junction-demo-") as folder, pretend as junction:
        scratch, state = (Path(folder, name) for name in ("scratch", "state"))
        for place in (scratch, state):
            place.mkdir()
        settings = {
            "PATH": search_path(),
            "TMPDIR": str(scratch),
            "PULUMI_HOME": str(Path(folder, "home")),
            "PULUMI_BACKEND_URL": state.as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "demo",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_OPTION_SUPPRESS_PROGRESS": "true",
            "JUNCTION_MANAGEMENT_URL": junction.url,
            "JUNCTION_MANAGEMENT_KEY": junction.management_key,
            "JUNCTION_ORG_ID": junction.org_id,
            "JUNCTION_API_URL": junction.url,
            "JUNCTION_TEAM_API_KEY": junction.team_api_key,
        }
        try:
            yield Stage(junction, copied("quickstart", Path(folder)), neutral_environment() | settings, console)
        finally:
            ignore_interrupts()


def copied(example: str, folder: Path) -> Path:
    """The files of an example in a folder of their own."""
    project = folder / example
    project.mkdir()
    for file in (*(EXAMPLES / example).glob("Pulumi*.yaml"), EXAMPLES / example / "__main__.py"):
        shutil.copy(file, project)
    return project


def neutral_environment() -> dict[str, str]:
    """Nothing of this machine's Pulumi or Junction, and no proxy on the way to loopback."""
    foreign = re.compile(r"(PULUMI|JUNCTION)_|.*_proxy$", re.IGNORECASE)
    return {name: value for name, value in os.environ.items() if not foreign.match(name)}


def search_path() -> str:
    """PATH with the Python that runs this first: Pulumi runs programs with the `python` it finds."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def ignore_interrupts() -> None:
    """Cleaning up is short, and interrupted it would leave things behind."""
    for number in INTERRUPTS:
        signal.signal(number, signal.SIG_IGN)


@dataclass(frozen=True)
class Pulumi:
    """A command line of the real CLI."""

    arguments: str
    look: str

    def typed(self, _stage: Stage) -> str:
        return f"pulumi {self.arguments}"

    def run(self, stage: Stage) -> None:
        stage.junction.clear_requests()
        if status := run(["pulumi", *shlex.split(self.arguments)], stage):
            raise Failure(f"`{self.typed(stage)}` ended with status {status}; what it printed says why")
        say_requests(stage)


def say_requests(stage: Stage) -> None:
    """Count what reached Junction since the last step."""
    if requests := Counter(request.method for request in stage.junction.requests):
        said = ", ".join(f"{count} {method}" for method, count in requests.items())
        stage.console.print(f"Requests that reached Junction: {said}", style="cyan")


def run(command: list[str], stage: Stage, hear: Callable[[str], object] | None = None) -> int:
    """Run a command to its end; when interrupted, let it end its own processes first. Prints, unless somebody hears."""
    child: subprocess.Popen[str] | None = None
    try:
        with held_back():
            child = subprocess.Popen(
                command,
                cwd=stage.project,
                env=stage.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if hear else None,
                stderr=subprocess.STDOUT if hear else None,
                encoding="utf-8",
                start_new_session=True,  # the terminal's Ctrl-C is for the demo, which passes it on once
            )
        for line in child.stdout or ():
            if hear:
                hear(line)
        return child.wait()
    except KeyboardInterrupt:
        if child:
            child.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                child.communicate(timeout=PATIENCE)
        raise
    finally:
        if child:
            child.kill()


@contextmanager
def held_back() -> Iterator[None]:
    """Keep interrupts for the end of the block: in the midst of starting a process they would lose it."""
    came: list[int] = []
    before = {number: signal.signal(number, lambda caught, _: came.append(caught)) for number in INTERRUPTS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for caught in came:
        signal.raise_signal(caught)


@dataclass(frozen=True)
class Edit:
    """A change in the program."""

    before: str
    after: str
    look: str

    def typed(self, stage: Stage) -> str:
        return f"sed -i 's/{self.before}/{self.after}/' {stage.program.name}"

    def run(self, stage: Stage) -> None:
        text = stage.program.read_text()
        if text.count(self.before) != 1:
            raise Failure(f"{self.before} does not stand once in {stage.project.name}/{stage.program.name}")
        stage.program.write_text(text.replace(self.before, self.after))
        line = next(line.strip() for line in text.splitlines() if self.before in line)
        stage.console.print(f"- {line}", style="red")
        stage.console.print(f"+ {line.replace(self.before, self.after)}", style="green")


@dataclass(frozen=True)
class ByHand:
    """A change behind Pulumi's back: a POST for the program's teams, or for others."""

    env: str
    region: str
    providers: dict[str, Any]
    look: str
    teams: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return f"team_data_pull_preferences/{self.env}/{self.region}"

    def body(self, stage: Stage) -> dict[str, Any]:
        declared = re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", stage.program.read_text())
        return {"team_ids": self.teams or declared, "providers": self.providers}

    def typed(self, stage: Stage) -> str:
        return (
            f'curl "$JUNCTION_MANAGEMENT_URL/v1/org/$JUNCTION_ORG_ID/{self.path}" \\\n'
            '    -H "X-Management-Key: $JUNCTION_MANAGEMENT_KEY" -H "Content-Type: application/json" \\\n'
            f"    -d '{json.dumps(self.body(stage))}'"
        )

    def run(self, stage: Stage) -> None:
        answer = httpx.post(
            f"{stage.junction.url}/v1/org/{stage.junction.org_id}/{self.path}",
            headers={"X-Management-Key": stage.junction.management_key},
            json=self.body(stage),
            trust_env=False,
        )
        if not answer.is_success:
            raise Failure(f"the pretend Junction answered {answer.status_code} to the change made by hand")
        stage.console.print(f"Junction: {answer.status_code} {answer.reason_phrase}", style="cyan")
