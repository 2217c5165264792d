"""Hearing that Pulumi was told to stop, or is gone: nobody waits for another attempt then (docs/adr/0014)."""

import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

from pulumi_junction.errors import CanceledError
from pulumi_junction.providers.bridge import engine_address

P = ParamSpec("P")
T = TypeVar("T")

_stopped = threading.Event()
_met_engine = threading.Event()


def wait(seconds: float) -> None:
    """Return after the seconds. Once Pulumi was told to stop, raise a CanceledError at once, here and ever after."""
    if _stopped.wait(seconds) or _left_alone():
        raise CanceledError("stopped while waiting to try again, as Pulumi was told to stop.", "Run it again.")


def stop_if_told() -> None:
    """Raise a CanceledError once Pulumi was told to stop, or is gone: what waited for its turn is not sent then."""
    if _stopped.is_set() or _left_alone():
        raise CanceledError("stopped before anything was sent, as Pulumi was told to stop.", "Run it again.")


def listen() -> None:
    """Hear of `Cancel` from now on. The SDK has no hook for it; where gRPC's does not take, waits take their time."""
    with suppress(Exception):
        if _engine_answers():
            _met_engine.set()
    with suppress(Exception):
        _servicer().Cancel.experimental_thread_pool = _Ears(max_workers=1)


class _Ears(ThreadPoolExecutor):
    """Threads for `Cancel` alone: among all others it would be served after the very calls that wait."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        _stopped.set()
        return super().submit(fn, *args, **kwargs)


def _servicer() -> Any:
    """Find the servicer's class among the callers' frames: the interface of dynamic providers does not pass it on."""
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        servicer = frame.f_locals.get("self")
        if hasattr(servicer, "Cancel") and "context" in frame.f_locals:
            return type(servicer)
    raise LookupError("this call is served by nobody")


def _left_alone() -> bool:
    """Tell whether Pulumi was killed: this process lives on, and would write into the run that comes next."""
    return _met_engine.is_set() and _engine_answers() is False


def _engine_answers() -> bool | None:
    """Knock at the engine's door; None where that tells nothing."""
    host, _, port = engine_address().rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=1).close()
    except ConnectionRefusedError:
        return False
    except (OSError, ValueError, OverflowError):  # the last: a port that is none
        return None
    return True
