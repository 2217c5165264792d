"""`pulumi-junction emulator`: a pretend Junction on this machine, for demos and tests."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

import typer

from pulumi_junction.cli.failures import fail

if TYPE_CHECKING:
    from pulumi_junction.emulator.state import Emulator

_DEMO = "a demo value, printed"

_Host = Annotated[str, typer.Option(help="A loopback address; nothing else is accepted.")]
_Port = Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")]
_OrgId = Annotated[
    UUID | None,
    typer.Option(envvar="JUNCTION_ORG_ID", help="The organisation that lives here.", show_default=_DEMO),
]
_ManagementKey = Annotated[
    str | None,
    typer.Option(envvar="JUNCTION_MANAGEMENT_KEY", help="The key requests must carry.", show_default=_DEMO),
]
_State = Annotated[
    Path | None,
    typer.Option(dir_okay=False, help="SQLite file that keeps what is set.", show_default="in memory"),
]
_Post = Annotated[
    Literal["merge", "replace", "deep"],
    typer.Option(
        help="What a POST replaces of a team: the providers it names, all providers, or only the values it names."
    ),
]
_Unset = Annotated[Literal["defaults", "absent"], typer.Option(help="What answers show where nothing is set.")]
_Echo = Annotated[Literal["full", "sent"], typer.Option(help="The answer to a POST: all providers, or those sent.")]
_PageSize = Annotated[
    int | None, typer.Option(min=1, help="Most teams in a page.", show_default="as many as are asked for")
]
_Latency = Annotated[int, typer.Option(min=0, metavar="MS", help="Wait before each answer.")]
_Faults = Annotated[
    list[str] | None,
    typer.Option(metavar="FAULT", help="What goes wrong, such as 'POST#2 503 retry-after=1'; may be repeated."),
]
_Limit = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=DAYS", help="Another limit than 365, such as oura=90 or oura.sleep=60; may be repeated."
    ),
]
_Clamp = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME=DAYS", help="Kept whatever is asked, such as fitbit.activity=14; may be repeated."),
]


def serve(
    host: _Host = "127.0.0.1",
    port: _Port = 8642,
    org_id: _OrgId = None,
    management_key: _ManagementKey = None,
    state: _State = None,
    post: _Post = "merge",
    unset: _Unset = "defaults",
    echo: _Echo = "full",
    page_size: _PageSize = None,
    latency: _Latency = 0,
    limit: _Limit = None,
    clamp: _Clamp = None,
    fail: _Faults = None,
) -> None:
    """Serve a pretend Junction on this machine until Ctrl-C.

    It prints "listening on http://HOST:PORT" once it answers. What is set lasts
    until the end, or stays in the file that --state names.
    """
    _require_extra()
    limits, clamps, faults = _days("--limit", limit), _days("--clamp", clamp), _faults(fail)
    with _listening(host, port) as sock:
        pretend = _pretend(
            state,
            post=post,
            unset=unset,
            echo=echo,
            page_size=page_size,
            latency_ms=latency,
            limits=limits,
            clamps=clamps,
            fail=faults,
            **{"org_id": org_id} if org_id else {},
            **{"management_key": management_key} if management_key else {},
        )
        if not org_id:
            print(f"JUNCTION_ORG_ID={pretend.org_id}")
        if not management_key:
            print(f"JUNCTION_MANAGEMENT_KEY={pretend.management_key}")
        _until_stopped(pretend, sock)


def _require_extra() -> None:
    """A web server is an extra: programs that declare preferences do without."""
    try:
        import fastapi  # noqa: F401
        import uvicorn  # noqa: F401
    except ModuleNotFoundError:
        fail("the emulator needs an extra: pip install 'pulumi-junction[emulator]'", 1)


def _days(option: str, texts: list[str] | None) -> dict[str, int]:
    from pulumi_junction.emulator.options import days_of

    try:
        return dict(days_of(text) for text in texts or [])
    except ValueError as wrong:
        fail(f"{option} {wrong}", 2)


def _faults(texts: list[str] | None) -> list[str]:
    from pulumi_junction.emulator.faults import parse

    try:
        return [str(parse(text)) for text in texts or []]
    except ValueError as wrong:
        fail(f"--fail {wrong}", 2)


def _listening(host: str, port: int) -> socket:
    from pulumi_junction.emulator.server import listen

    try:
        return listen(host, port)
    except ValueError as not_loopback:
        fail(str(not_loopback), 2)
    except OSError as taken:
        fail(f"cannot listen on {host} port {port}: {os.strerror(taken.errno or 0)}", 1)


def _pretend(state: Path | None, **settings: Any) -> "Emulator":
    from pulumi_junction.emulator.state import Emulator

    try:
        return Emulator(state=state, **settings)
    except sqlite3.Error as unusable:
        fail(f"cannot keep state in {state}: {unusable}", 1)


def _until_stopped(pretend: "Emulator", sock: socket) -> None:
    from pulumi_junction.emulator.server import Server, url_of

    server = Server(pretend, on_ready=lambda: print(f"listening on {url_of(sock)}", flush=True))
    # SIGINT and SIGTERM end the server quietly; only one that comes just before or after gets here.
    with pretend, suppress(KeyboardInterrupt):
        server.run(sockets=[sock])
