"""`check`: the normal form out of whatever a program hands over, problems all at once, warnings to the reviewer."""

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_junction.emulator.state import Emulator
from tests.support.bags import UNKNOWN
from tests.unit.providers.conftest import EngineLog, Network
from tests.unit.providers.process import ORG, A, B, Process, declared

Start = Callable[..., Process]
DAYS = "historical_days_to_pull"


@pytest.fixture
def offline(start: Start, network: Network) -> Process:
    """Checks that need nobody's answer must not ask for one."""
    return start(managementKey="")


def test_inputs_become_the_normal_form(offline: Process, network: Network) -> None:
    program = declared({"Acme": A.upper()}, oura={"default": {DAYS: 120}, "resource_overrides": {}}, strava=30)

    assert offline.check("research", program).inputs == {
        "org_id": ORG,
        "env": "sandbox",
        "region": "us",
        "teams": {A: "Acme"},
        "providers": {"oura": {"default": 120}, "strava": {"default": 30}},
        "after_delete": {"oura": 180, "strava": 14},
    }
    assert network.asked == []


def test_a_checked_declaration_is_checked_without_change(offline: Process) -> None:
    once = offline.inputs("research", declared([A, B], oura={"default": 1, "resource_overrides": {"sleep": 2}}))

    assert offline.inputs("research", once) == once


@pytest.mark.parametrize(
    ("changed", "stays"),
    [
        ({"teams": [A, UNKNOWN]}, ("teams",)),
        ({"teams": {"Acme": UNKNOWN}}, ("teams",)),
        ({"teams": UNKNOWN}, ("teams",)),
        ({"org_id": UNKNOWN}, ("org_id",)),
        ({"providers": UNKNOWN}, ("providers",)),
        ({"providers": {"oura": UNKNOWN}}, ("providers", "oura")),
        ({"providers": {"oura": {"default": {DAYS: UNKNOWN}}}}, ("providers", "oura", "default")),
        (
            {"providers": {"oura": {"default": 1, "resource_overrides": {"sleep": UNKNOWN}}}},
            ("providers", "oura", "resource_overrides", "sleep"),
        ),
    ],
)
def test_what_is_not_known_yet_stays_so(
    changed: dict[str, Any], stays: tuple[str, ...], process: Process, network: Network
) -> None:
    found: Any = process.inputs("research", declared([A], oura=1) | changed)

    for key in stays:
        found = found[key]
    assert found == UNKNOWN
    assert network.asked == [], "limits are asked for when all is known"


def test_all_problems_are_told_at_once(offline: Process) -> None:
    program = declared(["acme"], ora=1, garmin=400, strava={"resource_overrides": {"sleep": 1}}) | {"env": "staging"}

    problems = offline.check("research", program).problems

    assert [problem.partition(" (if it is newer")[0] for problem in problems] == [
        "env: must be production or sandbox, not a string of 7 characters",
        "team_ids[0]: must be the UUID of a team, not a string of 4 characters",
        'providers.strava.default: is required by the API, also beside overrides; add it, e.g. "default": 90',
        "providers.garmin.default: 400 days is more than the 365 that Junction pulls at most; lower it",
        "providers.ora: is not a data provider that Junction lists; did you mean oura?",
    ]


def test_where_something_is_wrong_the_service_is_not_asked(process: Process, network: Network) -> None:
    assert process.check("research", declared([A], ora=1)).problems
    assert network.asked == []


def test_what_is_doubtful_is_a_warning_that_names_the_resource(offline: Process, log: EngineLog) -> None:
    offline.inputs("research", declared([A], fitbit={"default": 90, "resource_overrides": {"activity": 30}}))

    assert log.warnings == [
        "research: providers.fitbit.resource_overrides.activity: Fitbit always pulls 14 days of activity; "
        "the override has no effect"
    ]
    assert log.requests[0].urn.endswith("::research")


def test_lenient_makes_warnings_of_what_the_catalogue_says(offline: Process, log: EngineLog) -> None:
    program = declared([A], brand_new=400) | {"lenient": True}

    assert offline.inputs("research", program)["lenient"] is True
    assert len(log.warnings) == 2


def test_lenient_lets_through_nothing_that_is_no_number_of_days(offline: Process) -> None:
    program = declared([A], brand_new=0.5) | {"lenient": True}

    (said,) = offline.check("research", program).problems

    assert said == "providers.brand_new: must be a whole number of days, at least 1, not 0.5"


def test_what_a_refresh_has_found_is_no_unknown_input(process: Process, junction: Emulator) -> None:
    """With `ignore_changes` the engine hands over what state has."""
    deviations = {B: {"oura": "not set"}}

    assert process.inputs("research", declared([A, B], oura=1) | {"deviations": deviations})["deviations"] == deviations
