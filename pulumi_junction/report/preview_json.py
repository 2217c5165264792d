"""The digest that `pulumi preview --json` prints: poorer than the event log, and this says how."""

from collections.abc import Mapping
from typing import Any

from pulumi_junction.report.event_log import REFRESH, messages_of, place_of, state, unique
from pulumi_junction.report.preview import Preview, Step

_STACK = "pulumi:pulumi:Stack"

GAPS = (
    "drift and policy violations, which the digest of `pulumi preview --json` leaves out",
    "what newly declared data providers are set to now, which only the event log tells",
)


def preview(digest: Mapping[str, Any]) -> Preview:
    """Put together what the digest of one preview says."""
    steps = [_step(one) for one in digest.get("steps") or () if one.get("op") != "refresh"]
    diagnostics = digest.get("diagnostics") or []
    messages = unique(messages_of(diagnostics))
    stack, project = place_of([step.urn for step in steps] + [str(one.get("urn") or "") for one in diagnostics])
    unseen = frozenset(step.name for step in steps if step.ours and step.old is not None)
    return Preview(
        unseen=unseen,
        blind=True,
        stack=stack,
        project=project,
        steps=steps,
        refreshed=(),
        messages=messages,
        violations=(),
        live={},
        failed=any(message.severity == "error" for message in messages),
        read_at=None,
        gaps=GAPS,
    )


def other_operation(digest: Mapping[str, Any]) -> str:
    """Name the operation where it is no preview of a program; empty where it is one."""
    steps = digest.get("steps") or ()
    found = any(step.get("op") == "update" and (step.get("newState") or {}).get("id") for step in steps)
    stack = {step.get("op") for step in steps if (step.get("newState") or {}).get("type") == _STACK}
    failed = any(one.get("severity") == "error" for one in digest.get("diagnostics") or ())
    return REFRESH if found or (stack == {"refresh"} and not failed) else ""


def _step(plain: Mapping[str, Any]) -> Step:
    old, new = plain.get("oldState"), plain.get("newState")
    kind = str((new or old or {}).get("type"))
    diffs = tuple(plain.get("detailedDiff") or plain.get("diffReasons") or ())
    return Step(str(plain.get("op")), str(plain.get("urn") or ""), kind, state(old), state(new), diffs)
