"""`pulls trigger`: what is shown before, the question, and what becomes of it."""

import json
from typing import NoReturn

import pytest

from pulumi_junction.api.junction import JunctionClient
from pulumi_junction.emulator.state import Emulator
from tests.unit.cli.pulls.conftest import Pulls, posted

ALL = ("trigger", "--provider", "oura", "--all")
BULK = "/v2/link/bulk_trigger_historical_pull"


def test_count_and_window_are_shown_and_the_operation_comes_back(junction: Emulator, pulls: Pulls) -> None:
    ended = pulls(*ALL, "--yes", "--env", "sandbox")

    assert ended.stderr == "400 Oura users: at least 10 min\n"
    assert ended.stdout.splitlines() == [
        "in_progress, 0 processed, 400 pending, started 2026-11-22 12:00:00 UTC",
        "watch it: pulumi-junction pulls watch --provider oura --env sandbox",
    ]
    assert len(junction.operations) == 1


def test_programs_read_one_object(junction: Emulator, pulls: Pulls) -> None:
    ended = pulls(*ALL, "--yes", "--json")

    assert json.loads(ended.stdout) == {
        "version": 1,
        "provider": "oura",
        "users": 400,
        "at_least_seconds": 600,
        "operation": {
            "type": "link_bulk_historical_trigger",
            "provider": "oura",
            "status": "in_progress",
            "pending": 400,
            "processed": 0,
            "started_at": "2026-11-22T12:00:00+00:00",
            "ended_at": None,
        },
    }


@pytest.mark.usefixtures("terminal")
def test_yes_triggers_and_the_window_stands_above_the_question(junction: Emulator, pulls: Pulls) -> None:
    ended = pulls(*ALL, "--json", answers="y\n")

    assert ended.stderr == "400 Oura users: at least 10 min\nTrigger them at Oura? [y/N]: "
    assert json.loads(ended.stdout)["users"] == 400
    assert len(posted(junction)) == 1


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answer", ["n\n", "\n", ""], ids=["no", "enter", "end of input"])
def test_any_other_answer_triggers_nothing(answer: str, junction: Emulator, pulls: Pulls) -> None:
    ended = pulls(*ALL, answers=answer, status=1)

    assert ended.stderr.endswith("pulumi-junction: nothing was triggered.\n")
    assert "Aborted" not in ended.stderr
    assert ended.stdout == ""
    assert posted(junction) == []


@pytest.mark.parametrize("more", [[], ["--json"], ["--watch"]])
def test_without_a_terminal_it_says_yes_is_needed_and_asks_nobody(
    more: list[str], junction: Emulator, pulls: Pulls
) -> None:
    ended = pulls(*ALL, *more, answers="y\n", status=2)

    assert "Pass --yes" in ended.stderr
    assert junction.requests == []


def test_an_operation_that_runs_already_is_said(junction: Emulator, pulls: Pulls) -> None:
    pulls(*ALL, "--yes")
    junction.pass_time(30)

    ended = pulls("trigger", "--provider", "oura", "--yes", junction.users[0])

    running = "an operation for oura runs already: 150 of 400 processed since 2026-11-22 12:00:00 UTC."
    assert f"pulumi-junction: {running}\n" in ended.stderr
    assert len(posted(junction)) == 2


def test_one_that_has_ended_and_one_of_another_provider_are_not(junction: Emulator, pulls: Pulls) -> None:
    pulls(*ALL, "--yes")
    junction.pass_time(3_600)
    pulls("trigger", "--provider", "garmin", "--yes", "--all")

    assert "runs already" not in pulls(*ALL, "--yes").stderr


def test_an_answer_that_got_lost_is_settled_by_looking_and_not_sent_again(junction: Emulator, pulls: Pulls) -> None:
    junction.fail(f"POST{BULK} 503 after")

    ended = pulls(*ALL, "--yes", "--json")

    assert len(posted(junction)) == 1
    assert json.loads(ended.stdout)["operation"]["pending"] == 400
    assert "not clear whether Junction accepted the trigger" in ended.stderr


