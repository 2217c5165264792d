"""The emulator as an ASGI application: the API, behind a front door that every request passes."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.requests import ClientDisconnect
from starlette.requests import Request as Incoming
from starlette.types import ASGIApp, Receive, Scope, Send

from pulumi_junction.emulator import control, junction, migrating
from pulumi_junction.emulator.acting import act
from pulumi_junction.emulator.exchange import Exchange
from pulumi_junction.emulator.journal import Request
from pulumi_junction.emulator.management import router
from pulumi_junction.emulator.refusals import unprocessable
from pulumi_junction.emulator.state import Emulator


def create_app(emulator: Emulator) -> ASGIApp:
    """What a server or an in-process transport runs. Apps of one emulator share everything."""
    return FrontDoor(create_api(emulator), emulator)


def create_api(emulator: Emulator) -> FastAPI:
    """The API and the control endpoint alone: nothing is recorded or delayed, and nothing fails."""
    # Only what the documents have: no pages of FastAPI's own, no redirect to a path with a slash.
    api = FastAPI(title="Junction emulator", openapi_url=None, redirect_slashes=False)
    api.state.emulator = emulator
    api.add_exception_handler(RequestValidationError, unprocessable)
    api.include_router(router)
    api.include_router(junction.router)
    api.include_router(migrating.router)
    api.include_router(control.router)
    return api


class FrontDoor:
    """Waits `latency_ms`, lets faults happen, and records each request before the client can see its answer."""

    def __init__(self, app: ASGIApp, emulator: Emulator) -> None:
        self._app = app
        self._emulator = emulator

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; those that tell the emulator what to do pass untouched."""
        if scope["type"] != "http" or scope["path"].startswith(control.PREFIX):
            await self._app(scope, receive, send)
            return
        journal = self._emulator.journal
        place = journal.arrive()
        try:
            body = await Incoming(scope, receive).body()
        except ClientDisconnect:
            return
        fault = self._emulator.faults.take(scope["method"], scope["path"])

        def record(status: int) -> None:
            journal.answer(place, _recorded(scope, body, status))

        exchange = Exchange(self._app, scope, body, receive, send, record)
        await asyncio.sleep(self._emulator.options.latency_ms / 1000)
        await (act(fault, exchange) if fault else exchange.forward())


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
