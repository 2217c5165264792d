"""Programs without an engine: Pulumi's own mocks take what would be registered."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pytest
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks, set_mocks
from pulumi.runtime.stack import run_pulumi_func

from pulumi_junction.core.inputs import normalise

TEAM = "aaaa1111-1111-4111-8111-111111111111"
OTHER = "bbbb2222-2222-4222-8222-222222222222"
ORG = "0a1b2c3d-0000-4000-8000-000000000001"


class TidyMonitor(MockMonitor):
    """Keeps what is registered, and closes the event loops that Pulumi's opens in its threads and forgets."""

    def __init__(self, engine: "Engine") -> None:
        super().__init__(engine)
        self.requests = engine.requests

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - gRPC's name
        self.requests.append(request)
        return _tidily(super().RegisterResource, request)

    def ReadResource(self, request: Any) -> Any:  # noqa: N802 - gRPC's name
        return _tidily(super().ReadResource, request)


def _tidily(call: Callable[[Any], Any], request: Any) -> Any:
    try:
        return call(request)
    finally:
        with suppress(RuntimeError):  # this thread has no loop
            loop = asyncio.get_event_loop()
            if not loop.is_running():
                loop.close()
                asyncio.set_event_loop(None)


def _in_the_clear(value: Any) -> Any:
    """A provider never sees that something is secret."""
    value = rpc.unwrap_rpc_secret(value)
    if isinstance(value, dict):
        return {key: _in_the_clear(one) for key, one in value.items()}
    return [_in_the_clear(one) for one in value] if isinstance(value, list) else value


@dataclass
class Engine(Mocks):
    """Keeps what a program registers; answers with the normal form, and that the service made 90 days of it."""

    stack: str = "dev"
    config: dict[str, str] = field(default_factory=dict)
    preview: bool = False
    resources: list[MockResourceArgs] = field(default_factory=list)
    requests: list[Any] = field(default_factory=list)
    """As they reach the engine, the stack's own among them."""

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.resources.append(args)
        days = {"historical_days_to_pull": 90, "historical_days_to_pull_limit": 365}
        shown = {"default": days, "resource_overrides": {"sleep": days}}
        learnt = {"effective": {"oura": shown}, "exceptions": {TEAM: {"oura": {"default": days}}}}
        inputs = _in_the_clear(args.inputs)
        if args.resource_id:
            inputs["providers"] = {
                slug: {"default": 90, "resource_overrides": {"sleep": 90}} for slug in inputs["providers"]
            }
        declared = normalise(inputs).values
        return args.resource_id or f"{args.name}-id", {**declared, **learnt}

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        raise AssertionError("no function of an engine is called")

    def run(self, program: Callable[[], Any]) -> Any:
        """Run a program to its end; returns what it returns, outputs resolved. Settings end with it, too."""
        return asyncio.run(self._run(program))

    async def _run(self, program: Callable[[], Any]) -> Any:
        set_mocks(self, project="shop", stack=self.stack, preview=self.preview, monitor=TidyMonitor(self))
        pulumi.runtime.set_all_config({f"junction:{name}": value for name, value in self.config.items()})
        results: list[Any] = []

        async def body() -> None:
            results.append(await pulumi.Output.from_input(program()).future())

        await run_pulumi_func(body)
        return results[0]

    @property
    def inputs(self) -> dict[str, Any]:
        """Those of the only resource, without the class that serves it."""
        (resource,) = self.resources
        return {name: value for name, value in resource.inputs.items() if name != "__provider"}


@pytest.fixture
def engine() -> Engine:
    return Engine()
