"""A connection that an application may close, and that says when the server stops."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

from pulumi_junction.emulator.exchange import CONNECTION


class Connection(H11Protocol):
    """uvicorn's, which is also an `exchange.Line`."""

    stopping: asyncio.Event

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Every request's scope has a copy of `app_state`."""
        super().connection_made(transport)
        self.stopping = asyncio.Event()
        self.app_state = {**self.app_state, CONNECTION: self}

    def shutdown(self) -> None:
        """Called by the server when it stops."""
        super().shutdown()
        self.stopping.set()

    def write(self, data: bytes) -> None:
        """What a request of this connection may do, in place of an answer."""
        self.transport.write(data)

    def close(self) -> None:
        """What a request of this connection may do."""
        self.transport.close()
