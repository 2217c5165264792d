"""A program that runs inside the test: what the SDK leaves behind when the engine goes first is cleared away."""

import asyncio
import sys
import threading
import time
from collections.abc import Callable

from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS

Program = Callable[[], object]

SECONDS = 30.0
"""Far longer than a program goes on after the engine has ended."""


def own_connections() -> None:
    """Have each program of this process connect to its engine anew.

    gRPC shares connections by address, and goes on trying to reach an engine that has ended. By default a program
    whose engine is given the port of an earlier one is told of that one's absence: "Resource monitor has terminated".
    """
    own = ("grpc.use_local_subchannel_pool", 1)
    if own not in _GRPC_CHANNEL_OPTIONS:
        _GRPC_CHANNEL_OPTIONS.append(own)


class InlineRun:
    """A program that remembers where it ran.

    Where an operation fails, the engine ends before the program does. The SDK's language server then trips over the
    engine's absence, and leaves an event loop with tasks to the garbage collector, whose complaints pytest takes for
    errors of whatever test is running by then.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def __call__(self) -> None:
        """Run the program."""
        self._loop, self._thread = asyncio.get_running_loop(), threading.current_thread()
        self._program()

    def end(self) -> None:
        """Wait until the SDK has let go of the program; end what it has not ended."""
        if self._loop is None:
            return
        deadline = time.monotonic() + SECONDS
        while self._is_served():
            if time.monotonic() > deadline:
                raise AssertionError(f"the program still runs {SECONDS} seconds after the engine has ended")
            time.sleep(0.005)
        if not self._loop.is_closed():
            _finish(self._loop, asyncio.all_tasks(self._loop))

    def _is_served(self) -> bool:
        """Tell whether the language server's `Run` is still on the stack of the thread that called the program."""
        frame = sys._current_frames().get(self._thread.ident or 0) if self._thread else None
        while frame is not None and frame.f_code.co_name != "Run":
            frame = frame.f_back
        return frame is not None


def _finish(loop: asyncio.AbstractEventLoop, tasks: set["asyncio.Task[object]"]) -> None:
    """Cancel what is left, look at how each ended, so that asyncio does not report it, and close the loop."""
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.wait(tasks))
    for task in tasks:
        if not task.cancelled():
            task.exception()
    loop.close()
