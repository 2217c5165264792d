"""An outage is not "gone": whatever the service does, a refresh that learns nothing changes nothing."""

import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pulumi
import pytest

from pulumi_junction import get_team_data_pull_preferences, get_team_data_pull_preferences_output
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, OURA, preferences, urn
from tests.support.engine_results import Result

FUNCTION = "get_team_data_pull_preferences"
BUDGET = "JUNCTION_REQUEST_BUDGET_SECONDS"
NO_ANSWER = "127.0.0.1 could not be reached (RemoteProtocolError). Check the network and JUNCTION_MANAGEMENT_URL."
IN_TIME = "127.0.0.1 did not answer in time. Try again later."
ODD = "the answer is not what the API documents ({}). Check JUNCTION_MANAGEMENT_URL; if it is right, please report this"
NO_JSON = ODD.format("it is no JSON of that shape")
RAISE = f"Try again later, or raise {BUDGET}."

BAD_DAYS = {
    "GET 500": "127.0.0.1 has a problem of its own (500). Try again later.",
    "GET 503": "127.0.0.1 has a problem of its own (503). Try again later.",
    "GET 429 retry-after=120": "127.0.0.1 asks for fewer requests (429) and asks to wait 120 s, "
    f"longer than the 2 s a request may take. {RAISE}",
    "GET 503 retry-after=date+90": f"longer than the 2 s a request may take. {RAISE}",
    "GET 400": "127.0.0.1 answered 400, which the API does not document.",
    "GET 401": "127.0.0.1 refused the management key (401). Set JUNCTION_MANAGEMENT_KEY, or run",
    "GET 403": "127.0.0.1 does not allow this with the management key (403).",
    "GET 404": "127.0.0.1 knows no such organisation (404). Check org_id (JUNCTION_ORG_ID).",
    "GET 422": "127.0.0.1 refused the request (422): body: The emulator was told to fail here.",
    "GET drop": NO_ANSWER,
    "GET cut": NO_ANSWER,
    "GET hang": IN_TIME,
    "GET stall": IN_TIME,
    "GET drip": IN_TIME,
    "GET slow seconds=60": IN_TIME,
    "GET garble": NO_JSON,
    "GET empty": NO_JSON,
    "GET html": NO_JSON,
    "GET html status=502": "127.0.0.1 has a problem of its own (502). Try again later.",
    "GET shape": ODD.format("at data_pull_preferences"),
    "GET redirect": "127.0.0.1 answered 307, which the API does not document. Redirects are not followed; check "
    "JUNCTION_MANAGEMENT_URL.",
    "GET loop": "the answer's pages repeat themselves (the same next_cursor came twice).",
    "GET empty-page": "100 pages in a row tell nothing new, and there is no end.",
}
"""What goes wrong -> what the user reads, or its beginning or end."""


@pytest.fixture(autouse=True)
def _no_live_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_LIVE_CHECKS", "off")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the messages show, it is the variable that does it."""
    monkeypatch.setenv(BUDGET, "2")


def stored(stack: EngineStack) -> bytes:
    """What the backend holds byte by byte, but for when the engine has last looked at it."""
    state = Path(stack.folder, ".pulumi", "stacks", "demo", f"{stack.name}.json").read_bytes()
    return re.sub(rb'"manifest":\{"time":"[^"]+"', b"", state)


def only_line(result: Result) -> str:
    """What the user reads of a failure: one line, for no programmer."""
    (line,) = result.errors
    assert "\n" not in line
    assert not re.search(r'Traceback|File "|gateway|emulator\.', result.text)
    return line


@pytest.fixture
def applied(stack: EngineStack, emulator: ThreadedEmulator, tmp_path_factory: pytest.TempPathFactory) -> EngineStack:
    """A stack after `up`, and a `refresh` to drop what the engine keeps of the run; made once, and copied."""
    template = tmp_path_factory.getbasetemp() / "applied"
    if template.exists():
        shutil.copytree(template, stack.folder, dirs_exist_ok=True)
        for team in (ACME, BETA):
            emulator.set("production", "us", team, "oura", 120, {"sleep": 180})
    else:
        stack.up(preferences(team_ids=[ACME, BETA]))
        stack.refresh()
        shutil.copytree(stack.folder, template)
    emulator.clear_requests()
    return stack


def test_without_an_outage_the_stack_of_these_tests_is_as_the_service_has_it(applied: EngineStack) -> None:
    before = stored(applied)

    assert applied.refresh().drift == {"same": 1}
    assert stored(applied) == before


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("fault", BAD_DAYS)
def test_a_refresh_on_a_bad_day_fails_in_one_line_and_leaves_state_as_it_was(
    fault: str, applied: EngineStack, emulator: ThreadedEmulator
) -> None:
    before = stored(applied)
    emulator.fail(fault)

    refresh = applied.refresh(fails=True)

    assert BAD_DAYS[fault] in only_line(refresh)
    assert stored(applied) == before


