"""`pulumi-junction pulls status`: totals, and rows for people."""

import httpx
import pytest

from pulumi_junction.emulator.state import Emulator
from tests.support import introspection
from tests.support.introspection import ANN, BEN, CEM, page, provider, pull, user
from tests.unit.cli.pulls.conftest import Pulls
from tests.unit.cli.test_completion import completed

FAILED = pull("failure", "retry_quota_exhausted", data=0)
RETRYING = pull("retrying", "provider_rate_limit_exceeded", data=0)


@pytest.fixture(autouse=True)
def _two_users(monkeypatch: pytest.MonkeyPatch) -> None:
    introspection.answer_with(
        monkeypatch,
        [
            page(user(ANN, oura=provider("hrv", sleep=pull(), activity=RETRYING)), cursor="2"),
            page(cursor="3"),
            page(user(BEN, oura=provider(sleep=pull()), garmin=provider(sleep=FAILED))),
        ],
    )


def test_totals_come_first_then_a_line_for_each_resource(pulls: Pulls) -> None:
    assert pulls("status").stdout.splitlines() == [
        "2 users, 4 resources, 1 not pulled",
        "",
        "provider  status      resources  users  error",
        "garmin    failure             1      1  retry_quota_exhausted",
        "oura      success             2      2  -",
        "oura      not pulled          1      1  -",
        "oura      retrying            1      1  provider_rate_limit_exceeded",
        "",
        "provider_rate_limit_exceeded: the data provider takes no more requests for now; Junction retries it",
        "retry_quota_exhausted: Junction has used up its retries; Junction does not retry it",
        "",
        "user                                  provider  resource  status    "
        "from        to          days  data  error                         retried",
        f"{ANN}  oura      activity  retrying  2023-07-24  2023-10-24    92     0  provider_rate_limit_exceeded  yes",
        f"{ANN}  oura      sleep     success   2023-07-24  2023-10-24    92    70  -                             -",
        f"{BEN}  garmin    sleep     failure   2023-07-24  2023-10-24    92     0  retry_quota_exhausted         no",
        f"{BEN}  oura      sleep     success   2023-07-24  2023-10-24    92    70  -                             -",
    ]


def rows(text: str) -> list[list[str]]:
    """Provider, resource and status of the lines that begin with a user."""
    return [[line[:4], *line.split()[1:4]] for line in text.splitlines() if line.startswith((ANN, BEN))]


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (["--failed"], [["aaaa", "oura", "activity", "retrying"], ["bbbb", "garmin", "sleep", "failure"]]),
        (["--status", "failure"], [["bbbb", "garmin", "sleep", "failure"]]),
        (["--status", "paused"], []),
        (["--resource", "activity"], [["aaaa", "oura", "activity", "retrying"]]),
        (["--provider", "garmin", "--provider", "polar"], [["bbbb", "garmin", "sleep", "failure"]]),
        (["--resource", "hrv", "--not-pulled"], [["aaaa", "oura", "hrv", "not"]]),
    ],
)
def test_rows_can_be_chosen(options: list[str], shown: list[list[str]], pulls: Pulls) -> None:
    assert rows(pulls("status", *options).stdout) == shown


def test_a_status_chooses_rows_and_totals_stay_whole(pulls: Pulls) -> None:
    assert pulls("status", "--failed").stdout.startswith("2 users, 4 resources, 1 not pulled\n")


def test_a_resource_chooses_what_totals_count_too(pulls: Pulls) -> None:
    assert pulls("status", "--resource", "activity").stdout.startswith("1 user, 1 resource\n")


def test_a_summary_has_no_rows(pulls: Pulls) -> None:
    shown = pulls("status", "--summary").stdout

    assert shown.startswith("2 users, 4 resources, 1 not pulled\n")
    assert ANN not in shown


def test_no_pulls_are_said_as_such(pulls: Pulls) -> None:
    assert pulls("status", "--resource", "water").stdout == "No historical pulls: nothing that was asked for has any.\n"


