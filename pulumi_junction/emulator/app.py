"""The emulator as an ASGI application: the API, behind a front door that every request passes."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.requests import ClientDisconnect
from starlette.requests import Request as Incoming
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pulumi_junction.emulator.journal import Request
from pulumi_junction.emulator.management import router
from pulumi_junction.emulator.refusals import unprocessable
from pulumi_junction.emulator.state import Emulator


def create_app(emulator: Emulator) -> ASGIApp:
    """What a server or an in-process transport runs. Apps of one emulator share everything."""
    return FrontDoor(create_api(emulator), emulator)


def create_api(emulator: Emulator) -> FastAPI:
    """The API alone: nothing is recorded or delayed."""
    # Only what the documents have: no pages of FastAPI's own, no redirect to a path with a slash.
    api = FastAPI(title="Junction emulator", openapi_url=None, redirect_slashes=False)
    api.state.emulator = emulator
    api.add_exception_handler(RequestValidationError, unprocessable)
    api.include_router(router)
    return api


class FrontDoor:
    """Waits `latency_ms`, and records each request as its answer begins, before the client can see it."""

    def __init__(self, app: ASGIApp, emulator: Emulator) -> None:
        self._app = app
        self._emulator = emulator

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; faults, when there are any, belong here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        place = self._emulator.journal.arrive()
        try:
            body = await Incoming(scope, receive).body()
        except ClientDisconnect:
            return
        await asyncio.sleep(self._emulator.options.latency_ms / 1000)

        async def recorded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._emulator.journal.answer(place, _recorded(scope, body, message["status"]))
            await send(message)

        await self._app(scope, _replayed(body, receive), recorded)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The body once more, for the app; afterwards whatever the server has to say."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay


def _recorded(scope: Scope, body: bytes, status: int) -> Request:
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return Request(scope["method"], scope["path"], query, _readable(body), status)


def _readable(body: bytes) -> Any | None:
    if not body:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode(errors="replace")
