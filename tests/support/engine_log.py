"""The part of the engine that a provider talks back to: its log."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc
from typing_extensions import Self


@dataclass(frozen=True)
class Message:
    severity: str
    text: str
    urn: str
    ephemeral: bool


class EngineLog(engine_pb2_grpc.EngineServicer):
    """`with EngineLog() as log:` listens at `log.address` and keeps what it is told."""

    address: str

    def __enter__(self) -> Self:
        self._lock = threading.Lock()
        self._messages: list[Message] = []
        self._server = grpc.server(ThreadPoolExecutor(2))
        engine_pb2_grpc.add_EngineServicer_to_server(self, self._server)
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Nobody listens any more, as after the engine was killed."""
        self._server.stop(grace=0).wait(5)

    def Log(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802 (the service names it)
        """A provider waits for this answer, so a message is here before the call that sent it returns."""
        severity = engine_pb2.LogSeverity.Name(request.severity)
        with self._lock:
            self._messages.append(Message(severity, request.message, request.urn, request.ephemeral))
        return empty_pb2.Empty()

    @property
    def messages(self) -> list[Message]:
        """What people are shown."""
        with self._lock:
            return [message for message in self._messages if message.severity != "DEBUG"]

    @property
    def notes(self) -> list[Message]:
        """What stands in the event log, and is shown to nobody."""
        with self._lock:
            return [message for message in self._messages if message.severity == "DEBUG"]

    @property
    def warnings(self) -> list[Message]:
        return [message for message in self.messages if message.severity == "WARNING"]

    def clear(self) -> None:
        with self._lock:
            self._messages.clear()
