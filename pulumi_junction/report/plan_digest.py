"""The plan digest: two previews have the same one when they would do the same, and showed the same to the reviewer.

Neither time nor order counts, nor what resources look like that nothing happens to.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pulumi_junction.report.preview import Preview, Step

if TYPE_CHECKING:
    from pulumi_junction.report.model import Change, Drift, StackReport, Touched

_NOTHING_HAPPENS = ("same", "refresh")
_CODE = "__provider"  # the class that serves a dynamic resource; the same program may be run by another release


def digest(preview: Preview, name: str, shown: "Sequence[Change | Drift | Touched]") -> str:
    """Make the digest of one stack, by the name that Pulumi has for it: `sha256:` and 64 hexadecimal digits."""
    steps = [_step(step) for step in preview.steps if step.op not in _NOTHING_HAPPENS]
    return _sha256([[preview.stack or name, _ordered(steps), _ordered(map(asdict, shown))]])


def digest_of_all(stacks: "Sequence[StackReport]") -> str:
    """Make the digest of a report: that of its only stack, or one over all; empty where a preview failed."""
    found = {stack.name: stack.digest for stack in stacks}
    if not found or not all(found.values()):
        return ""
    return next(iter(found.values())) if len(found) == 1 else _sha256(sorted(found.items()))


def _step(step: Step) -> dict[str, Any]:
    new = {key: value for key, value in step.new.inputs.items() if key != _CODE} if step.new else None
    return {"op": step.op, "urn": step.urn, "inputs": new}


def _ordered(items: Iterable[dict[str, Any]]) -> list[str]:
    return sorted(map(_canonical, items))


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _sha256(value: object) -> str:
    return "sha256:" + hashlib.sha256(_canonical(value).encode()).hexdigest()