def test_what_nobody_can_settle_says_where_to_look_before_another_trigger(junction: Emulator, pulls: Pulls) -> None:
    junction.fail(f"POST{BULK} 503 after", "GET/v2/link/bulk_op#3- 401")

    ended = pulls(*ALL, "--yes", status=1)

    assert "It is not clear whether the trigger was accepted. Look before you trigger again: " in ended.stderr
    assert ended.stderr.endswith("pulumi-junction pulls watch --provider oura\n")
    assert "Run it again" not in ended.stderr
    assert len(posted(junction)) == 1


def test_a_team_without_the_endpoint_is_told_whom_to_ask(junction: Emulator, pulls: Pulls) -> None:
    junction.options.link = False

    ended = pulls(*ALL, "--yes", status=1)

    assert "Ask Junction's support: the endpoint is disabled by default" in ended.stderr
    assert ended.stdout == ""


def test_a_wrong_key_is_one_line(junction: Emulator, pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_TEAM_API_KEY", "sk_us_another")

    ended = pulls("trigger", "--provider", "oura", "--yes", junction.users[0], status=1)

    assert "refused the team API key (401)" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert "sk_us_another" not in ended.output


def test_the_key_is_that_of_the_labelled_team(
    junction: Emulator, pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JUNCTION_TEAM_API_KEY")
    monkeypatch.setenv("JUNCTION_TEAM_API_KEYS", json.dumps({"acme": "sk_us_another", "beta": junction.team_api_key}))

    ended = pulls(*ALL, "--yes", "--team", "beta")

    assert ended.stdout.endswith("watch it: pulumi-junction pulls watch --provider oura --team beta\n")
    assert len(posted(junction)) == 1


def test_accepted_and_not_listed_is_said_and_there_is_nothing_to_watch(
    junction: Emulator, pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(JunctionClient, "operations", lambda self: iter(()))
    one = junction.users[0]

    ended = pulls("trigger", "--provider", "oura", "--yes", one)
    watched = pulls("trigger", "--provider", "oura", "--yes", "--watch", one, status=1)

    assert ended.stdout.startswith("Junction accepted 1 user, and does not list the operation yet.\n")
    assert "there is no operation to watch." in watched.stderr


@pytest.mark.parametrize("option", ["--watch", "--wait"])
def test_with_watch_it_is_seen_to_its_end(option: str, junction: Emulator, pulls: Pulls) -> None:
    ended = pulls(*ALL, "--yes", option)

    assert ended.stdout.splitlines()[-1] == "oura: success, 400 of 400 connections processed in 10 min."
    assert "watch it:" not in ended.stdout


def test_with_watch_a_failure_is_the_exit_status(junction: Emulator, pulls: Pulls) -> None:
    junction.options.op_statuses = {"oura": "failure"}

    ended = pulls(*ALL, "--yes", "--watch", "--json", status=4)

    assert [json.loads(line)["operation"]["status"] for line in ended.stdout.splitlines()] == ["in_progress", "failure"]


def test_ctrl_c_while_it_is_sent_says_that_nobody_knows(
    junction: Emulator, pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(JunctionClient, "trigger_historical_pull", interrupted)

    ended = pulls(*ALL, "--yes", status=130)

    assert ended.stderr.endswith(
        "it is not clear whether the trigger was sent. "
        "Look before you trigger again: pulumi-junction pulls watch --provider oura\n"
    )


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        ("JUNCTION_ENV", "no environment. Pass --env, set JUNCTION_ENV, or name a stack"),
        ("JUNCTION_TEAM_API_KEY", "no team API key."),
    ],
)
def test_a_setting_that_is_missing_is_one_line_and_nothing_is_asked(
    variable: str, words: str, junction: Emulator, pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(variable)

    ended = pulls(*ALL, "--yes", status=1)

    assert ended.stderr.startswith(f"pulumi-junction: {words}")
    assert len(ended.stderr.splitlines()) == 1
    assert junction.requests == []
