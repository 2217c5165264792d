"""A write that fails for good half-way: what was done is kept in state, and the next run does the rest."""

import json
from collections.abc import Callable, Collection

import httpx
import pytest

from pulumi_junction.emulator.state import Emulator
from tests.unit.providers.conftest import Network, Refusal
from tests.unit.providers.process import A, B, C, Entry, FailedError, Process, declared

Start = Callable[..., Process]


def refusing(method: str, *, after: int = 0) -> Refusal:
    """Refuse requests of this method for good, all but the first *after* of them."""
    seen = []

    def refuse(request: httpx.Request) -> httpx.Response | None:
        if request.method != method:
            return None
        seen.append(request)
        return httpx.Response(403) if len(seen) > after else None

    return refuse


def differing(junction: Emulator, teams: Collection[str]) -> None:
    """Teams that each need something else, so that each needs a POST of its own."""
    for place, team in enumerate(teams):
        for slug in ("oura", "garmin")[:place]:
            junction.set("sandbox", "us", team, slug, 120)


PROGRAM = declared([A, B, C], oura=120, garmin=120, strava=30)
REFUSED = "junction.example does not allow this with the management key (403)."


def failed_create(process: Process, junction: Emulator, network: Network) -> FailedError:
    """The third POST is refused."""
    differing(junction, [A, B, C])
    junction.clear_requests()
    network.refuse = refusing("POST", after=2)
    with pytest.raises(FailedError) as caught:
        process.create("research", PROGRAM)
    network.refuse = lambda _: None
    return caught.value


def test_a_create_that_fails_half_way_keeps_the_teams_that_are_done(
    process: Process, junction: Emulator, network: Network
) -> None:
    failure = failed_create(process, junction, network)

    assert failure.details is not None
    assert failure.details.id.startswith("sandbox/us/")
    kept = failure.kept
    found = {B: {"oura": {"default": 120}}, C: {"oura": {"default": 120}, "garmin": {"default": 120}}}
    posted = [team for request in junction.writes if request.body for team in request.body["team_ids"]]
    (left,) = {A, B, C} - set(posted)
    assert failure.message.startswith(f"2 of 3 teams are done (not {left}); {REFUSED}")
    assert kept == {
        "org_id": PROGRAM["org_id"],
        "env": "sandbox",
        "region": "us",
        "teams": dict.fromkeys(sorted(posted), ""),
        "providers": {"garmin": {"default": 120}, "oura": {"default": 120}, "strava": {"default": 30}},
        "effective": {},
        "exceptions": {},
        "adopted": {team: one for team, one in found.items() if team in posted},
        "after_delete": {"garmin": 90, "oura": 180, "strava": 14},
    }
    assert len(posted) == 2


def test_the_next_run_is_an_update_and_sends_the_rest_alone(start: Start, junction: Emulator, network: Network) -> None:
    process = start()
    failure = failed_create(process, junction, network)
    assert failure.details is not None
    left = {A, B, C} - failure.kept["teams"].keys()
    entry = Entry("research", failure.details.id, process.inputs("research", PROGRAM), failure.kept)
    junction.clear_requests()

    after = start().update(entry, PROGRAM)

    (request,) = junction.writes
    assert request.body is not None
    assert set(request.body["team_ids"]) == left
    assert after.outputs["teams"] == dict.fromkeys((A, B, C), "")
    assert after.outputs["effective"].keys() == {"oura", "garmin", "strava"}


def test_a_refresh_after_a_failure_reads_what_is_there(start: Start, junction: Emulator, network: Network) -> None:
    process = start()
    failure = failed_create(process, junction, network)
    entry = Entry("research", "id", process.inputs("research", PROGRAM), failure.kept)

    found = start().read(entry)

    assert found is not None
    assert found.inputs["teams"] == failure.kept["teams"]
    assert found.outputs["effective"].keys() == {"oura", "garmin", "strava"}


def test_deleting_after_a_failure_resets_what_was_done(start: Start, junction: Emulator, network: Network) -> None:
    failure = failed_create(start(), junction, network)

    start().delete(Entry("research", "id", {}, failure.kept))

    for team in failure.kept["teams"]:
        assert junction.get("sandbox", "us", team) == {}


def test_where_nothing_was_done_nothing_is_kept(start: Start, junction: Emulator, network: Network) -> None:
    network.refuse = refusing("POST")

    with pytest.raises(FailedError) as caught:
        start().create("research", PROGRAM)

    assert caught.value.message.startswith(REFUSED)
    assert caught.value.details is None


