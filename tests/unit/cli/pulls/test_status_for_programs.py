"""`pulumi-junction pulls status` as CSV and as JSON."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from pulumi_junction.cli.pulls import spool
from tests.support import introspection
from tests.support.introspection import ANN, BEN, page, provider, pull, user
from tests.unit.cli.pulls.conftest import Pulls

FAILED = pull("failure", "retry_quota_exhausted", data=0)
PAGES = [
    page(user(ANN, oura=provider("hrv", sleep=pull())), cursor="2"),
    page(user(BEN, garmin=provider(sleep=FAILED))),
]
HEADINGS = (
    "user_id,provider,resource,status,range_start,range_end,days,days_with_data,error_details,retried,"
    "scheduled_at,started_at,ended_at,trace_id"
)
TIMES = "2023-10-24T13:52:51+00:00,2023-10-24T13:52:54+00:00,2023-10-24T13:53:59+00:00,51cc7d2d"
RANGE = "2023-07-24T00:00:00+00:00,2023-10-24T00:00:00+00:00,92"


@pytest.fixture(autouse=True)
def _two_users(monkeypatch: pytest.MonkeyPatch) -> None:
    introspection.answer_with(monkeypatch, PAGES)


def test_csv_is_a_heading_and_a_line_for_each_resource(pulls: Pulls) -> None:
    assert pulls("status", "--csv").stdout.splitlines() == [
        HEADINGS,
        f"{ANN},oura,sleep,success,{RANGE},70,,,{TIMES}",
        f"{BEN},garmin,sleep,failure,{RANGE},0,retry_quota_exhausted,no,{TIMES}",
    ]


def test_csv_of_what_was_not_pulled_says_so(pulls: Pulls) -> None:
    assert f"{ANN},oura,hrv,not pulled" + "," * 10 in pulls("status", "--csv", "--not-pulled").stdout.splitlines()


def test_csv_of_nothing_is_the_heading(pulls: Pulls) -> None:
    assert pulls("status", "--csv", "--resource", "water").stdout == f"{HEADINGS}\n"


def test_csv_quotes_what_would_be_taken_for_other_cells(pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = {'a,b"c\nd': provider(sleep=pull("=1+1"))}
    introspection.answer_with(monkeypatch, [page(user(ANN, **odd))])

    heading, *lines = pulls("status", "--csv").stdout.splitlines()

    assert (heading, len(lines)) == (HEADINGS, 1)
    assert next(csv.reader(lines))[1:4] == ['a,b"c\\nd', "sleep", "=1+1"]


def test_csv_comes_while_it_is_read_and_ends_with_a_whole_line_where_a_page_fails(
    pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    introspection.answer_with(monkeypatch, [PAGES[0], httpx.Response(422, json={"detail": "no more"})])

    ended = pulls("status", "--csv", status=1)

    assert [row["user_id"] for row in csv.DictReader(io.StringIO(ended.stdout))] == [ANN]
    assert ended.stdout.endswith("\n")
    assert len(ended.stderr.splitlines()) == 1


def test_csv_keeps_nothing_on_disk(pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    def kept(_: object, item: object) -> None:
        raise AssertionError(f"{item} went to the disk")

    monkeypatch.setattr(spool.Spool, "add", kept)

    assert len(pulls("status", "--csv").stdout.splitlines()) == 3


def test_json_is_one_object_that_begins_with_the_totals(pulls: Pulls) -> None:
    shown = json.loads(pulls("status", "--json").stdout)
    times = dict(zip(("scheduled_at", "started_at", "ended_at", "trace_id"), TIMES.split(","), strict=True))
    ranged = {"range_start": "2023-07-24T00:00:00+00:00", "range_end": "2023-10-24T00:00:00+00:00", "days": 92}

    assert shown == {
        "version": 1,
        "env": "sandbox",
        "region": "us",
        "not_shown": [],
        "totals": {
            "users": 2,
            "resources": 2,
            "not_pulled": 1,
            "by_outcome": [
                total("garmin", "failure", "retry_quota_exhausted", False),
                total("oura", None, None, None),
                total("oura", "success", None, None),
            ],
        },
        "pulls": [
            {"user_id": ANN, "provider": "oura", "resource": "sleep", "status": "success", **ranged}
            | {"days_with_data": 70, "error_details": None, "retried": None, **times},
            {"user_id": BEN, "provider": "garmin", "resource": "sleep", "status": "failure", **ranged}
            | {"days_with_data": 0, "error_details": "retry_quota_exhausted", "retried": False, **times},
        ],
    }
    assert list(shown).index("totals") < list(shown).index("pulls")


def total(slug: str, status: str | None, error: str | None, retried: bool | None) -> dict[str, Any]:
    named = {"provider": slug, "status": status, "error_details": error, "retried": retried}
    return named | {"resources": 1, "users": 1}


def test_json_of_what_was_not_pulled_has_no_status(pulls: Pulls) -> None:
    shown = json.loads(pulls("status", "--json", "--not-pulled", "--failed").stdout)

    assert [(row["resource"], row["status"]) for row in shown["pulls"]] == [("hrv", None), ("sleep", "failure")]


def test_json_without_rows_is_whole(pulls: Pulls) -> None:
    assert json.loads(pulls("status", "--json", "--status", "paused").stdout)["pulls"] == []


def test_json_of_a_summary_has_the_totals_alone(pulls: Pulls) -> None:
    shown = json.loads(pulls("status", "--json", "--summary").stdout)

    assert sorted(shown) == ["env", "not_shown", "region", "totals", "version"]


def test_json_names_the_users_who_are_not_shown(pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    introspection.answer_with(monkeypatch, [page()])

    assert json.loads(pulls("status", "--json", "--user", ANN).stdout)["not_shown"] == [ANN]


def test_rows_that_wait_for_totals_are_a_nameless_file_of_its_owner_that_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with spool.Spool() as kept:
        kept.add({"a": ["b\n"]})
        assert list(tmp_path.iterdir()) == []
        assert list(kept) == list(kept) == [{"a": ["b\n"]}]
    assert list(tmp_path.iterdir()) == []
