"""`pulls watch`: to the end of an operation, and how it ended is the exit status."""

import json
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from pulumi_junction.api.junction import JunctionClient
from pulumi_junction.cli.pulls import following
from pulumi_junction.emulator.state import Emulator
from tests.unit.cli.pulls.conftest import Pulls

OURA = ("watch", "--provider", "oura")
GOES_ON = "goes on at Junction; to watch it again: pulumi-junction pulls watch --provider oura\n"


@pytest.fixture(autouse=True)
def _running(junction: Emulator) -> None:
    """400 connections in three batches, five minutes apart; each is done half a minute after it began."""
    junction.pulls.trigger(junction.team, "oura", junction.users)


def operations_asked(junction: Emulator) -> int:
    return len([request for request in junction.requests if request.path == "/v2/link/bulk_op"])


def after_naps(count: int, then: Callable[[], object], junction: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let something happen at the end of one of the waits."""
    naps: list[float] = []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        junction.pass_time(seconds)
        if len(naps) == count:
            then()

    monkeypatch.setattr(following.CLOCK, "sleep", sleep)


def interrupt() -> NoReturn:
    raise KeyboardInterrupt


def test_elsewhere_than_on_a_terminal_each_change_is_a_line_and_the_outcome_is_last(pulls: Pulls) -> None:
    ended = pulls(*OURA)

    assert ended.stdout.splitlines() == [
        "2026-11-22T12:00:00Z  oura in_progress  0 of 400, 0.0 %  at least 10 min by the table",
        "2026-11-22T12:00:30Z  oura in_progress  150 of 400, 37.5 %  300.0 a minute  "
        "at least 9 min 30 s by the table, about 50 s at this rate",
        "2026-11-22T12:05:30Z  oura in_progress  300 of 400, 75.0 %  30.0 a minute  "
        "at least 4 min 30 s by the table, about 3 min 20 s at this rate",
        "2026-11-22T12:10:30Z  oura success  400 of 400, 100.0 %  38.1 a minute",
        "oura: success, 400 of 400 connections processed in 10 min.",
    ]
    assert ended.stderr == ""


def test_programs_read_an_object_a_line(pulls: Pulls) -> None:
    ended = pulls(*OURA, "--json")

    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [line["operation"]["processed"] for line in lines] == [0, 150, 300, 400]
    assert lines[2] == {
        "version": 1,
        "at": "2026-11-22T12:05:30+00:00",
        "operation": {
            "type": "link_bulk_historical_trigger",
            "provider": "oura",
            "status": "in_progress",
            "pending": 100,
            "processed": 300,
            "started_at": "2026-11-22T12:00:00+00:00",
            "ended_at": None,
        },
        "percent": 75.0,
        "elapsed_seconds": 330,
        "observed_per_minute": 30.0,
        "at_least_seconds": 270,
        "expected_seconds": 200,
    }
    assert lines[-1]["operation"]["status"] == "success"
    assert lines[-1]["expected_seconds"] is None


def test_it_looks_every_five_seconds_and_as_often_as_it_is_told(
    junction: Emulator, pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulls(*OURA)
    usual = operations_asked(junction)
    junction.clear_requests()
    junction.pulls.trigger(junction.team, "oura", junction.users)
    pulls(*OURA, "--interval", "30")

    assert usual == 1 + 630 / 5
    assert operations_asked(junction) == 1 + 630 / 30


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--interval", "0.5", "--interval must be 1 to 3600 seconds."),
        ("--interval", "0", "--interval must be 1 to 3600 seconds."),
        ("--interval", "nan", "--interval must be 1 to 3600 seconds."),
        ("--interval", "inf", "--interval must be 1 to 3600 seconds."),
        ("--timeout", "0", "--timeout must be more than 0 seconds."),
        ("--timeout", "nan", "--timeout must be more than 0 seconds."),
        ("--provider", "garmn", "--provider garmn is not a data provider that Junction lists; did you mean garmin?"),
    ],
)
def test_a_wrong_option_is_one_line_and_nothing_is_asked(
    option: str, value: str, words: str, junction: Emulator, pulls: Pulls
) -> None:
    ended = pulls(*OURA, option, value, status=2)

    assert ended.stderr == f"pulumi-junction: {words}\n"
    assert junction.requests == []


@pytest.mark.parametrize("status", ["failure", "aborted"])
def test_one_that_fails_or_is_aborted_ends_with_4(status: str, junction: Emulator, pulls: Pulls) -> None:
    junction.options.op_statuses = {"garmin": status}
    junction.pulls.trigger(junction.team, "garmin", junction.users)

    ended = pulls("watch", "--provider", "garmin", status=4)

    (said,) = ended.stderr.splitlines()
    assert said.startswith(f"pulumi-junction: garmin: {status}, 2 of 400 connections processed in 30 s. Who is left: ")
    assert said.endswith("pulumi-junction pulls status --provider garmin --days-below DAYS")


def test_when_the_time_is_up_it_ends_with_5_and_no_later(junction: Emulator, pulls: Pulls) -> None:
    ended = pulls(*OURA, "--timeout", "42", status=5)

    assert ended.stderr == (f"pulumi-junction: it still runs, with 150 of 400 connections processed, and {GOES_ON}")
    assert junction.clock.now() == pytest.approx(following.CLOCK.monotonic())
    assert operations_asked(junction) == 1 + 9


def test_an_end_within_the_time_is_the_outcome(pulls: Pulls) -> None:
    assert pulls(*OURA, "--timeout", "100000").stdout.endswith("processed in 10 min.\n")


def test_ctrl_c_leaves_the_operation_running_and_says_so(
    junction: Emulator, pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_naps(3, interrupt, junction, monkeypatch)

    ended = pulls(*OURA, "--stack", "", status=130)

    assert ended.stderr == f"pulumi-junction: the operation {GOES_ON}"
    assert junction.operations[0]["status"] == "in_progress"
    assert junction.writes == []


def test_the_way_back_names_the_same_place(junction: Emulator, pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_TEAM_API_KEYS", json.dumps({"acme care": junction.team_api_key}))
    after_naps(1, interrupt, junction, monkeypatch)

    ended = pulls(*OURA, "--team", "acme care", "--env", "sandbox", "--region", "us", status=130)

    assert ended.stderr.endswith("watch --provider oura --team 'acme care' --env sandbox --region us\n")


def test_a_failing_request_is_said_and_made_again(
    junction: Emulator, pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_naps(2, lambda: junction.fail("GET#1 503 retry-after=3"), junction, monkeypatch)

    ended = pulls(*OURA)

    assert ended.stderr == "pulumi-junction: answer 503; waiting 3.0 s before attempt 2 of 6\n"
    assert ended.stdout.splitlines()[-1].startswith("oura: success")


@pytest.mark.parametrize("fault", ["GET 503", "GET 401", "GET garble"])
def test_a_longer_outage_ends_with_1_and_says_that_the_operation_goes_on(
    fault: str, junction: Emulator, pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_naps(2, lambda: junction.fail(fault), junction, monkeypatch)

    ended = pulls(*OURA, status=1)

    assert ended.stderr.endswith(f"The operation {GOES_ON}")
    assert len([line for line in ended.stderr.splitlines() if "; waiting " not in line]) == 1


def test_before_anything_is_known_an_outage_is_not_said_to_go_on(junction: Emulator, pulls: Pulls) -> None:
    junction.fail("GET 503")

    ended = pulls(*OURA, status=1)

    assert "goes on" not in ended.stderr


def test_where_nothing_runs_the_last_one_and_its_outcome_are_shown(junction: Emulator, pulls: Pulls) -> None:
    junction.pass_time(3_600)

    ended = pulls(*OURA)

    assert ended.stderr == "pulumi-junction: no operation runs for oura; this is the last one.\n"
    assert ended.stdout.splitlines()[-1] == "oura: success, 400 of 400 connections processed in 10 min."
    assert operations_asked(junction) == 1


def test_where_none_was_ever_triggered_that_is_said(pulls: Pulls) -> None:
    ended = pulls("watch", "--provider", "garmin", status=1)

    assert ended.stderr == "pulumi-junction: Junction lists no historical pull operation for garmin.\n"


def test_of_several_that_run_the_last_is_watched_and_that_is_said(junction: Emulator, pulls: Pulls) -> None:
    junction.pass_time(10)
    junction.pulls.trigger(junction.team, "oura", junction.users[:2])

    ended = pulls(*OURA)

    assert ended.stderr == "pulumi-junction: 2 operations run for oura; this is the one that started last.\n"
    assert ended.stdout.splitlines()[-1] == "oura: success, 2 of 2 connections processed in 30 s."


@pytest.mark.parametrize(
    ("pending", "ended_at", "status"), [(0, True, 0), (3, True, 4), (3, False, 5)], ids=["done", "left", "running"]
)
def test_a_status_that_is_new_to_us_is_shown_and_counts_by_its_end(
    pending: int, ended_at: bool, status: int, pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_with(
        monkeypatch, status="rolled_over", pending=pending, ended_at="2026-11-22T12:00:07Z" if ended_at else None
    )

    ended = pulls(*OURA, "--timeout", "30", status=status)

    assert "oura rolled_over" in ended.stdout


def test_one_that_is_listed_no_more_is_said(junction: Emulator, pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    forget = lambda: monkeypatch.setattr(JunctionClient, "operations", lambda self: iter(()))  # noqa: E731
    after_naps(1, forget, junction, monkeypatch)

    ended = pulls(*OURA, status=1)

    assert "Junction lists the operation no more." in ended.stderr
    assert "goes on" not in ended.stderr


def answer_with(monkeypatch: pytest.MonkeyPatch, **members: Any) -> None:
    """Let the service list one operation."""
    from pulumi_junction.api.junction_wire import BulkOp

    started = {"type": "link_bulk_historical_trigger", "provider": "oura", "started_at": "2026-11-22T12:00:00Z"}
    one = BulkOp(**{**started, "processed": 5, **members}).operation()
    monkeypatch.setattr(JunctionClient, "operations", lambda self: iter([one]))
