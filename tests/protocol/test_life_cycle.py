"""A resource from its first `up` to its end, operation by operation, as the engine runs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.faults import refusing
from tests.protocol.life_cycle import Done, Stack
from tests.protocol.programs import declared, new_team, sent, shown, stored
from tests.support.plugin import CallFailedError

ACME, BETA = "aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000002"
BOTH = {"Acme Care": ACME, "Beta Labs": BETA}
DECLARED = ("oura", "strava")

By = Callable[[ThreadedEmulator], None]


def set_by_hand(team: str, slug: str, days: int) -> By:
    return lambda junction: junction.set("sandbox", "us", team, slug, days)


def reset_by_hand(junction: ThreadedEmulator) -> None:
    for team in (ACME, BETA):
        for slug in DECLARED:
            junction.reset("sandbox", "us", team, slug)


@dataclass(frozen=True)
class Stage:
    """What is done, and what has to come of it."""

    name: str
    run: str
    op: str
    providers: dict[str, Any] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=lambda: BOTH)
    by_hand: By | None = None
    """Done behind Pulumi's back, just before."""

    diff: dict[str, str] = field(default_factory=dict)
    touches: tuple[str, ...] = ()
    """The teams in whatever is sent that changes something."""


SLEEP = {"resource_overrides": {"sleep": 180}}
LIFE = [
    Stage("born", "up", "create", {"oura": {"default": 120, **SLEEP}, "strava": 30}, touches=(ACME, BETA)),
    Stage(
        "spelt in another way",
        "up",
        "same",
        {"strava": 30.0, "oura": {"default": {"historical_days_to_pull": 120.0}, **SLEEP}},
        teams={"Beta Labs": BETA.upper(), "Acme Care": ACME},
    ),
    Stage(
        "further back",
        "up",
        "update",
        {"oura": {"default": 150, **SLEEP}, "strava": 30},
        diff={"providers.oura.default": "update"},
        touches=(ACME, BETA),
    ),
    Stage("drifted", "refresh", "update", by_hand=set_by_hand(BETA, "strava", 7), diff={"deviations": "add"}),
    Stage(
        "repaired",
        "up",
        "update",
        {"oura": {"default": 150, **SLEEP}, "strava": 30},
        diff={"deviations": "delete"},
        touches=(BETA,),
    ),
    Stage(
        "relabelled",
        "up",
        "update",
        {"oura": {"default": 150, **SLEEP}, "strava": 30},
        teams={"Acme": ACME, "Beta Labs": BETA},
        diff={f"teams.{ACME}": "update"},
    ),
    Stage(
        "smaller",
        "up",
        "update",
        {"oura": 150},
        teams={"Acme": ACME},
        diff={
            "providers.oura.resource_overrides": "delete",
            "providers.strava": "delete",
            "after_delete.strava": "delete",
            f"teams.{BETA}": "delete",
        },
        touches=(ACME, BETA),
    ),
    Stage(
        "grown again",
        "up",
        "update",
        {"oura": 150},
        diff={f"teams.{ACME}": "update", f"teams.{BETA}": "add"},
        touches=(BETA,),
    ),
    Stage("gone", "refresh", "delete", by_hand=reset_by_hand),
    Stage("set again", "up", "create", {"oura": 150}, touches=(ACME, BETA)),
    Stage("dead", "destroy", "delete", touches=(ACME, BETA)),
]


@pytest.mark.parametrize("post", ["merge", "replace"])
def test_a_life(post: str, junction: ThreadedEmulator) -> None:
    """What nobody declared outlives it unchanged, whatever a POST does to it."""
    junction.options = junction.options.model_copy(update={"post": post, "unset": "absent"})
    for team in (ACME, BETA):
        junction.set("sandbox", "us", team, "withings", 7, {"sleep": 8})
    foreign = {"withings": {"default": 7, "resource_overrides": {"sleep": 8}}}
    stack = Stack(junction)

    for stage in LIFE:
        if stage.by_hand:
            stage.by_hand(junction)
        junction.clear_requests()
        done = live(stage, stack, junction)

        assert (stage.name, done) == (stage.name, Done(stage.op, stage.diff))
        assert (stage.name, {team for _, teams, _ in sent(junction) for team in teams}) == (
            stage.name,
            set(stage.touches),
        )
        if stage.run == "refresh":
            continue  # found, not repaired
        wanted = stack.entry.inputs if stack.entry else {"teams": {}}
        for team in (ACME, BETA):
            mine = wanted["providers"] if team in wanted["teams"] else {}
            assert (stage.name, stored(junction, team)) == (stage.name, foreign | mine)


