"""The kinds of steps that a bad day is made of; each fails where it does not show what it is told to."""

import difflib
import hashlib
import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from demo_stage import Failure, Stage, run, say_requests

from pulumi_junction.emulator.journal import Request

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
BUG = "this is a bug in the package or in the demo"


@dataclass(frozen=True)
class Told:
    """Something that goes wrong from now on; without a fault nothing does any more."""

    look: str
    fault: str = ""

    @property
    def method(self) -> str:
        return "POST" if self.fault else "DELETE"

    def typed(self, _stage: Stage) -> str:
        lines = [
            f'curl -X {self.method} "$JUNCTION_MANAGEMENT_URL/_emulator/faults"',
            '    -H "X-Management-Key: $JUNCTION_MANAGEMENT_KEY"',
        ]
        if self.fault:
            lines.append(f"""    -H "Content-Type: application/json" -d '{json.dumps({"fail": self.fault})}'""")
        return " \\\n".join(lines)

    def run(self, stage: Stage) -> None:
        answer = httpx.request(
            self.method,
            f"{stage.junction.url}/_emulator/faults",
            headers={"X-Management-Key": stage.junction.management_key},
            json={"fail": self.fault} if self.fault else None,
            trust_env=False,
        )
        if not answer.is_success:
            raise Failure(f"the pretend Junction answered {answer.status_code} when it was told what goes wrong")
        stage.console.print(f"Junction: {answer.text}", style="cyan")


@dataclass(frozen=True)
class Change:
    """Several changes in the program, each of a text that stands there once."""

    look: str
    texts: Mapping[str, str]

    def typed(self, stage: Stage) -> str:
        return f"$EDITOR {stage.program.name}"

    def run(self, stage: Stage) -> None:
        before = after = stage.program.read_text()
        for old, new in self.texts.items():
            if after.count(old) != 1:
                raise Failure(f"{old} does not stand once in {stage.program.name}")
            after = after.replace(old, new)
        stage.program.write_text(after)
        for line in difflib.ndiff(before.splitlines(), after.splitlines()):
            if line.startswith(("-", "+")):
                stage.console.print(f"{line[0]} {line[1:].strip()}", style="red" if line[0] == "-" else "green")


@dataclass(frozen=True)
class Digest:
    """State in one short line, which may have to be the same as it was."""

    look: str
    same_as: "Digest | None" = None
    found: list[str] = field(default_factory=list)

    def typed(self, _stage: Stage) -> str:
        return "pulumi stack export | sha256sum"

    def run(self, stage: Stage) -> None:
        lines: list[str] = []
        if status := run(["pulumi", "stack", "export"], stage, lines.append):
            raise Failure(f"`pulumi stack export` ended with status {status}: {' '.join(lines).strip()}")
        self.found[:] = [hashlib.sha256("".join(lines).encode()).hexdigest()]
        stage.console.print(f"{self.found[0]}  -")
        if self.same_as and self.same_as.found != self.found:
            raise Failure(f"state has changed, and it should not have; {BUG}")


@dataclass(frozen=True)
class Rehearsal:
    """A command line of the real CLI on a bad day: how it ends, what it says, what it asks Junction to change."""

    arguments: str
    look: str
    says: Sequence[str] = ()
    """Patterns, each found within one line of what is printed."""

    writes: Sequence[str] = ()
    """All that is asked to be changed, each request as `in_words` puts it."""

    fails: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)

    def typed(self, _stage: Stage) -> str:
        return " ".join([*(f"{name}={value}" for name, value in self.variables.items()), "pulumi", self.arguments])

    def run(self, stage: Stage) -> None:
        lines: list[str] = []

        def hear(line: str) -> None:
            stage.console.file.write(line)
            stage.console.file.flush()
            lines.append(COLOURS.sub("", line))

        stage.junction.clear_requests()
        colour = {"PULUMI_OPTION_COLOR": "always"} if stage.console.is_terminal else {}
        bad_day = replace(stage, environment={**stage.environment, **colour, **self.variables})
        status = run(["pulumi", *shlex.split(self.arguments)], bad_day, hear)
        if self.fails:
            stage.console.print(f"Exit status: {status}", style="cyan")
        say_requests(stage)
        writes = [in_words(request, stage) for request in stage.junction.writes]
        for write in writes:
            stage.console.print(f"  {write}", style="cyan", soft_wrap=True)
        self._check(self.typed(stage), status, lines, writes)

    def _check(self, typed: str, status: int, lines: Sequence[str], writes: Sequence[str]) -> None:
        """A rehearsal of what does not happen would teach people something wrong."""
        if (status != 0) is not self.fails:
            raise Failure(f"`{typed}` ended with status {status}; what it printed says why")
        for pattern in self.says:
            if not any(re.search(pattern, line) for line in lines):
                raise Failure(f"`{typed}` did not say {pattern!r}; {BUG}")
        if any("Traceback" in line for line in lines):
            raise Failure(f"`{typed}` printed a traceback; {BUG}")
        if list(writes) != list(self.writes):
            raise Failure(f"`{typed}` was to send {list(self.writes)}; {BUG}")


def in_words(request: Request, stage: Stage) -> str:
    """A POST with the status it was answered: days by data provider, for which teams of the program."""
    labels = {team: label for label, team in re.findall(r'"([^"]+)": "([0-9a-f-]{36})"', stage.program.read_text())}
    body: Any = request.body
    days = ", ".join(f"{slug} {_days(one)}" for slug, one in sorted(body["providers"].items()))
    return f"{request.method} {request.status}: {days} for {', '.join(labels[team] for team in body['team_ids'])}"


def _days(preference: Any) -> str:
    resources = {"": preference["default"], **(preference.get("resource_overrides") or {})}
    return " ".join(f"{name} {one['historical_days_to_pull']}".strip() for name, one in resources.items())
