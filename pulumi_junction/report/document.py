"""The report as JSON, as `report.schema.json` describes it: members may be added, never renamed, retyped or removed."""

import json
from dataclasses import asdict
from datetime import datetime, timezone
from importlib.resources import files
from typing import Any

from pulumi_junction.core.identity import Scope
from pulumi_junction.report.model import Change, Drift, Pulls, Report, StackReport, Whose
from pulumi_junction.report.preview import name_of
from pulumi_junction.report.window import Window

VERSION = 1


def document(report: Report) -> dict[str, Any]:
    """Shape the whole report; days are integers, null where nobody tells."""
    return {
        "version": VERSION,
        "digest": report.digest or None,
        "commit": report.commit or None,
        "read_at": when(report.read_at),
        "counts": _counts(report),
        "stacks": [_stack(stack) for stack in report.stacks],
    }


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of `document`."""
    text = files("pulumi_junction.report").joinpath("report.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def when(seconds: int | None) -> str | None:
    """Write a time as RFC 3339 in UTC."""
    return None if seconds is None else datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _counts(of: Report | StackReport) -> dict[str, int]:
    return {name: getattr(of.counts, name) for name in ("create", "update", "reset", "restore", "lowered", "drift")}


def _stack(stack: StackReport) -> dict[str, Any]:
    return {
        "name": stack.name,
        "stack": stack.stack,
        "project": stack.project or None,
        "digest": stack.digest or None,
        "read_at": when(stack.read_at),
        "failed": stack.failed,
        "production": stack.production,
        "counts": _counts(stack),
        "changes": [_change(change) for change in stack.changes],
        "drift": [_drift(one) for one in stack.drift],
        "renames": [{"old": one.old, "new": one.new, "add": one.alias} for one in stack.renames],
        "released": [{"name": name} for name in stack.released],
        "hidden": [asdict(one) for one in stack.hidden],
        "without_days": [asdict(one) for one in stack.without_days],
        "triggers": [_pulls(one) for one in stack.pulls],
        "teams": [_place(one.scope) | {"team": one.team, "label": one.label} for one in stack.places],
        "messages": [
            {"severity": one.severity, "name": name_of(one.urn) or None, "text": one.text} for one in stack.messages
        ],
        "violations": [
            {
                "policy": one.policy,
                "pack": one.pack,
                "level": one.level,
                "name": name_of(one.urn) or None,
                "text": one.text,
            }
            for one in stack.violations
        ],
        "re_pulls": [_window(window) for window in stack.windows],
        "other_resources": {"unchanged": stack.others.unchanged, "changed": dict(stack.others.changed)},
        "cannot_show": list(stack.gaps),
    }


def _change(one: Change) -> dict[str, Any]:
    return {
        "op": one.op,
        **_whose(one),
        "now": one.now,
        "after": one.after,
        "limit": one.limit,
        "lowered": one.lowered,
    }


def _drift(one: Drift) -> dict[str, Any]:
    return {**_whose(one), "applied": one.applied, "live": one.live, "after": one.after}


def _whose(one: Whose) -> dict[str, Any]:
    return {
        "name": one.name,
        **_place(one.scope),
        "team": one.team,
        "label": one.label,
        "provider": one.slug,
        "resource": one.resource,
    }


def _place(scope: Scope) -> dict[str, str]:
    return {"org_id": scope.org_id, "env": scope.env, "region": scope.region}


def _pulls(one: Pulls) -> dict[str, Any]:
    return {
        "name": one.name,
        "provider": one.slug or None,
        "users": one.users,
        "again": one.again,
        "sure": one.sure,
        "at_least_seconds": one.seconds,
    }


def _window(window: Window) -> dict[str, Any]:
    rate = {"connections": window.rate.batch, "seconds": window.rate.interval}
    return {"provider": window.slug, "rate": rate, "connections": window.users, "at_least_seconds": window.seconds}


def to_json(report: Report) -> str:
    """Write it, a member a line."""
    return json.dumps(document(report), indent=2) + "\n"