def test_one_user_is_asked_for_alone_and_one_who_is_not_shown_is_named(
    pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = introspection.answer_with(monkeypatch, [page(user(ANN, oura=provider(sleep=pull()))), page()])

    ended = pulls("status", "--user", ANN.upper(), "--user", CEM, "--user", ANN, "--provider", "oura")

    assert [dict(request.url.params) for request in asked] == [
        {"user_id": one, "provider": "oura", "user_limit": "50"} for one in (ANN, CEM)
    ]
    assert [line[0] for line in rows(ended.stdout)] == ["aaaa"]
    assert ended.stderr == f"pulumi-junction: Junction shows no historical pulls of user {CEM}.\n"


def test_users_whom_nobody_asked_for_are_left_out(pulls: Pulls) -> None:
    ended = pulls("status", "--user", BEN, "--failed")

    assert rows(ended.stdout) == [["bbbb", "garmin", "sleep", "failure"]]
    assert ended.stdout.startswith("1 user, 2 resources\n")


def test_words_that_are_newer_than_this_release_are_shown_as_they_are(
    pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = user(ANN, brand_new=provider(dreams=pull("paused", "moon_phase")))
    introspection.answer_with(monkeypatch, [page(newer)])

    shown = pulls("status").stdout

    assert "moon_phase: not in the documents of 2026-11-22; whether Junction retries it is unknown" in shown
    assert "paused is not in the documents of 2026-11-22" in shown
    assert shown.splitlines()[-1].split()[1:] == [
        *("brand_new", "dreams", "paused", "2023-07-24", "2023-10-24", "92", "70", "moon_phase", "?")
    ]


def test_names_of_the_service_cannot_write_to_the_terminal(pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    nasty = user(ANN, **{"ou\x1b[2Jra\nx": provider(**{"sl\reep": pull("o\x1bk", "no\x07t")})})
    for options in ([], ["--csv"], ["--json"], ["--summary"]):
        introspection.answer_with(monkeypatch, [page(nasty)])

        assert {one for one in pulls("status", *options).stdout if not one.isprintable()} == {"\n"}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--json", "--csv"], "--json and --csv exclude each other"),
        (["--summary", "--csv"], "--summary has no rows"),
        (["--summary", "--failed"], "--summary has no rows"),
        (["--user", "acme"], "--user must be the UUID of a user, not 'acme'"),
        (["--provider", "ora"], "did you mean oura?"),
        (["--resource", "slep"], "--resource slep is not a resource that Junction lists; did you mean sleep?"),
        (["--status", "sucess"], "--status sucess is not a status that Junction lists; did you mean success?"),
    ],
)
def test_an_option_that_cannot_be_meant_is_one_line_and_status_2(options: list[str], says: str, pulls: Pulls) -> None:
    ended = pulls("status", *options, status=2)

    assert ended.stdout == ""
    assert says in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("options", [[], ["--json"], ["--summary"]])
def test_nothing_is_printed_where_a_page_fails_later(
    options: list[str], pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = page(user(ANN, oura=provider(sleep=pull())), cursor="2")
    refused = httpx.Response(422, json={"detail": "next_cursor has expired"})
    introspection.answer_with(monkeypatch, [first, refused])

    ended = pulls("status", *options, status=1)

    assert ended.stdout == ""
    assert "next_cursor has expired" in ended.stderr


def test_the_pretend_service_is_read_page_by_page(junction: Emulator, pulls: Pulls) -> None:
    junction.options.page_size = 30

    assert pulls("status", "--summary").stdout.startswith("400 users, 8,000 resources\n")
    assert {request.method for request in junction.requests} == {"GET"}


@pytest.mark.parametrize(
    ("status", "says"),
    [(401, "refused the team API key (401)"), (403, "does not allow this with the team API key (403)")],
)
@pytest.mark.parametrize("options", [[], ["--csv"], ["--json"], ["--summary"]])
def test_a_key_that_does_not_do_is_one_line(
    options: list[str], status: int, says: str, pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    introspection.answer_with(monkeypatch, [httpx.Response(status, json={"detail": "no"})])

    ended = pulls("status", *options, status=1)

    assert (ended.stdout, len(ended.stderr.splitlines())) == ("", 1)
    assert says in ended.stderr


def test_the_team_is_chosen_by_its_label(pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = introspection.answer_with(monkeypatch, [page()])
    monkeypatch.setenv("JUNCTION_TEAM_API_KEYS", '{"acme": "sk_of_acme"}')

    pulls("status", "--team", "acme")

    assert asked[0].headers["x-vital-api-key"] == "sk_of_acme"
    assert "Known are acme" in pulls("status", "--team", "beta", status=1).stderr


def test_known_statuses_and_resources_are_completed() -> None:
    assert completed("pulumi-junction pulls status --status s") == ["success", "scheduled"]
    assert completed("pulumi-junction pulls status --resource sleep_") == [
        *("sleep_apnea_alert", "sleep_breathing_disturbance", "sleep_cycle", "sleep_stream")
    ]
