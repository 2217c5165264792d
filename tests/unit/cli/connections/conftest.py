"""Commands on connections in this process, before a pretend Junction; no token may ever be printed."""

import functools
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from typer.testing import CliRunner, Result

from pulumi_junction.api import junction as api
from pulumi_junction.cli import question
from pulumi_junction.cli.app import app
from pulumi_junction.cli.pulls import following
from pulumi_junction.core import importing
from pulumi_junction.emulator.app import create_app
from pulumi_junction.emulator.state import Emulator
from tests.support.asgi import AsgiTransport
from tests.support.connections import CANARIES, row

TEAM_KEY = "sk_us_that-nobody-may-see"

Connections: TypeAlias = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that commands run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def _parts_of_a_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    """How large a part is is drawn; here counts are to be told."""
    monkeypatch.setattr(importing, "part_size", lambda: 100)


@pytest.fixture
def junction(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """A pretend Junction with 250 users, and the variables that lead there; nobody waits between attempts."""
    with Emulator(users=250, team_api_key=TEAM_KEY, time_scale=50) as emulator:
        transport = AsgiTransport(create_app(emulator))
        quick = functools.partial(api.JunctionClient, transport=transport, sleep=lambda seconds: None)
        monkeypatch.setattr(api, "JunctionClient", quick)
        monkeypatch.setenv("JUNCTION_API_URL", "https://junction.example")
        monkeypatch.setenv("JUNCTION_TEAM_API_KEY", TEAM_KEY)
        monkeypatch.setenv("JUNCTION_ENV", "sandbox")
        monkeypatch.setenv("JUNCTION_REGION", "us")
        monkeypatch.setattr(following.CLOCK, "sleep", lambda seconds: None)
        yield emulator


@pytest.fixture
def connections() -> Connections:
    """Run `pulumi-junction connections`; an end other than expected fails the test and shows what was printed."""

    def command(*arguments: str, status: int = 0, answers: str = "") -> Result:
        __tracebackhide__ = True
        ended = CliRunner().invoke(app, ["connections", *arguments], input=answers)
        assert ended.exit_code == status, ended.output
        assert not any(one in ended.output for one in (TEAM_KEY, *CANARIES))
        return ended

    return command


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody can be asked; what is answered is the `answers` of a command."""
    monkeypatch.setattr(question, "can_ask", lambda: True)


@pytest.fixture
def file(junction: Emulator, folder: Path) -> Path:
    """A connection to Oura for each user, as JSON lines."""
    return written(folder / "oura.jsonl", [row(user) for user in junction.users])


@pytest.fixture
def half(junction: Emulator, connections: Connections, folder: Path) -> Path:
    """An export to `out` that ended after the first hundred."""
    junction.fail("POST/v2/link/bulk_export#2- 401")
    connections("export", "--provider", "oura", "--out", "out", "--yes", status=1)
    junction.clear_faults()
    junction.clear_requests()
    return folder


def written(path: Path, rows: Sequence[object]) -> Path:
    """Write JSON lines that nobody else may read."""
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    path.chmod(0o600)
    return path


def sent(junction: Emulator) -> list[list[str]]:
    """The users of each part that was sent, refused ones included."""
    bodies: list[Any] = [one.body for one in junction.writes if one.path.endswith("bulk_import")]
    return [[one["user_id"] for one in body["connections"]] for body in bodies]


def paused(junction: Emulator) -> list[str]:
    """The users whose connection to Oura is paused."""
    return [one["user_id"] for one in junction.connections_of("oura") if one["paused"]]


def progress(file: Path) -> Path:
    """The journal of an import."""
    return file.with_name(file.name + ".progress")


def each_once(junction: Emulator) -> bool:
    """Whether every user was sent, and none twice."""
    return sorted(user for part in sent(junction) for user in part) == sorted(junction.users)


def exported(path: Path) -> list[str]:
    """The users of a file, in order."""
    return [json.loads(line)["user_id"] for line in path.read_text(encoding="utf-8").splitlines()]
