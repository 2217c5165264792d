"""One stack, by Pulumi's Automation API: previewed into files, and applied as these say."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pulumi import automation as auto

Say = Callable[[str, bool], object]
"""Takes a few words, and whether they are the last."""

UNCHANGED = ("same", "refresh", "read")
TO_DO = {op: f"to {op}" for op in ("create", "update", "delete", "replace")}
DONE = {"create": "created", "update": "updated", "delete": "deleted", "replace": "replaced"}
"""What becomes of resources in a preview, and in an `up`, by the engine's word for it."""


@cache
def cli() -> auto.PulumiCommand:
    """The one on PATH; it is asked for its version."""
    return auto.PulumiCommand()


class StackFailed(Exception):
    """One line: which stack, and why."""


@dataclass(frozen=True)
class OneStack:
    """A stack of *project*; its files lie in *folder*. *say* hears what happens to it."""

    name: str
    project: Path
    folder: Path
    say: Say

    @property
    def log(self) -> Path:
        """The engine's events, which `pulumi-junction report` reads."""
        return self.folder / f"{self.name}.events.jsonl"

    @property
    def plan(self) -> Path:
        """What the engine may do when the stack is applied; it refuses anything else."""
        return self.folder / f"{self.name}.plan.json"

    def preview(self) -> None:
        """Write both files; a preview that fails leaves no plan."""
        self.plan.unlink(missing_ok=True)
        self._pulumi(self.log, TO_DO, "preview", "--diff", "--save-plan", str(self.plan))

    def apply(self) -> None:
        """Do what the plan says, and nothing else."""
        log = self.folder / f"{self.name}.applied.jsonl"
        self._pulumi(log, DONE, "up", "--yes", "--skip-preview", "--plan", str(self.plan))

    def _pulumi(self, log: Path, words: Mapping[str, str], *command: str) -> None:
        """Run the CLI, which writes its events to *log*.

        `Stack.preview` and `Stack.up` give the events as objects, but the report reads what the engine itself writes;
        and they start the CLI several times more for what the events tell.
        """
        log.unlink(missing_ok=True)
        self.say(command[0], False)
        options = ["--stack", self.name, "--refresh", "--run-program", "--event-log", str(log), "--color", "never"]
        debugging = {"PULUMI_DEBUG_COMMANDS": "true"}  # else there is no --event-log
        try:
            cli().run([*command, *options], str(self.project), debugging, on_output=self._progress)
        except auto.CommandError as error:
            self.plan.unlink(missing_ok=True)
            raise self._failed(error, _said(_events(log))) from None
        self.say(_said_of(_counts(_events(log)), words), True)

    def _progress(self, line: str) -> None:
        """Say what becomes of a resource: `playground updating (0s)`."""
        if found := re.search(r":TeamDataPullPreferences (\S+ \S+)", line):
            self.say(found[1], False)

    def _failed(self, error: auto.CommandError, said: list[str]) -> StackFailed:
        """The engine's own words, where there are any, without those that only repeat that something failed."""
        self.say("failed", True)
        printed = re.findall(r"(?:^|\s)error: (.+)$", str(error), re.MULTILINE)
        reasons = [line for line in (*said, *printed) if not re.match(r"an unhandled error|\w+ failed$", line.strip())]
        reason = " ".join((reasons or ["pulumi failed and said nothing"])[0].split())
        return StackFailed(f"{self.name}: {reason}")


def _events(log: Path) -> Iterator[dict[str, Any]]:
    """None where the preview ended before it began."""
    if log.exists():
        with log.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _said(events: Iterator[dict[str, Any]]) -> list[str]:
    said = (event.get("diagnosticEvent", {}) for event in events)
    return [one["message"] for one in said if one.get("severity") == "error"]


def _counts(events: Iterator[dict[str, Any]]) -> Counter[str]:
    """How many resources of the program are created and so on; the stack itself, which Pulumi counts too, is none."""
    counted: Counter[str] = Counter()
    for event in events:
        counted.update(event.get("summaryEvent", {}).get("resourceChanges", {}))
        step = event.get("resourcePreEvent", {}).get("metadata", {})
        if (step.get("type"), step.get("op")) == ("pulumi:pulumi:Stack", "create"):
            counted["create"] -= 1
    return counted


def _said_of(counted: Counter[str], words: Mapping[str, str]) -> str:
    """`resources: 2 to create, 1 to update`."""
    changed = [f"{count} {words.get(op, op)}" for op, count in counted.items() if op not in UNCHANGED and count]
    return "resources: " + ", ".join(changed) if changed else "nothing to do"
