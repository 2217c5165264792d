"""What an operation of the engine did, read from its events: steps, drift, messages, outputs."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi import automation as auto

_OF_THE_ENGINE = ("pulumi:pulumi:Stack", "pulumi:providers:")


def name_of(urn: str | None) -> str:
    """Read the name that a program gave; "" for none."""
    return (urn or "").rpartition("::")[2]


@dataclass(frozen=True)
class Step:
    """One thing done to one resource, or planned."""

    op: str
    urn: str
    logical: bool = True
    """False for the parts that a replacement is made of."""

    diffs: Mapping[str, str] = field(default_factory=dict)
    """Path -> `add`, `update` or `delete`."""

    keys: tuple[str, ...] = ()
    """The properties that make it a replacement."""

    old: Mapping[str, Any] = field(default_factory=dict)
    """Inputs before."""

    new: Mapping[str, Any] = field(default_factory=dict)
    """Inputs afterwards."""

    outputs: Mapping[str, Any] = field(default_factory=dict)
    """Outputs afterwards; in a preview what is known of them."""

    @property
    def name(self) -> str:
        """The name that the program gave."""
        return name_of(self.urn)


@dataclass(frozen=True)
class Message:
    """A line that the engine shows, under the resource that it is about."""

    severity: str
    urn: str
    text: str

    @property
    def name(self) -> str:
        """The name of the resource; "" for a message about the whole."""
        return name_of(self.urn)


@dataclass(frozen=True)
class Violation:
    """What a rule of a policy pack had to say."""

    level: str
    policy: str
    urn: str
    text: str

    @property
    def name(self) -> str:
        """The name of the resource."""
        return name_of(self.urn)


@dataclass(frozen=True)
class Result:
    """What came of an operation. Secrets are masked, as for any user."""

    ok: bool
    stdout: str
    stderr: str
    steps: tuple[Step, ...] = ()
    """In order, without those of the stack itself and of the provider."""

    refreshed: tuple[Step, ...] = ()
    """What a refresh found: `same`, `update` (drift) or `delete` (gone)."""

    messages: tuple[Message, ...] = ()
    progress: tuple[Message, ...] = ()
    """What was shown only while it went on, under the resource that it is about."""

    violations: tuple[Violation, ...] = ()
    """Of policies, in order of their names."""

    outputs: Mapping[str, Any] = field(default_factory=dict)
    """Of the stack."""

    @property
    def text(self) -> str:
        """All that the user reads."""
        return self.stdout + self.stderr

    @property
    def ops(self) -> list[str]:
        """The operations in order, the parts of replacements included."""
        return [step.op for step in self.steps]

    @property
    def changes(self) -> dict[str, int]:
        """How often each operation comes; an untouched resource counts as `same`."""
        return dict(Counter(step.op for step in self.steps if step.logical))

    @property
    def drift(self) -> dict[str, int]:
        """The same for what a refresh found."""
        return dict(Counter(step.op for step in self.refreshed))

    @property
    def diffs(self) -> dict[str, str]:
        """Path -> kind, of the only resource that changes."""
        return _only_diffs(self.steps)

    @property
    def drift_diffs(self) -> dict[str, str]:
        """Path -> kind, of the only resource that drifted; from state to what the service has."""
        return _only_diffs(self.refreshed)

    @property
    def warnings(self) -> list[Message]:
        """In order."""
        return [message for message in self.messages if message.severity == "warning"]

    @property
    def errors(self) -> list[str]:
        """Their texts, in order, without the engine's own last words, which repeat that something failed."""
        texts = [message.text for message in self.messages if message.severity == "error"]
        return [text for text in texts if not re.match(r"(preview|update|refresh|destroy) failed$|an unhandled ", text)]

    def step(self, name: str) -> Step:
        """Return the step of a resource; there must be one only."""
        (found,) = (step for step in self.steps if step.name == name and step.logical)
        return found


def _only_diffs(steps: Iterable[Step]) -> dict[str, str]:
    changed = [step for step in steps if step.logical and step.op != "same"]
    if len(changed) > 1:
        raise AssertionError(f"more than one resource changes: {[step.name for step in changed]}")
    return dict(changed[0].diffs) if changed else {}


def result(ok: bool, stdout: str, stderr: str, events: Iterable[auto.EngineEvent]) -> Result:
    """Put the events of an operation together; they arrive on several threads."""
    ordered = sorted(events, key=lambda event: event.sequence)
    return Result(
        ok=ok,
        stdout=stdout,
        stderr=stderr,
        steps=tuple(_steps(ordered)),
        refreshed=tuple(_refreshed(ordered)),
        messages=tuple(_messages(ordered, ephemeral=False)),
        progress=tuple(_messages(ordered, ephemeral=True)),
        violations=tuple(_violations(ordered)),
        outputs=_outputs(ordered),
    )


def _steps(events: Iterable[auto.EngineEvent]) -> Iterator[Step]:
    for event in events:
        if event.resource_pre_event and event.resource_pre_event.metadata.op != auto.OpType.REFRESH:
            yield from _step(event.resource_pre_event.metadata)


def _refreshed(events: Iterable[auto.EngineEvent]) -> Iterator[Step]:
    """A refresh is announced by a pre-event; what it found stands in the outputs event that follows."""
    awaited: set[str] = set()
    for event in events:
        if event.resource_pre_event and event.resource_pre_event.metadata.op == auto.OpType.REFRESH:
            awaited.add(event.resource_pre_event.metadata.urn)
        elif event.res_outputs_event and event.res_outputs_event.metadata.urn in awaited:
            metadata = event.res_outputs_event.metadata
            awaited.remove(metadata.urn)
            op = "delete" if metadata.new is None else "update" if metadata.detailed_diff else "same"
            yield from _step(metadata, op)


def _step(metadata: auto.StepEventMetadata, op: str | None = None) -> Iterator[Step]:
    if metadata.type.startswith(_OF_THE_ENGINE):
        return
    yield Step(
        op=op or metadata.op.value,
        urn=metadata.urn,
        logical=op is not None or bool(metadata.logical),
        diffs={path: diff.diff_kind.value for path, diff in (metadata.detailed_diff or {}).items()},
        keys=tuple(metadata.keys or ()),
        old=(metadata.old and metadata.old.inputs) or {},
        new=(metadata.new and metadata.new.inputs) or {},
        outputs=(metadata.new and metadata.new.outputs) or {},
    )


def _messages(events: Iterable[auto.EngineEvent], ephemeral: bool) -> Iterator[Message]:
    for event in events:
        said = event.diagnostic_event
        if said and said.severity != "debug" and bool(said.ephemeral) is ephemeral:
            yield Message(said.severity, said.urn or "", said.message.rstrip("\n"))


def _violations(events: Iterable[auto.EngineEvent]) -> list[Violation]:
    found = [
        Violation(said.enforcement_level, said.policy_name, said.resource_urn or "", said.message.rstrip("\n"))
        for said in (event.policy_event for event in events)
        if said
    ]
    return sorted(found, key=lambda one: (one.policy, one.name, one.text))


def _outputs(events: Iterable[auto.EngineEvent]) -> dict[str, Any]:
    """The stack's own outputs come with its last event."""
    for event in reversed(list(events)):
        ended = event.res_outputs_event
        if ended and ended.metadata.type == "pulumi:pulumi:Stack" and ended.metadata.new:
            return dict(ended.metadata.new.outputs or {})
    return {}
