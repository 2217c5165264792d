"""What becomes of each resource of ours: the engine's steps put together, as a replacement takes several."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pulumi_junction.report.preview import State, Step, Urn, name_of

_PARTS = ("create-replacement", "delete-replaced", "read-replacement")
"""Of a replacement; the step `replace` has both sides."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One resource, as it is owned before and after; None where it is not."""

    urn: Urn
    op: str
    old: State | None
    new: State | None
    changes: bool
    released: bool
    """Whether it is only read from now on: the engine gives it up without a deletion that counts."""

    @property
    def name(self) -> str:
        """The resource's name."""
        return name_of(self.urn)

    @property
    def updates(self) -> bool:
        """Whether it stays the same object, so that the program's words count."""
        return self.op in ("update", "same")


def transitions(steps: Sequence[Step]) -> Iterator[Transition]:
    """Yield one for each resource, and one more for each leftover of an earlier replacement."""
    ours = {(step.urn, step.op): step for step in steps if step.ours}
    replaced = {urn for urn, op in ours if op == "replace"}
    read = {urn for urn, op in ours if op in ("read", "read-replacement")}
    for (urn, op), step in ours.items():
        if op in _PARTS and urn in replaced:
            continue
        old = None if step.old is None or step.old.external else step.old
        new = None if urn in read else step.new
        if old or new:
            yield Transition(urn, op, old, new, step.changes, released=urn in read)
