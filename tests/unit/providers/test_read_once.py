"""What a refresh has read is not asked for again by the check after it; and counts for nothing else."""

from collections.abc import Callable

import httpx

from pulumi_junction.emulator.state import Emulator
from tests.unit.providers.conftest import Network
from tests.unit.providers.process import A, B, Process, declared

Start = Callable[..., Process]


def test_a_check_after_a_refresh_asks_for_new_teams_only(start: Start, network: Network) -> None:
    entry = start().create("all", declared([A], oura=120))
    process = start()
    network.asked.clear()

    process.read(entry)
    process.inputs("all", declared([A, B], oura=120), entry.inputs)

    assert [request.url.params.get_list("team_id") for request in network.asked] == [[A], [B]]


def test_what_was_read_in_one_place_says_nothing_of_another(start: Start, junction: Emulator, network: Network) -> None:
    entry = start().create("all", declared([A], oura=120))
    junction.set("production", "us", A, "oura", 90)
    process = start()

    process.read(entry)
    checked = process.check("all", {**declared([A], oura=90), "env": "production", "adopt": "refuse"}, entry.inputs)

    assert checked.problems == []


def test_a_write_of_the_same_run_makes_it_old(start: Start, junction: Emulator, network: Network) -> None:
    first = start().create("first", declared([A], oura=120, strava=55))
    second = start().create("second", declared([A], garmin=30))
    process = start()
    process.read(first)
    process.read(second)

    process.update(first, declared([A], oura=120))
    checked = process.check("second", {**declared([A], garmin=30, strava=60), "adopt": "refuse"}, second.inputs)

    assert checked.problems == []


def test_a_data_provider_that_the_service_has_given_up_can_be_dropped(
    start: Start, junction: Emulator, network: Network
) -> None:
    """Named in a filter it is refused."""
    entry = start().create("all", declared([A], oura=120, strava=55))

    def retired(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(422) if "strava" in request.url.params.get_list("provider") else None

    network.refuse = retired

    assert start().check("all", declared([A], oura=120), entry.inputs).problems == []
