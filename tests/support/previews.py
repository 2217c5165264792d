"""Event logs as the engine writes them, made by hand: what a report is read from, without the engine."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pulumi_junction.core.noting import MARK

ORG = "0a1b2c3d-0000-4000-8000-000000000001"
ACME = "3aac8dd1-6c37-4f2b-9d0e-5b1f0a7e2c41"
BETA = "7c1e52b9-0d84-4a6f-8f13-c2e9d46ab705"
LABELS = {ACME: "Acme Care", BETA: "Beta Labs"}
TYPE = "pulumi-python:dynamic/junction:TeamDataPullPreferences"
TRIGGER = "pulumi-python:dynamic/junction:HistoricalPullTrigger"
AT = 1795319599  # 2026-11-22T03:53:19Z

Bag = dict[str, Any]


def days(**providers: Any) -> Bag:
    """`oura=120`, or with overrides `oura=(120, {"sleep": 60})`, in the normal form."""
    return {slug: _normal(value) for slug, value in providers.items()}


def live(limit: int = 365, **providers: Any) -> Bag:
    """The same in the API's own form."""

    def amount(number: int) -> Bag:
        return {"historical_days_to_pull": number, "historical_days_to_pull_limit": limit}

    return {
        slug: {
            "default": amount(one["default"]),
            **(
                {"resource_overrides": {name: amount(number) for name, number in one["resource_overrides"].items()}}
                if "resource_overrides" in one
                else {}
            ),
        }
        for slug, one in days(**providers).items()
    }


def declared(
    providers: Bag, teams: Mapping[str, str] | None = None, env: str = "production", region: str = "eu", **more: Any
) -> Bag:
    """The inputs of a resource."""
    return {
        "__provider": "gASV",
        "org_id": ORG,
        "env": env,
        "region": region,
        "teams": dict(LABELS if teams is None else teams),
        "providers": providers,
        **more,
    }


def applied(inputs: Bag, limit: int = 365, **outputs: Any) -> Bag:
    """The outputs of a resource after an apply in which the service kept what was asked."""
    if not isinstance(inputs["providers"], dict):
        return dict(inputs)
    short = {slug: (one["default"], one.get("resource_overrides", {})) for slug, one in inputs["providers"].items()}
    return {**inputs, "effective": live(limit, **short), "exceptions": {}, "adopted": {}, **outputs}


def _normal(value: Any) -> Bag:
    number, overrides = value if isinstance(value, tuple) else (value, {})
    return {"default": number} | ({"resource_overrides": overrides} if overrides else {})


