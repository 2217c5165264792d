"""What the engine said in one preview, in whichever form it came."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pulumi_junction.core.identity import PREFERENCES_TYPE, TRIGGER_TYPE
from pulumi_junction.core.noting import Noted

Urn: TypeAlias = str


def name_of(urn: Urn) -> str:
    """Return a resource's name, the last part of its URN; empty for the run itself."""
    return urn.rpartition("::")[2]


@dataclass(frozen=True, slots=True)
class State:
    """A resource as the engine has it, or will have it."""

    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any] = field(default_factory=dict)
    retain_on_delete: bool = False
    external: bool = False
    """Whether it is only read, and not owned."""

    protect: bool = False

    def values(self) -> dict[str, Any]:
        """Inputs, and outputs over them: after a failure half-way these tell what was reached."""
        return {**self.inputs, **self.outputs}


@dataclass(frozen=True, slots=True)
class Step:
    """What the engine means to do with a resource: `create`, `update`, `delete`, `same`, ..."""

    op: str
    urn: Urn
    type: str
    old: State | None
    new: State | None
    diffs: Sequence[str] = ()
    """The properties in which they differ; told of secrets, too."""

    @property
    def ours(self) -> bool:
        """Whether it is about preferences."""
        return self.type == PREFERENCES_TYPE

    @property
    def triggers(self) -> bool:
        """Whether it is about historical pulls."""
        return self.type == TRIGGER_TYPE

    @property
    def changes(self) -> bool:
        """Whether anything is done."""
        return self.op not in ("same", "read", "refresh") or bool(self.diffs)

    @property
    def name(self) -> str:
        """The resource's name."""
        return name_of(self.urn)


@dataclass(frozen=True, slots=True)
class Message:
    """A warning or an error, of a resource or of the run."""

    severity: str
    """`warning` or `error`."""

    urn: Urn
    """Empty where it is about the run."""

    text: str


@dataclass(frozen=True, slots=True)
class Violation:
    """What a policy objects to."""

    policy: str
    pack: str
    level: str
    """`mandatory`, `advisory` or `remediate`."""

    urn: Urn
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """One preview of one stack."""

    stack: str
    """As its URNs say; empty where there was none."""

    project: str
    steps: Sequence[Step]
    refreshed: Sequence[Step]
    """What a refresh found: `old` as last applied, `new` as it is; `new` is None where it is gone."""

    messages: Sequence[Message]
    violations: Sequence[Violation]
    live: Mapping[Urn, Noted]
    """What the service had when a resource was checked, for what changes."""

    failed: bool
    read_at: int | None
    """Seconds since 1970, by the engine's clock; None where it does not say."""

    unseen: Container[str] = ()
    """Resources, by name, that existed before and were not refreshed: what is live is not known."""

    blind: bool = False
    """Whether drift may be there that this does not show."""

    gaps: Sequence[str] = ()
    """What this form, or this run, cannot show."""
