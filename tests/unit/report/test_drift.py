"""What somebody changed at Junction since the last apply, apart from what the program changes."""

from typing import Any

from pulumi_junction.report import wording
from pulumi_junction.report.building import stack
from pulumi_junction.report.model import Touched
from pulumi_junction.report.reading import read
from tests.support.previews import ACME, BETA, Log, days, declared, live

ONE = {ACME: "Acme Care"}


def found(log: Log) -> list[tuple[Any, ...]]:
    made = stack("s", read(log.text(), "log"))
    return [(one.label, one.slug, one.resource, one.applied, one.live, one.after) for one in made.drift]


def test_one_teams_drift_is_told_in_days_applied_live_and_after() -> None:
    old, drifted = declared(days(oura=120), ONE), declared(days(oura=90), ONE)
    assert found(Log().refreshed("w", old, drifted).update("w", drifted, old)) == [
        ("Acme Care", "oura", "default", 120, 90, 120)
    ]


def test_a_team_that_deviates_from_the_others_is_named() -> None:
    old = declared(days(oura=120))
    drifted = declared(days(oura=120), deviations={BETA: days(oura=60)})
    log = Log().refreshed("w", old, drifted).update("w", drifted, old)

    assert found(log) == [("Beta Labs", "oura", "default", 120, 60, 120)]
    assert stack("s", read(log.text(), "log")).counts.drift == 1


def test_a_preference_that_is_no_longer_shown_was_removed() -> None:
    old = declared(days(oura=120))
    drifted = declared(days(oura=120), deviations={BETA: {"oura": "not set"}})
    assert found(Log().refreshed("w", old, drifted).same("w", old)) == [
        ("Beta Labs", "oura", "default", 120, None, 120)
    ]


def test_a_provider_that_is_gone_for_the_only_team_was_removed() -> None:
    old, drifted = declared(days(oura=120, strava=30), ONE), declared(days(strava=30), ONE)
    assert [row[3:5] for row in found(Log().refreshed("w", old, drifted).same("w", old))] == [(120, None)]


def test_a_resource_that_is_gone_has_lost_every_preference() -> None:
    old = declared(days(oura=120))
    assert len(found(Log().refreshed("w", old, None).create("w", old))) == 2


def test_what_a_refresh_finds_as_it_was_is_no_drift() -> None:
    assert found(Log().refreshed("w", declared(days(oura=120)), declared(days(oura=120)))) == []


def test_what_the_service_keeps_below_what_was_asked_is_no_drift() -> None:
    """It is shown lower in `effective`; the inputs say what was asked."""
    old = declared(days(fitbit=90), ONE)
    kept = live(fitbit=14)
    log = Log().refreshed("w", old, old, before={"effective": kept}, effective=kept)
    assert found(log) == []


def test_drift_in_a_secret_resource_is_named_without_days() -> None:
    secret = declared(days(oura=120)) | {"providers": "[secret]"}
    for log in (Log().refreshed("w", secret, secret, diffs=["providers"]), Log().refreshed("w", secret, None)):
        assert found(log) == []
        assert stack("s", read(log.text(), "log")).hidden == [Touched("w", "drift")]


def test_a_resource_that_became_unreadable_is_not_taken_for_gone() -> None:
    old, secret = declared(days(oura=120)), declared(days(oura=120)) | {"providers": "[secret]"}
    assert found(Log().refreshed("w", old, secret, diffs=["providers"])) == []


def test_the_plan_sets_it_again_or_keeps_it_or_declares_it_no_more() -> None:
    old, drifted = declared(days(oura=120), ONE), declared(days(oura=90), ONE)

    def refreshed() -> Log:
        return Log().refreshed("w", old, drifted)

    def words(log: Log) -> list[str]:
        return [wording.fate(one) for one in stack("s", read(log.text(), "log")).drift]

    assert words(refreshed().update("w", drifted, old)) == ["sets 120 again"]
    assert words(refreshed().update("w", drifted, declared(days(oura=60), ONE))) == ["sets 60"]
    assert words(refreshed().same("w", drifted)) == ["keeps it"]
    assert words(refreshed().delete("w", drifted)) == ["no longer declared"]


def test_without_a_refresh_the_report_says_that_drift_is_not_shown() -> None:
    preview = read(Log(refresh=False).same("w", declared(days(oura=1))).text(), "log")
    assert preview.gaps == ["drift, as the preview ran without --refresh"]
    assert read(Log().create("w", declared(days(oura=1))).text(), "log").gaps == []


def test_what_leaves_the_program_is_not_refreshed_and_its_days_now_are_not_made_up() -> None:
    """With --run-program the engine looks only at what the program still declares."""
    kept, gone = declared(days(oura=1), ONE), declared(days(strava=90), ONE)
    made = stack("s", read(Log().same("kept", kept).delete("gone", gone, looked=False).text(), "log"))

    assert [(one.op, one.now, one.after) for one in made.changes] == [("reset", None, 14)]
    assert made.gaps == [
        "drift of gone: with --run-program Pulumi does not refresh what the program no longer declares"
    ]
    assert not made.looked
    assert stack("s", read(Log().same("kept", kept).delete("gone", gone).text(), "log")).looked


def test_a_preview_that_did_not_look_is_never_nothing_to_do() -> None:
    made = stack("s", read(Log(refresh=False).same("w", declared(days(oura=1))).text(), "log"))
    assert not made.quiet
    assert not made.acts
