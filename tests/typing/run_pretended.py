"""Run programs as Pulumi does, with a pretended engine; says which resources each of them declares, and with what.

With `skipping` as the first argument it answers nothing, as the engine does for what `--target` leaves out.
"""

import json
import runpy
import sys
from typing import Any

import pulumi
from pulumi.runtime.rpc import unwrap_rpc_secret

from pulumi_junction.core.inputs import normalise


class Pretended(pulumi.runtime.Mocks):
    """Outputs are what a service answers that keeps all as it is declared."""

    def __init__(self, skips: bool) -> None:
        self.declared: dict[str, Any] = {}
        self._skips = skips

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        inputs = {key: unwrap_rpc_secret(value) for key, value in args.inputs.items() if not key.startswith("__")}
        if self._skips:
            return "", {}
        if args.resource_id:  # a read: its inputs are names without days
            inputs["providers"] = dict.fromkeys(inputs["providers"], 30)
        normal = normalise(inputs)
        self.declared[args.name] = [str(problem) for problem in normal.problems] or normal.values["providers"]
        if normal.problems:
            return "", {}
        effective = {slug: _as_answered(want) for slug, want in normal.values["providers"].items()}
        return "sandbox/us/1", normal.values | {"effective": effective, "exceptions": {}}

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, Any], None]:
        return {}, None


def _as_answered(want: dict[str, Any]) -> dict[str, Any]:
    overrides = {name: {"historical_days_to_pull": days} for name, days in want.get("resource_overrides", {}).items()}
    return {"default": {"historical_days_to_pull": want["default"]}, "resource_overrides": overrides}


def run(program: str, skips: bool) -> dict[str, Any]:
    engine = Pretended(skips)
    pulumi.runtime.set_mocks(engine, project="shop", stack="sandbox-us")

    @pulumi.runtime.test  # type: ignore[untyped-decorator]
    def whole() -> None:
        runpy.run_path(program)

    whole()
    return engine.declared


if __name__ == "__main__":
    skips = sys.argv[1] == "skipping"
    print(json.dumps({program: run(program, skips) for program in sys.argv[1 + skips :]}))