def live(stage: Stage, stack: Stack, junction: ThreadedEmulator) -> Done:
    if stage.run == "up":
        return stack.up(declared(junction, stage.teams, stage.providers))
    return stack.refresh() if stage.run == "refresh" else stack.destroy()


def test_drift_of_a_single_team_is_shown_and_repaired_path_by_path(junction: ThreadedEmulator) -> None:
    """Here a service that shows defaults: a reset by hand is drift, not the end."""
    team = new_team()
    program = declared(junction, [team], {"oura": {"default": 120, **SLEEP}, "strava": 30})
    stack = Stack(junction)
    stack.up(program)
    junction.reset("sandbox", "us", team, "oura")
    junction.clear_requests()

    assert stack.refresh() == Done(
        "update", {"providers.oura.default": "update", "providers.oura.resource_overrides": "delete"}
    )
    assert stack.up(program) == Done(
        "update", {"providers.oura.default": "update", "providers.oura.resource_overrides": "add"}
    )
    assert sent(junction) == [("POST", [team], ["oura"])]
    assert stack.refresh() == Done("same")


def test_what_the_service_made_of_it_is_no_drift_later(junction: ThreadedEmulator) -> None:
    """Preferences are advisory: it keeps 90 of 120 days."""
    junction.options.limits = {"oura": 90}
    program = declared(junction, [new_team()], {"oura": 120})
    stack = Stack(junction, liveChecks="off")

    assert stack.up(program) == Done("create")
    junction.clear_requests()
    assert stack.refresh() == Done("same")
    assert stack.up(program) == Done("same")
    assert junction.writes == []


def test_another_place_is_a_replacement_that_deletes_first(junction: ThreadedEmulator) -> None:
    team = new_team()
    program = declared(junction, [team], {"oura": 120})
    stack = Stack(junction)
    stack.up(program)
    before = stack.entry
    junction.clear_requests()

    assert stack.up(program | {"region": "eu"}) == Done("replace", {"region": "update"})

    assert [request.method for request in junction.writes] == ["DELETE", "POST"]
    assert stored(junction, team) == {}
    assert junction.get("sandbox", "eu", team) == {"oura": {"default": 120}}
    assert before is not None
    assert stack.entry is not None
    assert stack.entry.id != before.id


def test_a_failure_half_way_is_finished_by_the_next_up(junction: ThreadedEmulator) -> None:
    junction.options.unset = "absent"
    done, refused = sorted((new_team(), new_team()))
    junction.set("sandbox", "us", refused, "oura", 120)
    program = declared(junction, [done, refused], {"oura": 120, "strava": 30})
    stack = Stack(junction)
    with refusing(junction, "POST", teams=[refused]), pytest.raises(CallFailedError):
        stack.up(program)
    junction.clear_requests()

    assert stack.up(program) == Done("update")

    assert sent(junction) == [("POST", [refused], ["strava"])]
    assert stack.up(program) == Done("same")


def test_a_failure_half_way_can_be_refreshed_and_then_taken_back(junction: ThreadedEmulator) -> None:
    """Back to the old program: the team that was changed already is changed back."""
    done, refused = sorted((new_team(), new_team()))
    junction.options.unset = "absent"
    old = declared(junction, [done, refused], {"oura": 120, "strava": 30})
    stack = Stack(junction)
    stack.up(old)
    before = shown(junction, done)
    junction.set("sandbox", "us", done, "strava", 7)
    with refusing(junction, "POST", teams=[refused]), pytest.raises(CallFailedError):
        stack.up(old | {"providers": {"oura": 200, "strava": 30}})

    assert stack.refresh().op == "update"
    stack.up(old)

    assert shown(junction, done) == shown(junction, refused) == before
    assert stack.up(old) == Done("same")
