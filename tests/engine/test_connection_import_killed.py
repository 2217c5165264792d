"""ConnectionImport when a process is killed in between: what is known stays known, and the next run finishes it."""

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine_cli import Project
from tests.support.engine_connections import access_tokens, credentials, everyone, imported, recipes
from tests.support.engine_scene import UP
from tests.support.moving import IMPORT

PROGRAM = """
from pulumi_junction import ConnectionImport

ConnectionImport("moved", provider="oura", from_file="credentials.jsonl")
"""


@pytest.fixture
def users(pulls: ThreadedEmulator) -> list[str]:
    users = [f"3aac0000-0000-4000-8000-{number:012x}" for number in range(150)]
    pulls.connections.add(pulls.team, [(user, []) for user in users], 0)
    return users


@pytest.fixture
def project(pulls: ThreadedEmulator, users: list[str], tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("stack"))
    project.pulumi("stack", "init", "dev")
    project.program(PROGRAM)
    credentials(project.folder / "credentials.jsonl", *recipes(*users))
    return project


def test_a_provider_that_is_killed_between_two_parts_loses_nothing(
    project: Project, pulls: ThreadedEmulator, users: list[str]
) -> None:
    """The engine knows nothing of the first part, so the next `up` imports it again: the same credentials."""
    pulls.fail(f"POST{IMPORT}#2 hang after")
    with project.start(*UP) as run:
        run.until(lambda: len(pulls.writes) == 2, "two parts were sent")
        run.kill_provider()
        assert run.end().code != 0
    pulls.clear_faults()
    pulls.clear_requests()

    project.pulumi(*UP)

    assert everyone(*imported(pulls)) == users
    assert access_tokens(pulls, users[0], users[-1]) == [f"access of {users[0]}", f"access of {users[-1]}"]
    pulls.clear_requests()
    project.pulumi(*UP, "--expect-no-changes")
    assert pulls.requests == []


def test_ctrl_c_ends_it_after_the_part_that_is_under_way(
    project: Project, pulls: ThreadedEmulator, users: list[str]
) -> None:
    pulls.fail(f"POST{IMPORT}#1 slow seconds=3")
    with project.start(*UP) as run:
        run.until(lambda: pulls.operations, "the first part is under way")
        run.interrupt()
        ended = run.end()
    assert ended.code != 0
    (first,) = imported(pulls)
    assert f"stopped after {len(first)} of 150 connections, as Pulumi was told to stop. Run it again." in ended.text

    project.pulumi(*UP)

    assert everyone(*imported(pulls)) == users
