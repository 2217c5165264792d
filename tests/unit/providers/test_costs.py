"""What a resource costs, counted and not timed: requests, and bytes of state."""

import json
import math
from collections import Counter
from collections.abc import Callable

import pytest

from pulumi_junction.emulator.state import Emulator
from tests.unit.providers.conftest import Network
from tests.unit.providers.process import Process, declared

TEAMS = {f"{number:08d}-0000-4000-8000-000000000000": f"Team {number}" for number in range(1_050)}
FIVE = dict.fromkeys(["oura", "garmin", "strava", "withings", "wahoo"], 120)
ONE = {"oura": 120}

Start = Callable[..., Process]


def asked(network: Network) -> dict[str, int]:
    """The requests since the last look, by method."""
    counted = Counter(request.method for request in network.asked)
    network.asked.clear()
    return dict(counted)


def chunks(teams: int) -> int:
    return math.ceil(teams / 100)


@pytest.mark.parametrize("providers", [ONE, FIVE], ids=["1 data provider", "5 data providers"])
def test_requests_grow_with_hundreds_of_teams_and_not_with_data_providers(
    providers: dict[str, int], start: Start, network: Network
) -> None:
    start().inputs("all", declared(TEAMS, **providers))
    assert asked(network) == {"GET": chunks(1_050)}, "a preview with live checks"

    entry = start().create("all", declared(TEAMS, **providers))
    assert asked(network) == {"GET": 2 * chunks(1_050), "POST": chunks(1_050)}, "the check, then read and write"

    assert start().read(entry) is not None
    assert asked(network) == {"GET": chunks(1_050)}, "a refresh"

    start().inputs("all", declared(TEAMS, **providers), entry.inputs)
    assert asked(network) == {"GET": chunks(1_050)}, "an `up` with nothing to do looks, and writes nothing"


@pytest.mark.parametrize("settings", [{"liveChecks": "off"}, {"managementKey": ""}], ids=["off", "no key"])
def test_without_live_checks_a_preview_asks_nothing(settings: dict[str, str], start: Start, network: Network) -> None:
    start(**settings).inputs("all", declared(TEAMS, **FIVE))

    assert asked(network) == {}


def test_an_edit_writes_the_teams_that_change_and_reads_no_answer_again(start: Start, network: Network) -> None:
    """It reads before it writes, as somebody may have edited meanwhile; the answer to a POST is complete."""
    entry = start().create("all", declared(TEAMS, **FIVE))
    more = TEAMS | {f"{number:08d}-1111-4000-8000-000000000000": "" for number in range(150)}
    asked(network)

    start(liveChecks="off").update(entry, declared(more, **FIVE))

    assert asked(network) == {"GET": chunks(1_200), "POST": chunks(150)}


def test_a_preview_asks_for_what_is_declared_and_for_nothing_beside_it(start: Start, network: Network) -> None:
    start().inputs("all", declared(TEAMS, **ONE))

    assert {tuple(request.url.params.get_list("provider")) for request in network.asked} == {("oura",)}


def test_state_is_hardly_larger_than_ids_and_labels(start: Start, junction: Emulator) -> None:
    """State holds a resource's inputs and its outputs, so each of them twice."""
    entry = start().create("all", declared(TEAMS, **FIVE))

    kept = len(json.dumps([entry.inputs, entry.outputs], separators=(",", ":")))
    least = 2 * len(json.dumps(TEAMS, separators=(",", ":")))

    assert kept <= 1.2 * least
