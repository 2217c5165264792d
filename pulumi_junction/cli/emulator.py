"""`pulumi-junction emulator`: a pretend Junction on this machine, for demos and tests."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, Any, TypeVar

from pulumi_junction.cli import emulator_options as options
from pulumi_junction.cli.failures import fail

if TYPE_CHECKING:
    from pulumi_junction.emulator.state import Emulator

_T = TypeVar("_T")


def serve(
    host: options.Host = "127.0.0.1",
    port: options.Port = 8642,
    org_id: options.OrgId = None,
    management_key: options.ManagementKey = None,
    team_api_key: options.TeamApiKey = None,
    users: options.Users = 0,
    seed: options.Seed = None,
    state: options.State = None,
    post: options.Post = "merge",
    unset: options.Unset = "defaults",
    echo: options.Echo = "full",
    page_size: options.PageSize = None,
    latency: options.Latency = 0,
    limit: options.Limit = None,
    clamp: options.Clamp = None,
    time_scale: options.TimeScale = 1,
    pull_error: options.PullErrors = None,
    op_status: options.OpStatuses = None,
    import_fail: options.ImportFailures = None,
    no_link: options.NoLink = False,
    fail: options.Faults = None,
) -> None:
    """Serve a pretend Junction on this machine until Ctrl-C.

    Both APIs have one address: preferences, which ask for the management key, and
    historical pulls and connections, which ask for the API key of a team. It prints
    "listening on http://HOST:PORT" once it answers. What is set lasts until the end,
    or stays in the file that --state names.
    """
    _require_extra()
    settings: dict[str, Any] = {
        "limits": _days("--limit", limit),
        "clamps": _days("--clamp", clamp),
        "fail": _faults(fail),
        "seed": _seed(seed),
        **_pulls(time_scale, pull_error, op_status),
        "import_failures": _import_failures(import_fail),
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


def _import_failures(users: list[str] | None) -> list[str]:
    from pulumi_junction.emulator.outcomes import import_failure_of

    return _read("--import-fail", users, import_failure_of)


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
