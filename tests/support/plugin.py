"""The provider in its own process, called over gRPC as the engine calls it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import grpc
from google.protobuf import empty_pb2
from google.rpc import status_pb2
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc
from typing_extensions import Self

from pulumi_junction.providers.pickled import TEAM_DATA_PULL_PREFERENCES as PICKLED
from tests.support.bags import marshal, unmarshal
from tests.support.plugin_process import PluginProcess

Props = Mapping[str, Any]
T = TypeVar("T")

CALL_SECONDS = 30

MOST_BYTES = 400 << 20
"""Of a message, as the engine and the SDK have it; gRPC's own bound is 4 MB."""

TYPE = "pulumi-python:dynamic/junction:TeamDataPullPreferences"


def urn_of(name: str, stack: str = "sandbox-us") -> str:
    return f"urn:pulumi:{stack}::shop::{TYPE}::{name}"


URN = urn_of("research")


class CallFailedError(Exception):
    """What the engine makes of a failed call: status details win over the status where their codes agree."""

    def __init__(self, error: grpc.RpcError) -> None:
        trailers = {item.key: item.value for item in error.trailing_metadata() or ()}
        status = status_pb2.Status.FromString(trailers.get("grpc-status-details-bin", b""))
        self.traceback: str = error.details() or ""
        """The plain status: what an engine shows that finds no details."""
        self.code: grpc.StatusCode = error.code()
        self.clean = status.code == self.code.value[0]
        self.message: str = status.message if self.clean else self.traceback
        self.details = status
        self.partial: provider_pb2.ErrorResourceInitFailed | None = None
        """What is kept in state all the same."""
        for detail in status.details:
            self.partial = provider_pb2.ErrorResourceInitFailed()
            detail.Unpack(self.partial)
        super().__init__(self.message)

    @property
    def kept(self) -> dict[str, Any]:
        """The outputs that are kept."""
        assert self.partial is not None, f"nothing is kept: {self.message}"
        return _echoed(self.partial.properties)


@dataclass(frozen=True)
class Checked:
    inputs: dict[str, Any]
    failures: list[tuple[str, str]]
    """Property and reason of each."""

    @property
    def reasons(self) -> list[str]:
        return [reason for _, reason in self.failures]


@dataclass(frozen=True)
class Compared:
    engine_decides: bool
    """Neither changed nor unchanged: the engine compares the inputs, path by path."""

    replaces: list[str]


@dataclass(frozen=True)
class Found:
    id: str
    outputs: dict[str, Any]
    inputs: dict[str, Any]


class Plugin:
    """`with Plugin(...) as plugin:` is one process; it ends with the block, whatever happened in it."""

    def __init__(
        self,
        *,
        engine: str | None = "127.0.0.1:1",
        variables: Mapping[str, str] | None = None,
        site: Path | None = None,
    ) -> None:
        """*engine* is the address it may talk back to, *site* a folder whose `sitecustomize` it runs first."""
        self._process = PluginProcess(engine, variables or {}, site)

    def __enter__(self) -> Self:
        process = self._process.__enter__()
        options = [("grpc.max_receive_message_length", MOST_BYTES)]
        self._channel = grpc.insecure_channel(f"127.0.0.1:{process.port}", options=options)
        self._stub = provider_pb2_grpc.ResourceProviderStub(self._channel)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._channel.close()
        self._process.__exit__(kind, error, trace)

    @property
    def printed(self) -> str:
        """What it wrote to stderr: the engine would show that to people."""
        return self._process.printed

    @property
    def alive(self) -> bool:
        return self._process.alive

    def configure(self, config: Mapping[str, str]) -> Self:
        answer = self._call(self._stub.Configure, provider_pb2.ConfigureRequest(args=marshal(config)))
        assert not answer.acceptSecrets, "these requests would have to carry secrets as such"
        return self

    def check(self, olds: Props, news: Props, urn: str = URN) -> Checked:
        """*olds* are the inputs of the state, empty before a create."""
        request = provider_pb2.CheckRequest(
            urn=urn,
            name=_name(urn),
            type=TYPE,
            olds=_bag(olds) if olds else None,
            news=_bag(news),
            randomSeed=b"\0" * 32,
        )
        answer = self._call(self._stub.Check, request)
        return Checked(_echoed(answer.inputs), [(failure.property, failure.reason) for failure in answer.failures])

    def diff(self, id_: str, olds: Props, news: Props, old_inputs: Props, urn: str = URN) -> Compared:
        """*olds* are the outputs of the state, *news* the checked inputs."""
        request = provider_pb2.DiffRequest(
            id=id_, urn=urn, name=_name(urn), type=TYPE, olds=_bag(olds), news=_bag(news), old_inputs=_bag(old_inputs)
        )
        answer = self._call(self._stub.Diff, request)
        return Compared(answer.changes == provider_pb2.DiffResponse.DIFF_UNKNOWN, list(answer.replaces))

    def create(self, news: Props, urn: str = URN) -> tuple[str, dict[str, Any]]:
        request = provider_pb2.CreateRequest(urn=urn, name=_name(urn), type=TYPE, properties=_bag(news))
        answer = self._call(self._stub.Create, request)
        return answer.id, _echoed(answer.properties)

    def update(self, id_: str, olds: Props, news: Props, old_inputs: Props, urn: str = URN) -> dict[str, Any]:
        request = provider_pb2.UpdateRequest(
            id=id_, urn=urn, name=_name(urn), type=TYPE, olds=_bag(olds), news=_bag(news), old_inputs=_bag(old_inputs)
        )
        return _echoed(self._call(self._stub.Update, request).properties)

    def read(self, id_: str, outputs: Props | None, inputs: Props, urn: str = URN) -> Found:
        """Without *outputs* it is a get: the inputs are the program's own, unchecked."""
        request = provider_pb2.ReadRequest(
            id=id_,
            urn=urn,
            name=_name(urn),
            type=TYPE,
            properties=None if outputs is None else _bag(outputs),
            inputs=_bag(inputs),
        )
        answer = self._call(self._stub.Read, request)
        found = _echoed(answer.inputs) if answer.HasField("inputs") else {}
        return Found(answer.id, _echoed(answer.properties), found)

    def delete(self, id_: str, outputs: Props, old_inputs: Props, urn: str = URN) -> None:
        request = provider_pb2.DeleteRequest(
            id=id_, urn=urn, name=_name(urn), type=TYPE, properties=_bag(outputs), old_inputs=_bag(old_inputs)
        )
        self._call(self._stub.Delete, request)

    def cancel(self) -> None:
        """What the engine sends at the first Ctrl-C."""
        self._call(self._stub.Cancel, empty_pb2.Empty())

    def _call(self, method: Callable[..., T], request: object) -> T:
        try:
            return method(request, timeout=CALL_SECONDS)
        except grpc.RpcError as error:
            raise CallFailedError(error) from None


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]


def _bag(props: Props) -> Any:
    return marshal({**props, "__provider": PICKLED})


def _echoed(struct: Any) -> dict[str, Any]:
    """Without `__provider` a state could not be used any more, so that is seen to here for every answer."""
    props = unmarshal(struct)
    assert props.pop("__provider", None) == PICKLED
    return props
