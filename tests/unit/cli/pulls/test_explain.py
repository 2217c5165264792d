"""`pulumi-junction pulls explain`: one user in words."""

import json

import httpx
import pytest

from tests.support import introspection
from tests.support.introspection import ANN, page, provider, pull, user
from tests.unit.cli.pulls.conftest import Pulls

FAILED = pull("failure", "retry_quota_exhausted", data=0)
RETRYING = pull("retrying", "provider_rate_limit_exceeded", data=0)


@pytest.fixture(autouse=True)
def _ann(monkeypatch: pytest.MonkeyPatch) -> None:
    oura = provider("hrv", sleep=pull(), activity=FAILED)
    introspection.answer_with(
        monkeypatch,
        [page(user(ANN, oura=oura), cursor="2"), page(user(ANN, garmin=provider(sleep=RETRYING)))],
    )


def test_what_was_pulled_what_was_not_and_what_to_do_is_told(pulls: Pulls) -> None:
    assert pulls("explain", ANN).stdout.splitlines() == [
        f"user {ANN} in sandbox-us",
        "",
        "Garmin (garmin)",
        "  sleep  retrying  provider_rate_limit_exceeded: the data provider takes no more requests for now; "
        "Junction retries it; 92 days, 2023-07-24 to 2023-10-24",
        "  90 days where no preference is set; 365 at most.",
        "",
        "Oura (oura)",
        "  activity  failure     retry_quota_exhausted: Junction has used up its retries; "
        "Junction does not retry it; 92 days, 2023-07-24 to 2023-10-24",
        "  hrv       not pulled  there is no record of a pull",
        "  sleep     success     92 days, 2023-07-24 to 2023-10-24, 70 with data",
        "  180 days where no preference is set; 365 at most.",
        "",
        "Days respect the team's data pull preferences and the user's ingestion bounds; as of when is undocumented.",
        "",
        "What to do:",
        "- garmin: wait for sleep, then look again.",
        f"  pulumi-junction pulls explain {ANN}",
        "- oura: activity failed or met an error; there is no record of a pull of hrv, and nothing says why: "
        "trigger another pull.",
        f"  pulumi-junction pulls trigger --provider oura {ANN}",
    ]


def test_commands_lead_to_where_this_one_asked(pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_TEAM_API_KEYS", '{"our acme": "sk_of_acme"}')

    shown = pulls("explain", ANN, "--team", "our acme", "--env", "production", "--region", "eu").stdout

    place = "--team 'our acme' --env production --region eu"
    assert f"user {ANN} in production-eu" in shown
    assert f"  pulumi-junction pulls explain {ANN} {place}" in shown.splitlines()
    assert f"  pulumi-junction pulls trigger --provider oura {ANN} {place}" in shown.splitlines()


def test_a_user_whose_history_is_there_needs_nothing(pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    introspection.answer_with(monkeypatch, [page(user(ANN, oura=provider(sleep=pull())))])

    assert pulls("explain", ANN).stdout.endswith("\nNothing to do: everything was pulled.\n")


def test_what_is_running_leads_to_watch(pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    introspection.answer_with(monkeypatch, [page(user(ANN, oura=provider(sleep=pull("in_progress"))))])

    assert pulls("explain", ANN).stdout.endswith("\n  pulumi-junction pulls watch --provider oura\n")


def test_where_no_trigger_helps_there_is_no_command(pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    introspection.answer_with(monkeypatch, [page(user(ANN, brand_new=provider("sleep")))])

    shown = pulls("explain", ANN).stdout.splitlines()

    assert shown[2] == "brand_new"
    assert shown[-1].endswith("Junction documents no trigger for brand_new: ask its support.")


@pytest.mark.parametrize("answer", [page(), page(user(introspection.BEN, oura=provider(sleep=pull())))])
def test_a_user_without_records_is_told_with_what_it_may_mean(
    answer: httpx.Response, pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    introspection.answer_with(monkeypatch, [answer])

    first, *reasons = pulls("explain", ANN.upper()).stdout.splitlines()

    assert first == f"Junction shows no historical pulls of user {ANN} in sandbox-us."
    assert [reason.split()[0] for reason in reasons] == ["Either", "Or"]


def test_only_this_user_is_asked_for(pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = introspection.answer_with(monkeypatch, [page()])

    pulls("explain", ANN)

    assert [request.url.params["user_id"] for request in asked] == [ANN]


def test_what_is_no_uuid_is_one_line_and_status_2(pulls: Pulls) -> None:
    ended = pulls("explain", "acme", status=2)

    assert ended.stderr == "pulumi-junction: USER must be the UUID of a user, not 'acme'.\n"


def test_a_screen_gets_no_line_longer_than_80_but_commands(pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulumi_junction.cli.pulls.explain.on_screen", lambda: True)

    lines = pulls("explain", ANN).stdout.splitlines()

    assert [line for line in lines if len(line) > 80] == [f"  pulumi-junction pulls trigger --provider oura {ANN}"]
    wrapped = lines.index("  sleep  retrying  provider_rate_limit_exceeded: the data provider takes no more")
    assert lines[wrapped + 1] == "    requests for now; Junction retries it; 92 days, 2023-07-24 to 2023-10-24"


def test_json_keeps_its_shape(pulls: Pulls) -> None:
    """Programs read this: add members, never rename, retype or remove one."""
    shown = json.loads(pulls("explain", ANN, "--json").stdout)

    assert {name: shown[name] for name in shown if name != "providers"} == {
        "version": 1,
        "env": "sandbox",
        "region": "us",
        "user_id": ANN,
        "known": True,
        "todo": [
            {
                "provider": "garmin",
                "what": "wait for sleep, then look again",
                "command": f"pulumi-junction pulls explain {ANN}",
            },
            {
                "provider": "oura",
                "what": "activity failed or met an error; there is no record of a pull of hrv, and nothing says why: "
                "trigger another pull",
                "command": f"pulumi-junction pulls trigger --provider oura {ANN}",
            },
        ],
    }
    oura = shown["providers"][1]
    assert (oura["provider"], oura["name"]) == ("oura", "Oura")
    assert oura["facts"] == ["180 days where no preference is set; 365 at most."]
    assert [(one["resource"], one["status"], one["retried"]) for one in oura["resources"]] == [
        ("activity", "failure", False),
        ("hrv", None, None),
        ("sleep", "success", None),
    ]
    assert oura["resources"][1]["meaning"] == "there is no record of a pull"


def test_json_of_a_user_without_records_is_whole(pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    introspection.answer_with(monkeypatch, [page()])

    shown = json.loads(pulls("explain", ANN, "--json").stdout)

    assert (shown["known"], shown["providers"], shown["todo"]) == (False, [], [])