def test_an_update_that_fails_keeps_old_teams_and_those_that_are_done(
    start: Start, junction: Emulator, network: Network
) -> None:
    junction.set("sandbox", "us", C, "peloton", 1)
    entry = start().create("research", declared([A, B], oura=120))
    network.refuse = refusing("POST", after=1)

    with pytest.raises(FailedError) as caught:
        start().update(entry, declared([A, C], oura=60))

    assert caught.value.details is not None
    assert caught.value.details.id == entry.id
    assert caught.value.message.startswith(f"1 of 2 teams are done (not {A}); {REFUSED}")
    assert caught.value.kept["teams"] == {A: "", C: ""}
    assert junction.get("sandbox", "us", B) == {}, "resets go first"
    assert junction.get("sandbox", "us", A) == {"oura": {"default": 120}}


def test_a_reset_that_fails_keeps_what_is_left_of_the_old_declaration(
    start: Start, junction: Emulator, network: Network, one_at_a_time: None
) -> None:
    program = declared([A, B, C], oura=120, garmin=30)
    entry = start().create("research", program)
    network.refuse = refusing("DELETE", after=1)

    with pytest.raises(FailedError) as caught:
        start().update(entry, declared([A], oura=60))

    assert caught.value.kept["teams"] == {A: "", B: "", C: ""}
    assert caught.value.kept["providers"] == {"garmin": {"default": 30}, "oura": {"default": 120}}
    assert [request.method for request in junction.writes] == ["POST", "DELETE"]
    network.refuse = lambda _: None
    after = start().update(Entry("research", entry.id, entry.inputs, caught.value.kept), declared([A], oura=60))
    assert after.outputs["teams"] == {A: ""}
    assert junction.get("sandbox", "us", B) == junction.get("sandbox", "us", C) == {}


def test_a_failed_update_never_comes_to_own_what_was_not_declared(
    start: Start, junction: Emulator, network: Network
) -> None:
    """B and C join while garmin leaves; B's own garmin is nobody's business, before and after."""
    junction.set("sandbox", "us", B, "garmin", 50)
    entry = start().create("research", declared([A], oura=120, garmin=30))
    network.refuse = refusing("POST", after=1)
    with pytest.raises(FailedError) as caught:
        start().update(entry, declared([A, B, C], oura=60))
    assert B in caught.value.kept["teams"]
    network.refuse = lambda _: None

    start().update(Entry("research", entry.id, entry.inputs, caught.value.kept), declared([A, B, C], oura=60))

    assert junction.get("sandbox", "us", B) == {"garmin": {"default": 50}, "oura": {"default": 60}}


def test_a_delete_that_fails_keeps_everything(start: Start, network: Network) -> None:
    entry = start().create("research", declared([A], oura=120))
    network.refuse = refusing("DELETE")

    with pytest.raises(FailedError) as caught:
        start().delete(entry)

    assert caught.value.message.startswith(REFUSED)
    assert caught.value.details is None


def test_a_failure_that_passes_is_tried_again_and_is_none(
    process: Process, junction: Emulator, network: Network
) -> None:
    failures: list[httpx.Response | Exception] = [httpx.Response(503), httpx.ConnectError("x")]
    network.refuse = lambda request: failures.pop() if request.method == "POST" and failures else None

    process.create("research", declared([A], oura=120))

    assert junction.get("sandbox", "us", A) == {"oura": {"default": 120}}


def test_no_message_and_no_state_holds_the_key(process: Process, junction: Emulator, network: Network) -> None:
    failure = failed_create(process, junction, network)

    assert "a-key" not in failure.message
    assert "a-key" not in json.dumps(failure.kept)


def test_many_teams_that_are_not_done_are_counted(
    start: Start, junction: Emulator, network: Network, one_at_a_time: None
) -> None:
    """Two requests: the first carries a hundred teams, the second the rest."""
    teams = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(150)]
    network.refuse = refusing("POST", after=1)

    with pytest.raises(FailedError) as caught:
        start().create("research", declared(teams, oura=120))

    named = ", ".join(teams[100:109])
    assert caught.value.message.startswith(f"100 of 150 teams are done (not {named} and 41 more); {REFUSED}")


def test_of_a_secret_no_team_is_named(start: Start, junction: Emulator, network: Network) -> None:
    differing(junction, [A, B, C])
    network.refuse = refusing("POST", after=1)

    with pytest.raises(FailedError) as caught:
        start().create("research", PROGRAM | {"secret": True})

    assert caught.value.message.startswith(f"1 of 3 teams are done; {REFUSED}")