class Log:
    """One preview's events, in the order of the calls."""

    def __init__(
        self, stack: str = "production-eu", project: str = "wearables", at: int = AT, refresh: bool = True
    ) -> None:
        """Without *refresh* the preview ran without `--refresh`."""
        self.refresh = refresh
        self._looked_at: set[str] = set()
        self.stack = stack
        self.project = project
        self.at = at
        self.events: list[Bag] = [{"preludeEvent": {"config": {}}}]
        self.result: str | None = "succeeded"

    def urn(self, name: str, kind: str = TYPE) -> str:
        """As the engine makes it."""
        return f"urn:pulumi:{self.stack}::{self.project}::{kind}::{name}"

    def same(self, name: str, inputs: Bag, **outputs: Any) -> "Log":
        """Nothing to do."""
        self._look(name, inputs, outputs)
        return self._step("same", name, self._state(inputs, outputs), self._state(inputs, outputs))

    def create(self, name: str, inputs: Bag, noted: Mapping[str, Bag] | None = None) -> "Log":
        """Declared anew; *noted* is what is set there, by team."""
        self.note(name, noted or {})
        return self._step("create", name, None, {"inputs": inputs, "outputs": {}})

    def update(
        self,
        name: str,
        old: Bag,
        new: Bag,
        noted: Mapping[str, Bag] | None = None,
        retained: bool = False,
        **outputs: Any,
    ) -> "Log":
        """Declared otherwise."""
        self._look(name, old, outputs)
        self.note(name, noted or {})
        was = self._state(old, outputs) | {"retainOnDelete": retained}
        return self._step("update", name, was, {"inputs": new, "outputs": {}})

    def adopted(self, name: str, seen: Bag, mine: Bag) -> "Log":
        """Read before, declared now: the engine discards what it only read."""
        was = self._state(seen, {}) | {"external": True}
        for op in ("create-replacement", "replace"):
            self._step(op, name, was, {"inputs": mine, "outputs": {}})
        return self._step("discard-replaced", name, was, None)

    def replace(self, name: str, old: Bag, new: Bag) -> "Log":
        """To another place: three steps, and one of them says it all."""
        self._look(name, old, {})
        was, will = self._state(old, {}), {"inputs": new, "outputs": {}}
        for op in ("create-replacement", "replace"):
            self._step(op, name, was, will)
        return self._step("delete-replaced", name, was, None)

    def delete(
        self, name: str, inputs: Bag, retained: bool = False, op: str = "delete", looked: bool = True, **outputs: Any
    ) -> "Log":
        """Declared no more; with `--run-program` the engine does not look at it before."""
        if looked:
            self._look(name, inputs, outputs)
        return self._step(op, name, self._state(inputs, outputs) | {"retainOnDelete": retained}, None)

    def refreshed(
        self, name: str, old: Bag, new: Bag | None, diffs: Sequence[str] = (), before: Bag | None = None, **outputs: Any
    ) -> "Log":
        """What a refresh was given, and what it found; None: gone."""
        self._looked_at.add(name)
        found = None if new is None else {"inputs": new, "outputs": {**applied(new), **outputs}}
        data = self._metadata("refresh", name, TYPE, self._state(old, before or {}), found) | {"diffs": list(diffs)}
        self.events += [{"resourcePreEvent": {"metadata": data}}, {"resOutputsEvent": {"metadata": data}}]
        return self

    def trigger(self, op: str, name: str, old: Bag | None, new: Bag | None, diffs: Sequence[str] = ()) -> "Log":
        """A HistoricalPullTrigger."""
        was = None if old is None else {"inputs": old, "outputs": old}
        self._step(op, name, was, None if new is None else {"inputs": new, "outputs": {}}, TRIGGER)
        self.events[-2]["resourcePreEvent"]["metadata"]["diffs"] = list(diffs)
        return self

    def other(self, op: str, name: str, kind: str = "random:index/randomPet:RandomPet") -> "Log":
        """A resource that is no preference."""
        state = {"inputs": {"prefix": "not-to-be-shown"}, "outputs": {}}
        return self._step(op, name, None if op == "create" else state, None if op == "delete" else state, kind)

    def read(self, name: str, inputs: Bag, old: Bag | None = None, op: str = "read") -> "Log":
        """A resource that is looked at, and not owned."""
        return self._step(op, name, self._state(old, {}) if old else None, self._state(inputs, {}))

    def note(self, name: str, found: Mapping[str, Bag]) -> "Log":
        """What the provider leaves in the log when it has looked."""
        rows = [[slug, wire, [team]] for team, providers in found.items() for slug, wire in providers.items()]
        return self.says("debug", MARK + json.dumps(rows) + "\n", name) if rows else self

    def warning(self, text: str, name: str = "") -> "Log":
        """Of a resource, or of the run."""
        return self.says("warning", text, name)

    def error(self, text: str, name: str = "") -> "Log":
        """The preview fails."""
        self.result = "failed"
        return self.says("error", text, name)

    def says(self, severity: str, text: str, name: str = "") -> "Log":
        """Any diagnostic."""
        urn = {"urn": self.urn(name)} if name else {}
        self.events.append({"diagnosticEvent": {**urn, "message": text, "color": "never", "severity": severity}})
        return self

    def violation(self, policy: str, text: str, name: str, level: str = "mandatory") -> "Log":
        """A policy objects."""
        pack = {"policyName": policy, "policyPackName": "junction-rules", "enforcementLevel": level}
        self.events.append({"policyEvent": {"resourceUrn": self.urn(name), "message": text, **pack}})
        return self

    def interrupted(self) -> "Log":
        """The log ends before its summary."""
        self.result = None
        return self

    def lines(self) -> list[Bag]:
        """All events, numbered and timed."""
        summary = [] if self.result is None else [{"summaryEvent": {"isPreview": True, "result": self.result}}]
        numbered = enumerate([*self.events, *summary])
        return [{"sequence": number, "timestamp": self.at + number // 10, **event} for number, event in numbered]

    def text(self) -> str:
        """The file."""
        return "".join(json.dumps(event) + "\n" for event in self.lines())

    def digest(self) -> str:
        """The same preview as `pulumi preview --json` prints it."""
        steps: Sequence[Bag] = [
            {"op": data["op"], "urn": data["urn"], "oldState": data["old"], "newState": data["new"]}
            for event in self.events
            if "resourcePreEvent" in event and (data := event["resourcePreEvent"]["metadata"])["op"] != "same"
        ]
        said = [event["diagnosticEvent"] for event in self.events if "diagnosticEvent" in event]
        return json.dumps({"steps": steps, "diagnostics": said, "duration": 1, "changeSummary": {}}, indent=2)

    def _look(self, name: str, inputs: Bag, outputs: Bag) -> None:
        """Refresh finds everything as it was, but for what the test has said itself."""
        if self.refresh and name not in self._looked_at:
            self.refreshed(name, inputs, inputs, before=outputs, **outputs)

    def _step(self, op: str, name: str, old: Bag | None, new: Bag | None, kind: str = TYPE) -> "Log":
        data = self._metadata(op, name, kind, old, new)
        self.events.append({"resourcePreEvent": {"metadata": data, "planning": True}})
        self.events.append({"resOutputsEvent": {"metadata": data, "planning": True}})
        return self

    def _metadata(self, op: str, name: str, kind: str, old: Bag | None, new: Bag | None) -> Bag:
        states = {"old": old and {"type": kind, **old}, "new": new and {"type": kind, **new}}
        return {"op": op, "urn": self.urn(name, kind), "type": kind, **states}

    def _state(self, inputs: Bag, outputs: Bag) -> Bag:
        return {"inputs": inputs, "outputs": {**applied(inputs), **outputs} if "providers" in inputs else {}}
