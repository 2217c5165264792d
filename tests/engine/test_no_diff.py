"""Other ways to write the same thing: never a diff, never a request."""

from collections.abc import Mapping
from typing import Any

import pytest

from pulumi_junction import HistoricalDaysArgs, ProviderDataPullPreferencesArgs
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, OURA, preferences

SLEEP = {"sleep": {"historical_days_to_pull": 180}}


@pytest.mark.parametrize(
    "providers",
    [
        pytest.param({"oura": {"default": 120.0, "resource_overrides": {"sleep": 180.0}}}, id="floats"),
        pytest.param(
            {"oura": {"default": {"historical_days_to_pull": 120}, "resource_overrides": SLEEP}}, id="the API's form"
        ),
        pytest.param({"oura": {"default": 120, "resource_overrides": SLEEP}}, id="both forms mixed"),
        pytest.param(
            {
                "oura": ProviderDataPullPreferencesArgs(
                    default=HistoricalDaysArgs(historical_days_to_pull=120), resource_overrides={"sleep": 180}
                )
            },
            id="argument classes",
        ),
    ],
)
def test_the_same_days_in_another_form_are_no_change(
    stack: EngineStack, emulator: ThreadedEmulator, providers: Mapping[str, Any]
) -> None:
    stack.up(preferences(providers=OURA))
    emulator.clear_requests()

    assert stack.preview(preferences(providers=providers)).changes == {"same": 1}
    assert stack.up(refresh=True).changes == {"same": 1}
    assert emulator.writes == []


def test_no_overrides_are_the_same_as_none_an_empty_map_and_a_bare_number(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    stack.up(preferences(providers={"oura": 120}))
    emulator.clear_requests()

    same: list[dict[str, Any]] = [{"resource_overrides": None}, {"resource_overrides": {}}, {}]
    for overrides in same:
        program = preferences(providers={"oura": {"default": 120, **overrides}})
        assert stack.preview(program).changes == {"same": 1}
    assert stack.up(refresh=True).changes == {"same": 1}
    assert emulator.writes == []


def test_teams_in_another_order_and_case_are_no_change(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(team_ids=[ACME, BETA]))
    emulator.clear_requests()

    assert stack.preview(preferences(team_ids=[BETA, ACME])).changes == {"same": 1}
    assert stack.up(preferences(team_ids=[BETA.upper(), ACME.upper()])).changes == {"same": 1}
    assert emulator.writes == []


def test_an_organisation_in_upper_case_is_no_other_place(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(org_id=emulator.org_id))

    assert stack.preview(preferences(org_id=emulator.org_id.upper())).changes == {"same": 1}


def test_providers_and_overrides_in_another_order_are_no_change(stack: EngineStack) -> None:
    stack.up(
        preferences(providers={"oura": {"default": 9, "resource_overrides": {"sleep": 8, "body": 7}}, "garmin": 6})
    )

    other = {"garmin": 6, "oura": {"resource_overrides": {"body": 7, "sleep": 8}, "default": 9}}
    assert stack.preview(preferences(providers=other)).changes == {"same": 1}


def test_a_new_label_is_shown_but_sends_nothing(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(team_ids=[ACME, BETA]))
    emulator.clear_requests()

    labelled = preferences(team_ids={"Acme Care": ACME, "Beta Labs": BETA})
    assert stack.preview(labelled).diffs == {f'teams["{ACME}"]': "update", f'teams["{BETA}"]': "update"}
    assert stack.up(labelled).changes == {"update": 1}
    assert emulator.writes == []
    assert stack.resources()["acme"]["outputs"]["teams"] == {ACME: "Acme Care", BETA: "Beta Labs"}


def test_the_order_of_answers_does_not_count(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    """Overrides come back in the order in which they were set; teams page by page."""
    emulator.options.page_size = 1
    sleep_first = {"oura": {"default": 9, "resource_overrides": {"sleep": 8, "body": 7}}}
    stack.up(preferences(team_ids=[ACME, BETA], providers=sleep_first))
    for team in (BETA, ACME):
        emulator.set("production", "us", team, "oura", 9, {"body": 7, "sleep": 8})

    seen = stack.preview(refresh=True)

    assert (seen.drift, seen.changes) == ({"same": 1}, {"same": 1})


@pytest.mark.parametrize("unset", ["absent", "defaults"])
def test_a_declared_default_of_the_service_is_no_change_later(
    stack: EngineStack, emulator: ThreadedEmulator, unset: Any
) -> None:
    emulator.options.unset = unset
    stack.up(preferences(providers={"oura": 180, "strava": 7}))

    assert stack.preview(refresh=True).changes == {"same": 1}
