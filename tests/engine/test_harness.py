"""What the other tests here stand on."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

from tests.support.engine import EngineStack, find_cli
from tests.support.engine_programs import OURA, preferences


def test_without_a_cli_tests_are_skipped_with_the_command_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(pytest.skip.Exception, match="make setup"):
        find_cli(str(tmp_path), ci=False)


def test_without_a_cli_tests_fail_where_ci_runs_them(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="make setup"):
        find_cli(str(tmp_path), ci=True)


def test_an_operation_that_ends_otherwise_than_expected_fails_the_test(stack: EngineStack) -> None:
    with pytest.raises(AssertionError, match="must be a whole number of days"):
        stack.preview(preferences(providers={"oura": 0}))
    with pytest.raises(AssertionError, match="expected to fail, but ended well"):
        stack.preview(preferences(providers=OURA), fails=True)


def test_an_engine_on_the_port_of_one_that_has_ended_is_reached() -> None:
    """A program of an operation that failed may outlive its engine, and asks for it on and on."""
    earlier, port = _engine(0)
    left_behind = _ask(port)
    earlier.stop(0).wait()
    with pytest.raises(grpc.RpcError):
        left_behind.Log(engine_pb2.LogRequest())

    later, _ = _engine(port)
    try:
        _ask(port)
    finally:
        later.stop(0).wait()


class _Engine(engine_pb2_grpc.EngineServicer):
    def Log(self, request: Any, context: Any) -> Empty:  # noqa: N802
        return Empty()


def _engine(port: int) -> tuple[grpc.Server, int]:
    server = grpc.server(ThreadPoolExecutor(1))
    engine_pb2_grpc.add_EngineServicer_to_server(_Engine(), server)
    port = server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    return server, port


def _ask(port: int) -> engine_pb2_grpc.EngineStub:
    channel = grpc.insecure_channel(f"127.0.0.1:{port}", options=_GRPC_CHANNEL_OPTIONS)
    engine = engine_pb2_grpc.EngineStub(channel)
    engine.Log(engine_pb2.LogRequest())
    return engine
