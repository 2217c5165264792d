"""ConnectionImport on a bad day: nobody is imported twice or forgotten, and one line says what happened."""

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_connections import access_tokens, everyone, imported, program, recipes

UNKNOWN = "ffffffff-0000-4000-8000-00000000000f"
"""No user of the team."""


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_REQUEST_BUDGET_SECONDS", "2")


def many(pulls: ThreadedEmulator, count: int) -> list[str]:
    """So many users of the team, in the order in which they are sent."""
    users = [f"3aac0000-0000-4000-8000-{number:012x}" for number in range(count)]
    pulls.connections.add(pulls.team, [(user, []) for user in users], 0)
    return users


def test_who_failed_is_named_and_the_next_up_tries_only_them_also_after_a_refresh(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    *good, bad = sorted(pulls.users)
    pulls.options.import_failures = {bad}

    failed = pulls_stack.up(program(*pulls.users), fails=True)

    (error,) = failed.errors
    assert f"1 connection could not be imported, of user {bad}. Check their credentials" in error
    assert "Traceback" not in failed.text
    kept = pulls_stack.resources()["moved"]["outputs"]
    assert (list(kept["fingerprints"]), kept["imported"]) == (good, 7)
    pulls.options.import_failures = set()
    pulls_stack.refresh()

    preview = pulls_stack.preview()
    up = pulls_stack.up()

    assert preview.changes == {"update": 1}
    assert "imports 1 connection into oura" in preview.text
    assert imported(pulls) == [sorted(pulls.users), [bad]]
    assert up.outputs["imported"] == 8
    assert pulls_stack.up().changes == {"same": 1}


def test_who_still_fails_is_tried_and_named_again_until_they_are_left_out(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls_stack.up(program(*pulls.users, UNKNOWN), fails=True)

    failed = pulls_stack.up(fails=True)

    assert f"1 connection could not be imported, of user {UNKNOWN}" in failed.text
    assert imported(pulls)[1:] == [[UNKNOWN]]
    assert pulls_stack.resources()["moved"]["outputs"]["imported"] == 8

    up = pulls_stack.up(program(*pulls.users))

    assert len(imported(pulls)) == 2
    assert up.outputs["imported"] == 8
    assert pulls_stack.up().changes == {"same": 1}


def test_failed_new_credentials_leave_the_old_ones_in_state_so_they_are_tried_again(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    first, *others = pulls.users
    pulls_stack.up(program(*pulls.users))
    pulls.options.import_failures = {first}
    changed = program(connections=[*recipes(first, access_token="a new one"), *recipes(*others)])
    pulls_stack.up(changed, fails=True)
    pulls.options.import_failures = set()

    preview = pulls_stack.preview(changed)
    pulls_stack.up(changed)

    assert f"credentials of user {first} changed" in preview.text
    assert access_tokens(pulls, first) == ["a new one"]
    assert imported(pulls)[1:] == [[first], [first]]


def test_an_answer_that_is_lost_is_settled_by_the_operation_and_nothing_is_sent_twice(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls.fail("POST#1 503 after")

    up = pulls_stack.up(program(*pulls.users))

    assert len(imported(pulls)) == 1
    assert up.outputs["imported"] == 8
    (warning,) = up.warnings
    assert "8 connections succeeded as a whole; whether it failed for some of them" in warning.text
    assert pulls_stack.up().changes == {"same": 1}


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize(
    ("accepted", "refreshed"), [(True, True), (False, False)], ids=["accepted, refreshed in between", "not accepted"]
)
def test_while_nobody_can_look_either_state_remembers_and_the_next_up_looks_before_it_sends(
    accepted: bool, refreshed: bool, pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls.fail("POST#1 503" + " after" * accepted, "GET#2- 503")

    failed = pulls_stack.up(program(*pulls.users), fails=True)
    assert "It is not clear whether the import was accepted. Run it again" in failed.text
    pulls.clear_faults()
    if refreshed:
        pulls_stack.refresh()
    assert pulls_stack.preview().changes == {"update": 1}
    up = pulls_stack.up()

    assert "the import whose answer was lost " + ("was carried out" if accepted else "has started nothing") in up.text
    assert len(imported(pulls)) == (1 if accepted else 2)
    assert len(pulls.operations) == 1
    assert up.outputs["imported"] == 8
    assert pulls_stack.up().changes == {"same": 1}
    assert "unsettled" not in pulls_stack.resources()["moved"]["outputs"]


@pytest.mark.usefixtures("_impatient")
def test_what_was_imported_before_an_answer_was_lost_stays_imported(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    users = many(pulls, 250)
    pulls.fail("POST#2 503 after", "GET#3- 503")

    pulls_stack.up(program(*users), fails=True)
    first, _ = imported(pulls)
    assert pulls_stack.resources()["moved"]["outputs"]["imported"] == len(first)
    pulls.clear_faults()
    up = pulls_stack.up()

    assert everyone(*imported(pulls)) == users
    assert up.outputs["imported"] == 250


def test_a_part_that_is_refused_keeps_what_came_before(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    users = many(pulls, 150)
    pulls.fail("POST#2 403")

    failed = pulls_stack.up(program(*users), fails=True)
    assert "does not allow this for the team (403). Ask Junction's support" in failed.text
    pulls.clear_faults()
    up = pulls_stack.up()

    first, refused, *again = imported(pulls)
    assert everyone(first, *again) == users
    assert everyone(first, refused) == users[: len(first) + len(refused)]
    assert up.outputs["imported"] == 150


def test_where_the_endpoint_is_off_for_the_team_one_line_says_whom_to_ask(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    pulls.options.link = False

    failed = pulls_stack.up(program(*pulls.users), fails=True)

    (error,) = failed.errors
    assert "Ask Junction's support: the endpoint is disabled by default" in error
    assert pulls_stack.resources() == {}


def test_a_wrong_key_is_one_line_and_creates_nothing(
    pulls_stack: EngineStack, pulls: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUNCTION_TEAM_API_KEY", "sk_us_of-another-team")

    failed = pulls_stack.up(program(*pulls.users), fails=True)

    assert "refused the team API key (401)." in failed.text
    assert "of-another-team" not in failed.text
    assert pulls_stack.resources() == {}


def test_an_error_later_on_keeps_in_state_who_was_imported_before(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    *most, last = pulls.users
    pulls_stack.up(program(*most))
    pulls.fail("ANY 401")

    pulls_stack.up(program(*pulls.users), fails=True)
    pulls.clear_faults()
    up = pulls_stack.up()

    assert imported(pulls) == [sorted(most), [last]]
    assert up.outputs["imported"] == 8
