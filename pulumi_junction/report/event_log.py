"""The engine's event log: one JSON object a line, of which it drops nothing but secrets.

Read tolerantly: kinds and members that are not known here are left alone.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pulumi_junction.core.changes import several
from pulumi_junction.core.noting import Noted, noted
from pulumi_junction.report.preview import Message, Preview, State, Step, Urn, Violation

KINDS = frozenset({"preludeEvent", "resourcePreEvent", "resOutputsEvent", "diagnosticEvent", "summaryEvent"})

_COLOURS = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|<\{%[^%]*%\}>")
_NOT_REFRESHED = "drift, as the preview ran without --refresh"
_LEAVES = "drift of {}: with --run-program Pulumi does not refresh what the program no longer declares"
_ENDS_EARLY = "the log ends before the preview does; it was interrupted, or the file is cut off"
REFRESH = "`pulumi refresh`, which does not say what the program would change"
_WELL = "succeeded"
_EMPTY_HANDED = ("preview failed", "update failed")


def preview(events: Sequence[Mapping[str, Any]]) -> Preview:
    """Put together what the log of one preview says."""
    before = [_step(event["resourcePreEvent"]) for event in events if "resourcePreEvent" in event]
    after = [_step(event["resOutputsEvent"]) for event in events if "resOutputsEvent" in event]
    steps = [step for step in before if step.op != "refresh"]
    refreshed = [step for step in after if step.op == "refresh" and step.old is not None]
    diagnostics = [event["diagnosticEvent"] for event in events if "diagnosticEvent" in event]
    summary = next((event["summaryEvent"] for event in events if "summaryEvent" in event), None)
    violations = [_violation(event["policyEvent"]) for event in events if "policyEvent" in event]
    said = messages_of(diagnostics, explained=any(one.level == "mandatory" for one in violations))
    messages = unique(said + ([] if summary else [Message("error", "", _ENDS_EARLY)]))
    looked = {step.urn for step in refreshed}
    unseen = [step.name for step in steps if step.ours and step.old is not None and step.urn not in looked]
    urns = [step.urn for step in (*steps, *refreshed)] + [str(one.get("urn") or "") for one in diagnostics]
    stack, project = place_of(urns)
    return Preview(
        stack=stack,
        project=project,
        steps=steps,
        refreshed=refreshed,
        messages=messages,
        violations=violations,
        live=_live(diagnostics),
        failed=(summary or {}).get("result") not in (None, _WELL) or any(one.severity == "error" for one in messages),
        read_at=min((event["timestamp"] for event in events if isinstance(event.get("timestamp"), int)), default=None),
        unseen=frozenset(unseen),
        blind=bool(unseen),
        gaps=[_NOT_REFRESHED if not looked else _LEAVES.format(several(unseen))] if unseen else [],
    )


def other_operation(events: Sequence[Mapping[str, Any]]) -> str:
    """Name the operation where it is no preview of a program; empty where it is one."""
    if any(event["summaryEvent"].get("isPreview") is False for event in events if "summaryEvent" in event):
        return "an operation that was carried out"
    last: dict[object, object] = {}
    for event in events:
        data = (event.get("resourcePreEvent") or event.get("resOutputsEvent") or {}).get("metadata") or {}
        if "resourcePreEvent" in event:
            last[data.get("urn")] = data.get("op")
        elif data and last.get(data.get("urn")) == "refresh" != data.get("op"):
            return REFRESH  # a preview that refreshes says `refresh` at both ends
    return ""


def messages_of(diagnostics: Iterable[Mapping[str, Any]], explained: bool = False) -> list[Message]:
    """Keep warnings and errors; of errors not the engine's last word, where something has explained it."""
    found = [
        Message(one["severity"], str(one.get("urn") or ""), clean(one.get("message")))
        for one in diagnostics
        if one.get("severity") in ("warning", "error")
    ]
    telling = [one for one in found if one.text not in _EMPTY_HANDED]
    return telling if explained or any(one.severity == "error" for one in telling) else found


def unique(messages: Iterable[Message]) -> list[Message]:
    """Say everything once: a replacement is checked twice."""
    return list(dict.fromkeys(messages))


def clean(text: object) -> str:
    """Drop colours, and the severity, which stands apart."""
    plain = _COLOURS.sub("", str(text or "")).strip()
    return plain.removeprefix("error: ").removeprefix("warning: ").strip()


def place_of(urns: Iterable[Urn]) -> tuple[str, str]:
    """Read stack and project off the first URN: `urn:pulumi:STACK::PROJECT::TYPE::NAME`."""
    for urn in urns:
        parts = urn.split("::")
        if len(parts) >= 2 and parts[0].startswith("urn:pulumi:"):
            return parts[0].removeprefix("urn:pulumi:"), parts[1]
    return "", ""


def state(plain: Mapping[str, Any] | None) -> State | None:
    """Read a resource's state, in an event or a digest."""
    if plain is None:
        return None
    return State(
        inputs=dict(plain.get("inputs") or {}),
        outputs=dict(plain.get("outputs") or {}),
        retain_on_delete=bool(plain.get("retainOnDelete")),
        external=bool(plain.get("external")),
        protect=bool(plain.get("protect")),
    )


def _step(event: Mapping[str, Any]) -> Step:
    data = event.get("metadata") or {}
    urn = str(data.get("urn") or "")
    old, new = state(data.get("old")), state(data.get("new"))
    return Step(str(data.get("op")), urn, str(data.get("type")), old, new, tuple(data.get("diffs") or ()))


def _violation(event: Mapping[str, Any]) -> Violation:
    return Violation(
        policy=str(event.get("policyName")),
        pack=str(event.get("policyPackName")),
        level=str(event.get("enforcementLevel")),
        urn=str(event.get("resourceUrn") or ""),
        text=clean(event.get("message")),
    )


def _live(diagnostics: Iterable[Mapping[str, Any]]) -> dict[Urn, Noted]:
    """What was noted last counts."""
    notes = ((str(one.get("urn") or ""), noted(str(one.get("message") or ""))) for one in diagnostics)
    return {urn: live for urn, live in notes if live is not None}
