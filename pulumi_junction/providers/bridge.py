"""Between the engine and the core: property bags, clean failures, messages to whoever is watching.

`clean` and `Message` use what the dynamic provider's interface does not offer but its gRPC frames hold (docs/adr/0004);
where that is not there they fall back to a plain exception and to silence.
"""

import functools
import re
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, NoReturn, ParamSpec, TypeVar

from pulumi.output import Unknown
from pulumi.runtime import rpc

from pulumi_junction.core.values import UNKNOWN
from pulumi_junction.errors import JunctionError

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")

PROVIDER_KEY = "__provider"


def plain(bag: Mapping[str, Any]) -> dict[str, Any]:
    """Take a property bag apart for the core: no `__provider`, and UNKNOWN where the engine does not know yet."""
    return {key: _known(value) for key, value in bag.items() if key != PROVIDER_KEY}


def bag(values: Mapping[str, Any]) -> dict[str, Any]:
    """Make the core's values a property bag again."""
    return {key: _wire(value) for key, value in values.items()}


def _known(value: Any) -> Any:
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, Mapping):
        return {key: _known(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_known(one) for one in value]
    return value


def _wire(value: Any) -> Any:
    if value is UNKNOWN:
        return rpc.UNKNOWN
    if isinstance(value, Mapping):
        return {key: _wire(one) for key, one in value.items()}
    return [_wire(one) for one in value] if isinstance(value, list | tuple) else value


@dataclass(frozen=True, slots=True)
class Call:
    """The gRPC call that is being served."""

    request: Any
    context: Any

    @property
    def urn(self) -> str:
        """The resource that is spoken of."""
        return getattr(self.request, "urn", "")

    @classmethod
    def current(cls) -> "Call | None":
        """Find it among the callers' frames, as the interface of dynamic providers does not pass it on.

        In a thread that helps it is what its maker served.
        """
        frame = sys._getframe()
        while frame.f_back is not None:
            frame = frame.f_back
            context = frame.f_locals.get("context")
            if hasattr(context, "set_trailing_metadata"):
                return cls(frame.f_locals.get("request"), context)
        return _served.get()


_served: ContextVar["Call | None"] = ContextVar("served", default=None)


class PartialFailure(JunctionError):
    """A failure half-way: what was done is kept in state, so that the next run goes on from there."""

    def __init__(self, what: str, id_: str, outputs: Mapping[str, Any]) -> None:
        super().__init__(what)
        self.id = id_
        self.outputs = outputs


class Failure(Exception):
    """What the engine is told. Where status details do not reach it, the last line of its traceback is this text."""


def clean(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Let a provider's method fail in one line. Nothing else escapes: a BaseException would hang the engine."""

    @functools.wraps(method)
    def wrapper(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        served = _served.set(Call.current())
        try:
            return method(self, *args, **kwargs)
        except JunctionError as problem:
            fail(problem)
        except BaseException as bug:
            where = traceback.extract_tb(bug.__traceback__)[-1]
            fail(
                JunctionError(
                    f"{type(bug).__name__} at {Path(where.filename).name}:{where.lineno}.",
                    "This is a bug in pulumi-junction; please report this line to its authors.",
                )
            )
        finally:
            _served.reset(served)

    return wrapper


def fail(problem: JunctionError) -> NoReturn:
    """End the call with one line. The trailer is set once: setting it again would drop the partial state."""
    text = " ".join(str(problem).split())
    call = Call.current()
    if call is not None:
        with suppress(Exception):  # where the SDK has no such way to fail, a plain exception must do
            call.context.abort = _one_line(call.context.abort, text)
        with suppress(Exception):  # where the engine does not know status details, the line above must do
            trailer = (("grpc-status-details-bin", _status(text, problem, call.request)),)
            call.context.set_trailing_metadata(trailer)
    raise Failure(text) from None


def _one_line(abort: Callable[[Any, str], NoReturn], text: str) -> Callable[[Any, str], NoReturn]:
    """Let the servicer, which ends a failed call with its traceback, end it with this line."""
    return lambda code, _: abort(code, text)


def _status(text: str, problem: JunctionError, request: Any) -> bytes:
    """Make the status that the engine reads in place of the traceback; its code is that of the servicer's abort."""
    from google.rpc import status_pb2

    status = status_pb2.Status(code=2, message=text)
    if isinstance(problem, PartialFailure):
        status.details.add().Pack(_init_failed(text, problem, request))
    return bytes(status.SerializeToString())


def _init_failed(text: str, problem: PartialFailure, request: Any) -> Any:
    """Make the detail that keeps an id and outputs in state. Without `__provider` that state could not be refreshed."""
    import asyncio

    from pulumi.runtime.proto import provider_pb2

    sent = request.news if hasattr(request, "news") else request.properties
    outputs = {**bag(problem.outputs), PROVIDER_KEY: sent[PROVIDER_KEY]}
    loop = asyncio.new_event_loop()
    try:
        properties = loop.run_until_complete(rpc.serialize_properties(outputs, {}))
    finally:
        loop.close()
    return provider_pb2.ErrorResourceInitFailed(id=problem.id, properties=properties, reasons=[text])


def engine_address() -> str:
    """Return where the engine listens, on this machine; empty where it is not that.

    It is the process's last argument: `--logflow` puts others before it.
    """
    address = sys.argv[-1] if len(sys.argv) > 1 else ""
    return address if re.fullmatch(r"(127\.0\.0\.1|localhost|\[::1\]):\d+", address) else ""


def current_urn() -> str:
    """Return the URN of the resource whose call is being served; empty outside of one."""
    call = Call.current()
    return call.urn if call else ""


def name_of(urn: str) -> str:
    """Return a resource's name, the last part of its URN."""
    return urn.rpartition("::")[2]


def warn(text: str) -> None:
    """Show a warning under the resource, in previews too. Names the resource, as `--diff` prints no header."""
    _log(text, "WARNING")


def tell(text: str) -> None:
    """Show what became of something; it stays among the diagnostics. Names the resource, as a warning does."""
    _log(text, "INFO")


def progress(text: str) -> None:
    """Show a line while the resource is worked on; gone afterwards."""
    _log(text, "INFO", ephemeral=True, named=False)


def note(text: str) -> None:
    """Leave a line in the engine's event log that nobody is shown."""
    _log(text, "DEBUG", named=False)


def _log(text: str, severity: str, ephemeral: bool = False, named: bool = True) -> None:
    """Tell the engine. Never ERROR: that fails nothing, yet says so."""
    call, address = Call.current(), engine_address()
    if call is None or not address:
        return
    try:
        from pulumi.runtime.proto import engine_pb2

        name = name_of(call.urn)
        message = f"{name}: {text}" if name and named else text
        level = getattr(engine_pb2, severity)
        request = engine_pb2.LogRequest(severity=level, message=message, urn=call.urn, ephemeral=ephemeral)
        _engine(address).Log(request, timeout=2)
    except Exception:  # a message never fails an operation
        return


@functools.lru_cache(maxsize=1)
def _engine(address: str) -> Any:
    import grpc
    from pulumi.runtime.proto import engine_pb2_grpc

    return engine_pb2_grpc.EngineStub(grpc.insecure_channel(address))
