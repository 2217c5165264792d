"""Backends that a team shares: the four stacks on S3 and PostgreSQL, and two people who run `up` at the same time."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.engine.examples.conftest import junction
from tests.engine.examples.test_four_stacks import CLINIC, PLAYGROUND, STACKS, settings
from tests.support import backends
from tests.support.engine_running import Running
from tests.support.examples import UP, Example
from tests.support.markdown import Page
from tests.support.processes import Finished
from tests.support.repository import ROOT

__all__ = ["junction"]

STACK = "sandbox-us"
LOCKED = re.compile(
    r"error: the stack is currently locked by \d lock\(s\)\. Either wait .*\n.* created by \S+ \(pid \d+\)"
)


@pytest.fixture(scope="module")
def s3() -> Iterator[backends.NewBackend]:
    with backends.s3() as new:
        yield new


@pytest.fixture(scope="module")
def postgresql() -> Iterator[backends.NewBackend]:
    binaries = backends.find_postgresql(os.environ["PATH"], ci=os.environ.get("CI") == "true")
    with backends.postgresql(binaries) as new:
        yield new


@pytest.fixture
def file(tmp_path: Path) -> backends.NewBackend:
    (tmp_path / "state").mkdir()
    return (tmp_path / "state").as_uri


@pytest.fixture(params=["s3", "postgresql"])
def shared(request: pytest.FixtureRequest) -> str:
    """The URL of an empty backend that machines can share."""
    new: backends.NewBackend = request.getfixturevalue(request.param)
    return new()


@pytest.fixture(params=["file", "s3", "postgresql"])
def any_backend(request: pytest.FixtureRequest) -> str:
    """The URL of an empty backend of any kind."""
    new: backends.NewBackend = request.getfixturevalue(request.param)
    return new()


def four_stacks(folder: Path, backend: str) -> Example:
    return Example("four-stacks", folder, backend, backends.AWS)


def shown_in_the_docs() -> str:
    """What docs/scaling.md says that the second one reads."""
    shown = next(fence for fence in Page(ROOT / "docs" / "scaling.md").fences() if fence.language == "text")
    return shown.text.splitlines()[0]


def test_four_stacks_are_applied_side_by_side_and_destroyed_one_by_one(
    shared: str, junction: ThreadedEmulator, tmp_path: Path
) -> None:
    example = four_stacks(tmp_path, shared)
    for stack in STACKS:
        example.pulumi(stack, "stack", "init")

    with ExitStack() as running:
        ups = [running.enter_context(example.start(stack, *UP)) for stack in STACKS]
        ended = [up.end() for up in ups]

    assert [up.code for up in ended] == [0, 0, 0, 0], [up.text for up in ended]
    assert {stack: settings(junction, stack) for stack in STACKS} == STACKS
    junction.clear_requests()
    example.pulumi(STACK, "preview", "--refresh", "--expect-no-changes")
    assert junction.writes == []
    example.pulumi("production-us", "destroy", "--yes", "--skip-preview")
    assert settings(junction, "production-us") == {team: {} for team in STACKS["production-us"]}
    assert settings(junction, STACK) == STACKS[STACK]


def test_a_second_up_is_refused_while_the_first_one_runs_and_nothing_is_lost(
    any_backend: str, junction: ThreadedEmulator, tmp_path: Path
) -> None:
    example, colleague = four_stacks(tmp_path / "mine", any_backend), four_stacks(tmp_path / "colleague", any_backend)
    example.pulumi(STACK, "stack", "init")
    colleague.edit(f"Pulumi.{STACK}.yaml", "preset: short", "preset: clinic")
    junction.fail("POST slow seconds=1")  # time to stop the first one on its way

    with example.start(STACK, *UP) as first:
        first.until(lambda: junction.requests, "the first one asks, and so has the lock")
        second = second_up(first, colleague)
        done = first.end()

    assert second.code == 1
    assert LOCKED.search(second.text), second.text
    assert shown_in_the_docs() in second.text
    assert done.code == 0, done.text
    assert settings(junction, STACK) == STACKS[STACK]
    junction.clear_faults()
    assert "~ 1 updated" in colleague.pulumi(STACK, *UP).stdout
    assert settings(junction, STACK)[PLAYGROUND] == CLINIC


def second_up(first: Running, colleague: Example) -> Finished:
    """Run it while the first one is held; not in the middle of its writing a file, of which others see half."""
    for _ in range(10):
        with first.held():
            second = colleague.pulumi(STACK, *UP, fails=True)
        if "failed to load checkpoint" not in second.text:
            break
    return second


def test_of_two_ups_that_start_together_one_at_most_runs_and_what_is_left_is_consistent(
    shared: str, junction: ThreadedEmulator, tmp_path: Path
) -> None:
    example = four_stacks(tmp_path, shared)
    example.pulumi(STACK, "stack", "init")

    with example.start(STACK, *UP) as one, example.start(STACK, *UP) as other:
        ended = [one.end(), other.end()]

    refused = [up.text for up in ended if up.code != 0]
    assert sum("+ 4 created" in up.text for up in ended) <= 1
    assert all(LOCKED.search(text) for text in refused), refused
    example.pulumi(STACK, *UP)
    assert settings(junction, STACK) == STACKS[STACK]
    example.pulumi(STACK, "preview", "--refresh", "--expect-no-changes")


def test_without_postgresql_tests_are_skipped_with_the_command_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(pytest.skip.Exception, match="apt-get install postgresql"):
        backends.find_postgresql(str(tmp_path), ci=False, debian=tmp_path)


def test_without_postgresql_tests_fail_where_ci_runs_them(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="apt-get install postgresql"):
        backends.find_postgresql(str(tmp_path), ci=True, debian=tmp_path)
