"""One request on its way: passed to the API, answered otherwise, or left without an answer."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pulumi_junction.emulator.detours import resolved

Header = tuple[bytes, bytes]

NO_ANSWER = 0
"""What is recorded as the status where nothing is sent."""

CONNECTION = "emulator.connection"
"""Where `scope["state"]` has the connection, if there is one: in process there is none."""


class Line(Protocol):
    """What a fault needs of a connection; ASGI itself knows no answer but a whole one."""

    stopping: asyncio.Event
    """The server stops: what waits may give up."""

    def write(self, data: bytes) -> None:
        """Send bytes that are not a whole answer yet."""

    def close(self) -> None:
        """End the connection once what was sent so far is on its way."""


@dataclass(frozen=True)
class Answer:
    """A whole answer, before it is sent."""

    status: int
    body: bytes
    headers: tuple[Header, ...] = ((b"content-type", b"application/json"),)

    @classmethod
    def of(cls, status: int, content: Any, *more: Header) -> "Answer":
        """As JSON."""
        return cls(status, json.dumps(content).encode(), (*cls.headers, *more))

    def saying(self, content: Any) -> "Answer":
        """The same with another content."""
        return replace(self, body=json.dumps(content).encode())


@dataclass(frozen=True)
class Exchange:
    """What can be done with one request, whose body has been read; `record` is told the status before it is sent."""

    app: ASGIApp
    scope: Scope
    body: bytes
    receive: Receive
    send: Send
    record: Callable[[int], None]

    async def forward(self) -> None:
        """Let the API answer."""

        async def recorded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.record(message["status"])
            await self.send(message)

        await self._ask(recorded)

    async def carry_out(self) -> Answer:
        """What the API answers; nothing is sent."""
        told: list[Message] = []

        async def keep(message: Message) -> None:
            told.append(message)

        await self._ask(keep)
        start, *parts = told
        return Answer(start["status"], b"".join(part.get("body", b"") for part in parts), tuple(start["headers"]))

    async def reply(self, answer: Answer) -> None:
        """Send all of it."""
        await self.begin(answer)
        await self.say(answer.body, last=True)

    async def begin(self, answer: Answer) -> None:
        """Send what comes before the body, its length included."""
        self.record(answer.status)
        others = [header for header in answer.headers if header[0].lower() != b"content-length"]
        headers = [*others, (b"content-length", str(len(answer.body)).encode())]
        await self.send({"type": "http.response.start", "status": answer.status, "headers": headers})

    async def say(self, part: bytes, *, last: bool = False) -> None:
        """Send a part of the body."""
        await self.send({"type": "http.response.body", "body": part, "more_body": not last})

    async def pause(self, seconds: float) -> bool:
        """Whether the time has passed: not when the client gives up or the server stops before."""
        ends: list[Coroutine[Any, Any, Any]] = [self._gone()]
        if connection := connection_of(self.scope):
            ends.append(connection.stopping.wait())
        return not await _first_of(ends, seconds)

    def write(self, data: bytes) -> None:
        """Send bytes before the beginning of an answer is whole; in process nobody sees them."""
        if connection := connection_of(self.scope):
            connection.write(data)

    async def hang_up(self) -> None:
        """End the connection where it is."""
        connection = connection_of(self.scope)
        if connection is None:
            raise ConnectionAbortedError("a fault ended the connection")
        connection.close()
        await self._gone()

    async def _gone(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def _ask(self, send: Send) -> None:
        scope, body = resolved(self.scope, self.body)
        await self.app(scope, self._replayed(body), send)

    def _replayed(self, body: bytes) -> Receive:
        """The body once more, for the app; afterwards whatever the server has to say."""
        messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return messages.pop() if messages else await self.receive()

        return replay


def connection_of(scope: Scope) -> Line | None:
    """The connection that a request came by, if there is one."""
    line: Line | None = scope.get("state", {}).get(CONNECTION)
    return line


async def _first_of(ends: Iterable[Coroutine[Any, Any, Any]], seconds: float) -> bool:
    """Whether one of them came to its end in time; none of them goes on."""
    tasks = [asyncio.ensure_future(end) for end in ends]
    try:
        done, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
    return bool(done)
