"""The life of a declaration: created, changed, refreshed, removed; and what each step sends."""

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_junction.emulator.options import Post
from pulumi_junction.emulator.state import Emulator
from tests.unit.providers.conftest import EngineLog
from tests.unit.providers.process import ORG, A, B, C, Entry, Process, declared

Start = Callable[..., Process]


def has(junction: Emulator, team: str) -> dict[str, Any]:
    return junction.get("sandbox", "us", team)


def sent(junction: Emulator) -> list[str]:
    """The writes since the last look."""
    methods = [request.method for request in junction.writes]
    junction.clear_requests()
    return methods


def shown(days: int, limit: int = 365) -> dict[str, Any]:
    return {"historical_days_to_pull": days, "historical_days_to_pull_limit": limit}


def test_creating_sets_what_is_declared(process: Process, junction: Emulator) -> None:
    entry = process.create(
        "research", declared({"Acme": A, "Beta": B}, oura={"default": 120, "resource_overrides": {"sleep": 180}})
    )

    whole = {"oura": {"default": 120, "resource_overrides": {"sleep": 180}}}
    assert has(junction, A) == has(junction, B) == whole
    assert sent(junction) == ["POST"]
    assert entry.outputs == {
        "org_id": ORG,
        "env": "sandbox",
        "region": "us",
        "teams": {A: "Acme", B: "Beta"},
        "providers": whole,
        "effective": {"oura": {"default": shown(120), "resource_overrides": {"sleep": shown(180)}}},
        "exceptions": {},
        "adopted": {},
        "after_delete": {"oura": 180},
    }


def test_an_id_says_where_and_holds_nothing_that_an_update_could_change(process: Process) -> None:
    one = process.create("one", declared([A], oura=120))
    other = process.create("other", declared([B], oura=120))

    assert one.id != other.id
    for entry in (one, other):
        assert entry.id.startswith("sandbox/us/")
        assert len(entry.id) == len("sandbox/us/") + 8
    assert process.update(one, declared([C], garmin=1)).id == one.id


def test_creating_what_is_there_already_sends_nothing(process: Process, junction: Emulator) -> None:
    junction.set("sandbox", "us", A, "oura", 120)

    process.create("research", declared([A], oura=120))

    assert sent(junction) == []


def test_a_second_time_nothing_is_sent(start: Start, junction: Emulator) -> None:
    entry = start().create("research", declared([A, B], oura=120, garmin=30))
    sent(junction)

    again = start().update(entry, declared([B, A], garmin={"default": {"historical_days_to_pull": 30}}, oura=120))

    assert sent(junction) == []
    assert again.outputs == entry.outputs


def test_an_update_sends_what_differs_and_resets_what_is_no_longer_declared(start: Start, junction: Emulator) -> None:
    junction.set("sandbox", "us", A, "strava", 5)
    entry = start().create("research", declared([A, B], oura=120, garmin=30))
    sent(junction)

    after = start().update(entry, declared([A, C], oura=60))

    assert has(junction, A) == {"oura": {"default": 60}, "strava": {"default": 5}}
    assert has(junction, B) == {}
    assert has(junction, C) == {"oura": {"default": 60}}
    assert sent(junction) == ["DELETE", "DELETE", "POST", "POST"]
    assert after.outputs["teams"] == {A: "", C: ""}


def test_another_label_sends_nothing_and_is_kept(start: Start, junction: Emulator) -> None:
    entry = start().create("research", declared({"Acme": A}, oura=120))
    sent(junction)

    after = start().update(entry, declared({"Acme Care": A}, oura=120))

    assert sent(junction) == []
    assert after.outputs["teams"] == {A: "Acme Care"}


def test_removing_an_override_removes_it_at_the_service(start: Start, junction: Emulator) -> None:
    semantics: tuple[Post, ...] = ("merge", "replace", "deep")
    for post in semantics:
        junction.options.post = post
        entry = start().create("research", declared([A], oura={"default": 120, "resource_overrides": {"sleep": 180}}))

        start().update(entry, declared([A], oura=120))

        assert has(junction, A)["oura"] == {"default": 120}


def test_deleting_resets_what_was_declared_and_nothing_else(start: Start, junction: Emulator) -> None:
    junction.set("sandbox", "us", A, "strava", 5)
    junction.set("sandbox", "us", C, "oura", 7)
    entry = start().create("research", declared([A, B], oura=120, garmin=30))
    sent(junction)

    start().delete(entry)

    assert has(junction, A) == {"strava": {"default": 5}}
    assert has(junction, B) == {}
    assert has(junction, C) == {"oura": {"default": 7}}
    (request,) = junction.writes
    assert request.method == "DELETE"
    assert sorted(request.query) == [("provider", "garmin"), ("provider", "oura"), ("team_id", A), ("team_id", B)]


def test_deleting_what_is_gone_already_is_done(start: Start, junction: Emulator) -> None:
    entry = start().create("research", declared([A], oura=120))
    junction.reset("sandbox", "us", A, "oura")

    start().delete(entry)

    assert has(junction, A) == {}


@pytest.mark.parametrize(
    ("changed", "replaces"),
    [
        ({}, None),
        ({"teams": {A: "", B: ""}}, None),
        ({"providers": {"garmin": {"default": 1}}}, None),
        ({"env": "production"}, ["env"]),
        ({"region": "eu"}, ["region"]),
        ({"org_id": A}, ["org_id"]),
        ({"org_id": A, "env": "production", "region": "eu"}, ["org_id", "env", "region"]),
        ({"env": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}, ["env"]),
    ],
    ids=["nothing", "teams", "providers", "env", "region", "org_id", "all three", "an env that is not known yet"],
)
def test_only_another_place_is_another_resource(
    changed: dict[str, Any], replaces: list[str] | None, process: Process
) -> None:
    entry = process.create("research", declared([A], oura=120))

    result = process.diff(entry, {**entry.inputs, **changed})

    assert result.replaces == replaces
    assert result.changes is None, "anything else and the engine no longer compares path by path"
    assert result.delete_before_replace is None
    assert result.stables is None


def test_state_that_lacks_a_place_is_no_other_place(process: Process) -> None:
    """An entry that was edited by hand is not replaced for it."""
    entry = Entry("research", "id", {}, {"teams": {A: ""}})

    assert process.diff(entry, declared([A], oura=1)).replaces is None


def test_what_the_service_keeps_instead_is_said_and_stands_in_the_outputs(
    start: Start, junction: Emulator, log: EngineLog
) -> None:
    junction.options.limits = {"oura": 90}
    program = declared([A, B], oura={"default": 120, "resource_overrides": {"sleep": 180}})

    entry = start(liveChecks="off").create("research", program)

    assert log.warnings == [
        "research: providers.oura: asked 120, sleep 180 days, the service keeps 90, sleep 90 days "
        f"for team {A} (and 1 more)"
    ]
    assert entry.outputs["providers"]["oura"] == {"default": 120, "resource_overrides": {"sleep": 180}}
    assert entry.outputs["effective"]["oura"]["default"] == shown(90, 90)


def test_the_class_is_stored_by_name_and_nothing_of_it_besides(process: Process) -> None:
    provider = process.provider

    assert provider.__reduce__() == (type(provider), ())
    assert provider.serialize_as_secret_always is False
    assert vars(type(provider)()) == {}
