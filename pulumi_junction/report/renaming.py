"""A resource that was renamed without an alias: Pulumi means to create one and to delete the other."""

from collections.abc import Iterable, Iterator, Sequence

from pulumi_junction.report.model import Rename
from pulumi_junction.report.preview import Step, Urn, name_of
from pulumi_junction.report.sides import side_of


def renames(steps: Sequence[Step]) -> list[Rename]:
    """Find what is deleted while something new declares some of the same preferences."""
    created = list(_pairs(steps, "create"))
    found: list[Rename] = []
    for old, leaving in _pairs(steps, "delete"):
        for new, coming in created:
            if leaving & coming:
                found.append(Rename(name_of(old), name_of(new), _alias(old, new)))
                break
    return found


def _pairs(steps: Iterable[Step], op: str) -> Iterator[tuple[Urn, frozenset[object]]]:
    for step in steps:
        if step.ours and step.op == op:
            side = side_of(step.name, step.new if op == "create" else step.old)
            yield step.urn, frozenset(side.pairs()) if side else frozenset()


def _alias(old: Urn, new: Urn) -> str:
    """An alias by name does where nothing but the name differs; else the whole URN."""
    same_parent = old.rpartition("::")[0] == new.rpartition("::")[0]
    alias = f"pulumi.Alias(name={name_of(old)!r})" if same_parent else repr(old)
    return f"opts=pulumi.ResourceOptions(aliases=[{alias}])"
