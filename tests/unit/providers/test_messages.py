"""Warnings and progress go to the engine's log, and never stand in the way of an operation."""

import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NoReturn

import httpx
import pytest
from pulumi.runtime.proto import engine_pb2

from pulumi_junction.providers import bridge
from pulumi_junction.providers.bridge import progress, warn
from tests.unit.providers.conftest import EngineLog, Network
from tests.unit.providers.process import A, Process, declared, served, urn_of

REQUEST = SimpleNamespace(urn=urn_of("research"))


def test_a_warning_stands_under_its_resource_and_names_it(log: EngineLog) -> None:
    served(REQUEST, lambda: warn("mind the gap"))

    (request,) = log.requests
    assert request.severity == engine_pb2.WARNING
    assert request.message == "research: mind the gap"
    assert request.urn == urn_of("research")
    assert request.ephemeral is False


def test_progress_is_gone_afterwards(log: EngineLog) -> None:
    served(REQUEST, lambda: progress("1 of 3"))

    (request,) = log.requests
    assert (request.severity, request.message, request.ephemeral) == (engine_pb2.INFO, "1 of 3", True)


def test_a_resource_without_a_name_needs_none(log: EngineLog) -> None:
    served(SimpleNamespace(urn=""), lambda: warn("mind the gap"))

    assert log.warnings == ["mind the gap"]


def test_outside_of_a_call_nothing_is_said(log: EngineLog) -> None:
    warn("mind the gap")

    assert log.requests == []


@pytest.mark.parametrize(
    ("argv", "heard"),
    [
        (["provider"], False),
        (["provider", ""], False),
        (["provider", "tests/unit"], False),
        (["provider", "10.0.0.1:80"], False),
        (["provider", "127.0.0.1"], False),
        (["provider", "127.0.0.1:80.example:80"], False),
        (["provider", "127.0.0.1:4000"], True),
        (["provider", "localhost:4000"], True),
        (["provider", "[::1]:4000"], True),
        (["provider", "--logtostderr", "-v=9", "127.0.0.1:4000"], True),
    ],
)
def test_only_an_engine_on_this_machine_is_told(
    argv: list[str], heard: bool, log: EngineLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", argv)

    served(REQUEST, lambda: warn("mind the gap"))

    assert bool(log.requests) is heard


@pytest.mark.usefixtures("log")
def test_an_engine_that_does_not_listen_fails_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> NoReturn:
        raise RuntimeError("no engine")

    monkeypatch.setattr(bridge, "_engine", broken)

    served(REQUEST, lambda: warn("mind the gap"))


def test_each_wait_of_the_client_is_shown_as_progress(process: Process, network: Network, log: EngineLog) -> None:
    busy: list[Any] = [httpx.Response(503, headers={"Retry-After": "2"})]
    network.refuse = lambda request: busy.pop() if request.method == "POST" and busy else None

    process.create("research", declared([A], oura=120))

    assert log.progress == ["answer 503; waiting 2.0 s before attempt 2 of 6"]
    assert log.warnings == []


def test_a_wait_of_requests_that_go_side_by_side_is_shown_under_the_resource_too(
    process: Process, network: Network, log: EngineLog
) -> None:
    teams = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(150)]
    busy: list[Any] = [httpx.Response(503)] * 2
    network.refuse = lambda request: busy.pop() if request.method == "POST" and busy else None

    process.create("research", declared(teams, oura=120))

    assert [text.partition(";")[0] for text in log.progress] == ["answer 503"] * 2
    assert {request.urn.rpartition("::")[2] for request in log.requests if request.ephemeral} == {"research"}


def test_an_error_is_never_logged_as_one_as_the_engine_would_count_it_and_succeed(
    start: Callable[..., Process], network: Network, log: EngineLog
) -> None:
    network.refuse = lambda _: httpx.Response(500)
    start().check("research", declared([A], oura=120))

    assert {request.severity for request in log.requests} <= {engine_pb2.WARNING, engine_pb2.INFO}
    assert log.requests
