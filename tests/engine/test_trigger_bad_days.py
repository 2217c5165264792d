"""HistoricalPullTrigger on a bad day: nothing is triggered twice, nothing is forgotten, one line says what happened."""

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_triggers import program, triggered


def test_a_trigger_whose_answer_is_lost_is_looked_for_and_not_sent_again(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls.fail("POST#1 503 after")

    up = pulls_stack.up(program(*pulls.users))

    assert len(triggered(pulls)) == 1
    assert up.outputs["operation"]["pending"] + up.outputs["operation"]["processed"] == 8
    assert pulls_stack.up().changes == {"same": 1}
    assert len(pulls.operations) == 1


def test_while_nobody_can_look_either_state_remembers_and_the_next_up_looks_before_it_sends(
    pulls_stack: EngineStack, pulls: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUNCTION_REQUEST_BUDGET_SECONDS", "2")
    pulls.fail("POST#1 503 after", "GET#2- 503")

    failed = pulls_stack.up(program(*pulls.users), fails=True)
    assert "It is not clear whether the trigger was accepted. Run it again" in failed.text
    pulls.clear_faults()

    up = pulls_stack.up()

    assert "the trigger whose answer was lost was accepted" in up.text
    assert len(triggered(pulls)) == 1
    assert len(pulls.operations) == 1
    assert pulls_stack.up().changes == {"same": 1}


def test_what_turns_out_to_have_started_nothing_is_triggered_by_the_next_up_also_after_a_refresh(
    pulls_stack: EngineStack, pulls: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUNCTION_REQUEST_BUDGET_SECONDS", "2")
    pulls.fail("POST#1 503", "GET#2- 503")
    pulls_stack.up(program(*pulls.users), fails=True)
    pulls.clear_faults()

    pulls_stack.refresh()
    preview = pulls_stack.preview()
    up = pulls_stack.up()

    assert preview.changes == {"update": 1}
    assert "triggers historical pulls of 8 users from oura" in preview.text
    assert "the trigger whose answer was lost has started nothing" in up.text
    assert triggered(pulls) == [sorted(pulls.users)] * 2
    assert len(pulls.operations) == 1


def test_where_the_endpoint_is_off_for_the_team_one_line_says_whom_to_ask(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls.fail("POST 403", "GET 403")

    failed = pulls_stack.up(program(*pulls.users), fails=True)

    assert "does not allow this for the team (403). Ask Junction's support" in failed.text
    assert "Traceback" not in failed.text
    assert pulls_stack.resources() == {}


def test_a_wrong_key_is_one_line_and_creates_nothing(
    pulls_stack: EngineStack, pulls: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUNCTION_TEAM_API_KEY", "sk_us_of-another-team")

    failed = pulls_stack.up(program(*pulls.users), fails=True)

    assert "refused the team API key (401)." in failed.text
    assert "of-another-team" not in failed.text
    assert pulls_stack.resources() == {}


def test_the_key_of_one_of_several_teams_is_chosen_by_its_label(
    pulls_stack: EngineStack, pulls: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JUNCTION_TEAM_API_KEY")
    monkeypatch.setenv("JUNCTION_TEAM_API_KEYS", f'{{"acme": "{pulls.team_api_key}", "beta": "sk_us_of-another-team"}}')

    assert (
        "nothing says which. Name the team; known are acme, beta."
        in pulls_stack.up(program(*pulls.users), fails=True).text
    )
    assert (
        "no team API key for team 'acne'. Known are acme, beta."
        in pulls_stack.up(program(*pulls.users, team="acne"), fails=True).text
    )
    pulls_stack.up(program(*pulls.users, team="acme"))

    assert triggered(pulls) == [sorted(pulls.users)]


def test_a_status_that_no_document_has_is_shown_as_it_is(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls.options.op_statuses["oura"] = "resting"
    pulls_stack.up(program(*pulls.users))
    pulls.pass_time(3600)

    pulls_stack.refresh()

    assert pulls_stack.resources()["backfill"]["outputs"]["operation"]["status"] == "resting"


def test_a_refresh_that_cannot_read_keeps_what_is_known(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(program(*pulls.users))
    before = pulls_stack.resources()["backfill"]["outputs"]
    pulls.fail("GET 401")

    refreshed = pulls_stack.refresh()

    assert "how far the operation is could not be read" in refreshed.text
    assert pulls_stack.resources()["backfill"]["outputs"] == before


def test_it_waits_for_the_end_where_that_is_asked_for(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls.options.time_scale = 60

    up = pulls_stack.up(program(*pulls.users, wait=60))

    assert up.outputs["operation"]["status"] == "success"
    assert up.outputs["operation"]["processed"] == 8


def test_when_the_time_is_up_the_operation_goes_on_and_that_is_a_warning(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls.fail("POST cut after")

    up = pulls_stack.up(program(*pulls.users, provider="strava", wait=1))

    (warning,) = up.warnings
    assert "still in progress after 1 s: 0 of 8 connections processed" in warning.text
    assert len(pulls.operations) == 1


def test_an_operation_that_ends_badly_while_it_is_waited_for_fails_and_is_triggered_again(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls.options.time_scale = 60
    pulls.options.op_statuses["oura"] = "failure"
    waiting = program(*pulls.users, wait=60)

    failed = pulls_stack.up(waiting, fails=True)
    assert "the operation ended with failure" in failed.text
    pulls.options.op_statuses.clear()
    up = pulls_stack.up()

    assert up.outputs["operation"]["status"] == "success"
    assert triggered(pulls) == [sorted(pulls.users)] * 2
