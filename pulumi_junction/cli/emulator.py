"""`pulumi-junction emulator`: a pretend Junction on this machine, for demos and tests."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar
from uuid import UUID

import typer

from pulumi_junction.cli.failures import fail

if TYPE_CHECKING:
    from pulumi_junction.emulator.state import Emulator

_T = TypeVar("_T")
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
_TeamApiKey = Annotated[
    str | None,
    typer.Option(
        envvar="JUNCTION_TEAM_API_KEY", help="The key of the demo team, in sandbox and us.", show_default=_DEMO
    ),
]
_Users = Annotated[
    int, typer.Option(min=0, max=1_000_000, help="Users of the demo team, each with connections to five providers.")
]
_Seed = Annotated[
    Path | None,
    typer.Option(dir_okay=False, help="JSON file with more teams, their keys, users and connections."),
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
    int | None,
    typer.Option(min=1, help="Most teams, operations or users in a page.", show_default="as many as are asked for"),
]
_Latency = Annotated[int, typer.Option(min=0, metavar="MS", help="Wait before each answer.")]
_Faults = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FAULT",
        help="What goes wrong, such as 'POST#2 503 retry-after=1' or 'GET/v2/link 503'; may be repeated.",
    ),
]
_TimeScale = Annotated[
    float,
    typer.Option(metavar="FACTOR", help="Let operations go faster: with 60 a minute of theirs passes in a second."),
]
_PullErrors = Annotated[
    list[str] | None,
    typer.Option(
        "--pull-error",
        metavar="NAME=ERROR",
        help="How pulls end, such as oura.sleep=provider_rate_limit_exceeded; may be repeated.",
    ),
]
_OpStatuses = Annotated[
    list[str] | None,
    typer.Option(
        "--op-status", metavar="PROVIDER=STATUS", help="How operations end, such as oura=failure; may be repeated."
    ),
]
_NoLink = Annotated[
    bool, typer.Option("--no-link", help="Answer 403 at the link endpoints, as long as Junction has not enabled them.")
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
    team_api_key: _TeamApiKey = None,
    users: _Users = 0,
    seed: _Seed = None,
    state: _State = None,
    post: _Post = "merge",
    unset: _Unset = "defaults",
    echo: _Echo = "full",
    page_size: _PageSize = None,
    latency: _Latency = 0,
    limit: _Limit = None,
    clamp: _Clamp = None,
    time_scale: _TimeScale = 1,
    pull_error: _PullErrors = None,
    op_status: _OpStatuses = None,
    no_link: _NoLink = False,
    fail: _Faults = None,
) -> None:
    """Serve a pretend Junction on this machine until Ctrl-C.

    Both APIs have one address: preferences, which ask for the management key, and
    historical pulls, which ask for the API key of a team. It prints "listening on
    http://HOST:PORT" once it answers. What is set lasts until the end, or stays
    in the file that --state names.
    """
    _require_extra()
    settings: dict[str, Any] = {
        "limits": _days("--limit", limit),
        "clamps": _days("--clamp", clamp),
        "fail": _faults(fail),
        "seed": _seed(seed),
        **_pulls(time_scale, pull_error, op_status),
    }
    given = {"org_id": org_id, "management_key": management_key, "team_api_key": team_api_key}
    with _listening(host, port) as sock:
        pretend = _pretend(
            state,
            post=post,
            unset=unset,
            echo=echo,
            page_size=page_size,
            latency_ms=latency,
            users=users,
            link=not no_link,
            **settings,
            **{name: value for name, value in given.items() if value},
        )
        for name, value in given.items():
            if not value:
                print(f"JUNCTION_{name.upper()}={getattr(pretend, name)}")
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

    return dict(_read(option, texts, days_of))


def _faults(texts: list[str] | None) -> list[str]:
    from pulumi_junction.emulator.faults import parse

    return [str(fault) for fault in _read("--fail", texts, parse)]


def _pulls(time_scale: float, errors: list[str] | None, statuses: list[str] | None) -> dict[str, Any]:
    from pulumi_junction.emulator.outcomes import op_status_of, pull_error_of

    if not 0 < time_scale < float("inf"):
        fail(f"--time-scale {time_scale:g}: write a number greater than 0, such as 60", 2)
    return {
        "time_scale": time_scale,
        "pull_errors": dict(_read("--pull-error", errors, pull_error_of)),
        "op_statuses": dict(_read("--op-status", statuses, op_status_of)),
    }


def _seed(file: Path | None) -> Any:
    """Read here and now, so that a mistake is said before anything listens."""
    from pulumi_junction.emulator.seeding import SeedError, read_seed

    if file is None:
        return None
    try:
        content = json.loads(file.read_bytes())
        read_seed(content)
    except OSError as unreadable:
        fail(f"--seed {file}: {os.strerror(unreadable.errno or 0)}", 1)
    except SeedError as wrong:
        fail(f"--seed {file}: {wrong}", 2)
    except (ValueError, RecursionError):
        fail(f"--seed {file}: it is not JSON", 2)
    return content


def _read(option: str, texts: list[str] | None, parse: Callable[[str], _T]) -> list[_T]:
    try:
        return [parse(text) for text in texts or []]
    except ValueError as wrong:
        fail(f"{option} {wrong}", 2)


def _listening(host: str, port: int) -> socket:
    from pulumi_junction.emulator.server import listen

    try:
        return listen(host, port)
    except ValueError as not_loopback:
        fail(str(not_loopback), 2)
    except OSError as taken:
        fail(f"cannot listen on {host} port {port}: {os.strerror(taken.errno or 0)}", 1)


def _pretend(state: Path | None, **settings: Any) -> "Emulator":
    from pulumi_junction.emulator.seeding import SeedError
    from pulumi_junction.emulator.state import Emulator

    try:
        return Emulator(state=state, **settings)
    except SeedError as wrong:
        fail(f"--seed: {wrong}", 2)
    except sqlite3.Error as unusable:
        fail(f"cannot keep state in {state}: {unusable}", 1)


def _until_stopped(pretend: "Emulator", sock: socket) -> None:
    from pulumi_junction.emulator.server import Server, url_of

    server = Server(pretend, on_ready=lambda: print(f"listening on {url_of(sock)}", flush=True))
    # SIGINT and SIGTERM end the server quietly; only one that comes just before or after gets here.
    with pretend, suppress(KeyboardInterrupt):
        server.run(sockets=[sock])
