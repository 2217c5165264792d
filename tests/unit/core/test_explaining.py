"""Why a user's history is as it is, and what to do."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from pulumi_junction.core.catalogue import load
from pulumi_junction.core.explaining import Advice, Story, explain
from pulumi_junction.core.pulls import ProviderPulls, Pull, UserPulls

WHEN = datetime(2026, 11, 22, tzinfo=timezone.utc)
DONE = Pull("success", WHEN, range_start=WHEN - timedelta(days=90), range_end=WHEN, days_with_data=70)


def story(slug: str, *not_pulled: str, **pulled: Pull) -> Story:
    (one,) = explain(UserPulls("a user", {slug: ProviderPulls(pulled, not_pulled)}), load())
    return one


def meaning(one: Story) -> str:
    (finding,) = one.findings
    return finding.meaning


@pytest.mark.parametrize(
    ("pull", "says"),
    [
        (DONE, "90 days, 2026-08-24 to 2026-11-22, 70 with data"),
        (replace(DONE, days_with_data=0), "90 days, 2026-08-24 to 2026-11-22, none with data"),
        (replace(DONE, range_start=WHEN - timedelta(days=1)), "1 day, 2026-11-21 to 2026-11-22, 70 with data"),
        (Pull("success", WHEN), ""),
        (Pull("scheduled", WHEN), "the pull has not begun yet"),
        (Pull("paused", WHEN), "paused is not in the documents of 2026-11-22"),
        (Pull("failure", WHEN), "the pull failed; whether Junction retries it is not documented"),
        (
            Pull("failure", WHEN, error="provider_unavailable"),
            "provider_unavailable: the data provider cannot be reached; whether Junction retries it is not documented",
        ),
        (
            Pull("retrying", WHEN, error="provider_unavailable"),
            "provider_unavailable: the data provider cannot be reached; Junction retries it",
        ),
        (
            Pull("failure", WHEN, error="brand_new"),
            "brand_new: not in the documents of 2026-11-22; whether Junction retries it is unknown",
        ),
    ],
)
def test_a_pull_is_told_in_words(pull: Pull, says: str) -> None:
    assert meaning(story("oura", sleep=pull)) == says


def test_what_was_not_pulled_is_said_with_the_documented_reason_where_there_is_one() -> None:
    assert meaning(story("oura", "sleep")) == "there is no record of a pull"
    assert meaning(story("polar", "activity")).endswith("by the documents Polar never pulls history for activity")


def test_days_that_the_documents_fix_are_said() -> None:
    assert meaning(story("fitbit", activity=DONE)).endswith("the documents fix activity of Fitbit at 14 days")


@pytest.mark.parametrize(
    ("slug", "facts"),
    [
        ("oura", ("180 days where no preference is set; 365 at most.",)),
        ("omron", ("365 at most.",)),
        ("polar", ("How many days are pulled cannot be configured; it pulls 28.",)),
        ("whoop", ("whoop is retired; whoop_v2 takes its place.", "How many days are pulled cannot be configured.")),
        ("brand_new", ("brand_new is not in the documents that this release knows.",)),
    ],
)
def test_the_documented_limits_of_a_data_provider_are_said(slug: str, facts: tuple[str, ...]) -> None:
    assert story(slug, sleep=DONE).facts == facts


def advised(one: Story) -> list[tuple[str, str]]:
    return [(advice.action, advice.what) for advice in one.advice]


def test_there_is_nothing_to_do_about_what_was_pulled_or_never_is() -> None:
    assert advised(story("polar", "activity", sleep=DONE)) == []


def test_what_is_running_is_watched_and_what_is_retried_is_looked_at_later() -> None:
    running, again = Pull("in_progress", WHEN), Pull("retrying", WHEN, error="transport_failure")

    assert advised(story("oura", sleep=running, hrv=again)) == [("watch", "wait for hrv and sleep, then look again")]
    assert advised(story("oura", hrv=again)) == [("look again", "wait for hrv, then look again")]


def test_what_failed_or_has_no_record_is_triggered() -> None:
    failed = Pull("failure", WHEN, error="retry_quota_exhausted")

    assert advised(story("oura", "hrv", sleep=failed, activity=failed, workouts=failed)) == [
        (
            "trigger",
            "activity, sleep and workouts failed or met an error; "
            "there is no record of a pull of hrv, and nothing says why: trigger another pull",
        )
    ]


def test_a_data_provider_that_no_trigger_takes_is_one_for_the_support() -> None:
    (advice,) = story("apple_health_kit", "sleep").advice

    assert advice == Advice(
        "apple_health_kit",
        "there is no record of a pull of sleep, and nothing says why; Junction documents no trigger for "
        "apple_health_kit: ask its support",
        "ask",
    )