@pytest.mark.usefixtures("impatient")
def test_an_outage_on_a_later_page_is_no_half_answer(applied: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.options.page_size = 1
    before = stored(applied)
    emulator.fail("GET#2- 503")

    refresh = applied.refresh(fails=True)

    assert "(503)" in only_line(refresh)
    assert stored(applied) == before


@pytest.mark.parametrize("fault", ["GET#1 empty-page", "GET#1-3 empty-page", "GET#2 empty-page"])
def test_an_empty_page_is_not_the_end(fault: str, applied: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.options.page_size = 1
    before = stored(applied)
    emulator.fail(fault)

    assert applied.refresh().drift == {"same": 1}

    assert stored(applied) == before
    assert emulator.faults.left() == []


@pytest.mark.parametrize("operation", ["preview", "up", "destroy"])
def test_an_outage_in_any_operation_that_refreshes_first_fails_before_anything_is_sent(
    operation: str, applied: EngineStack, emulator: ThreadedEmulator
) -> None:
    program = preferences(team_ids=[ACME, BETA])
    operations: dict[str, Callable[..., Result]] = {
        "preview": partial(applied.preview, program),
        "up": partial(applied.up, program),
        "destroy": applied.destroy,
    }
    before = stored(applied)
    emulator.fail("GET 404")

    ended = operations[operation](refresh=True, fails=True)

    assert "(404)" in only_line(ended)
    assert emulator.writes == []
    assert emulator.get("production", "us", ACME) == OURA
    assert stored(applied) == before


def test_each_wait_is_shown_under_the_resource_while_it_lasts_and_gone_afterwards(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    emulator.fail("GET#1 503 retry-after=0", "GET#2 drop", "POST#1 429 retry-after=1")

    up = stack.up(preferences())

    assert up.changes == {"create": 1}
    waits = [one for one in up.progress if one.urn == urn("acme") and "waiting" in one.text]
    assert {one.severity for one in waits} == {"info"}
    first, second, third = (one.text for one in waits)
    assert re.fullmatch(r"answer 503; waiting 0\.\d s before attempt 2 of 6", first)
    assert re.fullmatch(r"no answer; waiting \d\.\d s before attempt 3 of 6", second)
    assert third == "answer 429; waiting 1.0 s before attempt 2 of 6"
    assert not [one for one in up.messages if "waiting" in one.text]


@pytest.mark.parametrize("read", [get_team_data_pull_preferences, get_team_data_pull_preferences_output])
def test_a_program_that_reads_shows_its_waits_too(
    read: Callable[..., Any], stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    emulator.fail("GET#1 503 retry-after=1")
    emulator.set("production", "us", ACME, "oura", 120)

    preview = stack.preview(lambda: pulumi.export("org", read(team_ids=[ACME], providers=["oura"]).org_id))

    assert preview.outputs == {"org": emulator.org_id}
    (wait,) = preview.progress
    assert wait.severity == "info"
    assert wait.text == f"{FUNCTION}: answer 503; waiting 1.0 s before attempt 2 of 6"
    assert preview.messages == ()


@pytest.mark.parametrize("by", ["variable", "config"])
def test_a_budget_that_is_none_fails_before_anything_is_sent(
    by: str, stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(BUDGET, "for ever" if by == "variable" else "")
    if by == "config":
        stack.config(requestBudgetSeconds="0")

    up = stack.up(preferences(), fails=True)

    assert only_line(up) == (
        "the request budget must be seconds, more than 0 and at most 3600. Set JUNCTION_REQUEST_BUDGET_SECONDS, "
        "or run `pulumi config set junction:requestBudgetSeconds 60`."
    )
    assert emulator.requests == []


def test_the_budget_of_the_configuration_counts(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.config(requestBudgetSeconds="0.5")
    emulator.fail("GET hang")

    assert only_line(stack.up(preferences(), fails=True)) == IN_TIME


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("fault", ["GET hang", "GET drip", "GET stall", "GET 429 retry-after=30"])
def test_a_preview_goes_on_without_the_limits_and_says_why(
    fault: str, stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUNCTION_LIVE_CHECKS", "on")
    emulator.fail(fault)

    preview = stack.preview(preferences())

    (warning,) = preview.warnings
    assert warning.text.startswith("acme: the service's limits were not checked: 127.0.0.1 ")
    assert BUDGET not in warning.text
