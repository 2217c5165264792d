"""`pulumi-junction doctor`: what it learns of the service from a few GETs."""

import pytest

from pulumi_junction.emulator.state import Emulator
from tests.unit.cli.conftest import Answering, Run, findings, provider

ACME = "3aac0000-0000-4000-8000-00000000000a"


def test_what_the_service_does_is_told(junction: Emulator, run: Run) -> None:
    junction.options.limits = {"oura": 90, "garmin.sleep": 30}
    for number in range(7):
        junction.set("sandbox", "us", f"{number:08x}-0000-4000-8000-000000000000", "garmin", 7, {"sleep": 8})

    ended = run("doctor", "--json")

    assert [line.removeprefix("service: ") for line in findings(ended, "ok") if line.startswith("service")] == [
        "it answers, and takes the management key.",
        "7 teams, on one page where 100 are asked for; 5 a page where no limit is named.",
        "what is not set is shown with its default.",
        "limits are shown: 365 days; garmin.sleep 30, oura 90.",
    ]
    assert "service: oura has 90 days by default, and 180 days in Junction's documents. Declare what you rely on." in (
        findings(ended, "note")
    )


def test_a_service_that_tells_less_is_pointed_out(answering: Answering, run: Run) -> None:
    answering({ACME: {"novel": provider(7)}})

    notes = [line for line in findings(run("doctor", "--json"), "note") if line.startswith("service")]

    assert notes == [
        "service: novel is newer than this release. Look for a newer one; lenient=True declares it.",
        "service: answers show no limits: previews cannot tell what is too much.",
    ]


def test_a_service_that_shows_nothing_of_what_is_not_set_is_pointed_out(junction: Emulator, run: Run) -> None:
    junction.options.unset = "absent"

    notes = [line for line in findings(run("doctor", "--json"), "note") if line.startswith("service")]

    assert notes == [
        "service: what is not set is not shown: a refresh takes it for gone, not for a default.",
        "service: it shows no preferences, so nothing can be said of limits.",
    ]


def test_more_teams_than_a_page_holds_are_told(junction: Emulator, run: Run) -> None:
    junction.options.page_size = 3
    for number in range(4):
        junction.set("sandbox", "us", f"{number:08x}-0000-4000-8000-000000000000", "garmin", 7)

    assert "service: 3 teams a page where 100 are asked for, and more pages; 3 a page where no limit is named." in (
        findings(run("doctor", "--json"), "ok")
    )


@pytest.mark.parametrize(
    ("fault", "words"), [("GET 401", "refused the management key (401)"), ("GET 503", "has a problem of its own (503)")]
)
def test_a_service_that_does_not_answer_is_to_be_repaired(fault: str, words: str, junction: Emulator, run: Run) -> None:
    junction.fail(fault)

    (found,) = findings(run("doctor", "--json", status=1), "repair")

    assert words in found
    assert len(junction.requests) <= 2  # it does not wait as long as an `up` would


def test_a_team_that_does_not_exist_may_be_refused(junction: Emulator, run: Run) -> None:
    junction.fail("GET#3 404")

    assert (
        "service: of a team that does not exist it says: junction.example knows no such organisation (404)."
        in findings(run("doctor", "--json"), "note")
    )
