"""The emulator behind a socket, on loopback only: in a thread for tests and the demo, or for the command."""

import ipaddress
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

import uvicorn

from pulumi_junction.emulator.app import create_app
from pulumi_junction.emulator.connection import Connection
from pulumi_junction.emulator.state import Emulator

START_SECONDS = 10
STOP_SECONDS = 5


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    ValueError for a host that is not loopback: the emulator has a well-known key. OSError for a port in use.
    """
    # Names are not looked up: what one stands for is decided elsewhere.
    address = "127.0.0.1" if host == "localhost" else host
    try:
        loopback = ipaddress.ip_address(address).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise ValueError(f"{host} is not a loopback address; use 127.0.0.1, ::1 or localhost")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.create_server((address, port), family=family)
    # Connections inherit it. asyncio sets it on sockets of another making, and without it each answer takes 40 ms more.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def url_of(sock: socket.socket) -> str:
    """`http://HOST:PORT` of a listening socket."""
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Server(uvicorn.Server):
    """uvicorn, quiet, that says when it is ready and ends with success on SIGINT and SIGTERM."""

    def __init__(self, emulator: Emulator, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                create_app(emulator),
                loop="asyncio",
                http=Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="error",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        )
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Ready once this returns: the sockets are being served."""
        await super().startup(sockets=sockets)
        self._on_ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on either signal; uvicorn raises it again at the end, which ends in a traceback or kills."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {caught: signal.signal(caught, self.handle_exit) for caught in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for caught, handler in before.items():
                signal.signal(caught, handler)


class ThreadedEmulator(Emulator):
    """`with ThreadedEmulator() as junction:` serves at `junction.url` until the end of the block."""

    url: str

    def __enter__(self) -> "ThreadedEmulator":
        self._ready = threading.Event()
        self._socket = listen("127.0.0.1", 0)
        self.url = url_of(self._socket)
        self._server = Server(self, self._ready.set)
        self._thread = threading.Thread(target=self._serve, name="junction-emulator", daemon=True)
        self._thread.start()
        self._ready.wait(START_SECONDS)
        if not self._server.started:
            self._stop()
            raise RuntimeError(f"the emulator did not start within {START_SECONDS} seconds")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _serve(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._ready.set()  # nobody waits for a server that has failed

    def _stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(STOP_SECONDS)
        self._socket.close()
        self.close()
        if self._thread.is_alive():
            raise RuntimeError(f"the emulator did not stop within {STOP_SECONDS} seconds")
