"""What a status and an error mean, and whether Junction retries it: as the documents divide them, and no further."""

import json
from dataclasses import replace
from datetime import datetime, timezone

import pytest

from pulumi_junction.core import outcomes
from pulumi_junction.core.pulls import Pull
from tests.support.repository import ROOT

PULL = Pull("success", datetime(2026, 11, 22, tzinfo=timezone.utc))
SCHEMAS = json.loads((ROOT / "tests" / "contract" / "openapi" / "junction.openapi.json").read_text(encoding="utf-8"))[
    "components"
]["schemas"]
RETRIABLE = SCHEMAS["HistoricalPullRetriableErrorDetails"]["enum"]
FINAL = SCHEMAS["HistoricalPullNonRetriableErrorDetails"]["enum"]


def test_every_documented_status_is_read_aloud_and_no_other() -> None:
    assert sorted(outcomes.STATUSES) == sorted(SCHEMAS["HistoricalPullStatus"]["enum"])


def test_no_error_is_given_a_meaning_that_the_document_lacks() -> None:
    assert sorted({*outcomes.RETRIABLE, *outcomes.NON_RETRIABLE}) == sorted([*RETRIABLE, *FINAL])


@pytest.mark.parametrize("error", RETRIABLE)
def test_junction_retries_an_error_of_the_retriable_kind(error: str) -> None:
    assert outcomes.of_error(error).retried is True


@pytest.mark.parametrize("error", FINAL)
def test_junction_does_not_retry_an_error_of_the_other_kind(error: str) -> None:
    assert outcomes.of_error(error).retried is False


def test_an_error_that_no_document_has_is_said_to_be_such() -> None:
    meaning = outcomes.of_error("brand_new")

    assert meaning.retried is None
    assert meaning.text == "not in the documents of 2026-11-22; whether Junction retries it is unknown"


def test_a_status_that_no_document_has_is_shown_as_it_is() -> None:
    assert outcomes.of_status("paused") == "paused is not in the documents of 2026-11-22"


@pytest.mark.parametrize(
    ("status", "error", "retried"),
    [
        ("success", None, None),
        ("scheduled", None, None),
        ("retrying", None, True),
        ("retrying", "transport_failure", True),
        ("retrying", "brand_new", True),
        ("failure", "retry_quota_exhausted", False),
        ("failure", None, None),
        ("failure", "transport_failure", None),
        ("failure", "brand_new", None),
        ("in_progress", "provider_unavailable", True),
    ],
)
def test_whether_a_pull_is_retried_is_only_said_where_status_and_error_say_so(
    status: str, error: str | None, retried: bool | None
) -> None:
    assert outcomes.retried(replace(PULL, status=status, error=error)) is retried


@pytest.mark.parametrize(
    ("status", "error", "troubled", "under_way"),
    [
        ("success", None, False, False),
        ("success", "unexpected_error", True, False),
        ("failure", None, True, False),
        ("retrying", None, True, True),
        ("in_progress", None, False, True),
        ("scheduled", None, False, True),
        ("paused", None, False, False),
    ],
)
def test_what_failed_is_tried_again_or_met_an_error_is_trouble(
    status: str, error: str | None, troubled: bool, under_way: bool
) -> None:
    pull = replace(PULL, status=status, error=error)

    assert (outcomes.troubled(pull), outcomes.under_way(pull)) == (troubled, under_way)
