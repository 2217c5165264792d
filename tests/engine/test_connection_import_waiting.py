"""ConnectionImport where an import takes longer than an answer: it is waited for, and never sent beside itself."""

import pytest

from pulumi_junction.emulator import junction
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_connections import access_tokens, imported, program


@pytest.fixture
def _answers_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Junction answers 202 after 20 s; here after less."""
    monkeypatch.setattr(junction, "WAIT_SECONDS", 0.5)


@pytest.mark.usefixtures("_answers_soon")
def test_what_takes_longer_than_an_answer_is_waited_for(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls.options.time_scale = 1 / 30  # 8 users take 3 s

    up = pulls_stack.up(program(*pulls.users))

    assert [request.status for request in pulls.writes] == [202]
    assert up.outputs["imported"] == 8
    assert access_tokens(pulls, pulls.users[0]) == [f"access of {pulls.users[0]}"]


@pytest.mark.usefixtures("_answers_soon")
def test_what_takes_longer_than_anybody_waits_is_looked_for_by_the_next_up_also_after_a_refresh(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls.options.time_scale = 1 / 36_000  # an hour

    failed = pulls_stack.up(program(*pulls.users, wait=1), fails=True)
    assert "the import of 8 connections is still in progress after 1 s. Run it again." in failed.text
    again = pulls_stack.up(fails=True)
    assert "the import whose answer was lost is still in progress" in again.text
    pulls.pass_time(3600)
    pulls_stack.refresh()
    up = pulls_stack.up()

    assert len(imported(pulls)) == 1
    assert up.outputs["imported"] == 8


def test_an_operation_that_ends_badly_is_a_failure_of_all_in_it_and_all_are_tried_again(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls.options.op_statuses = {"import:oura": "aborted"}
    pulls.fail("POST#1 cut after")

    failed = pulls_stack.up(program(*pulls.users), fails=True)
    assert "8 connections could not be imported" in failed.text
    pulls.options.op_statuses = {}
    up = pulls_stack.up()

    assert up.outputs["imported"] == 8
    assert len(imported(pulls)) == 2
