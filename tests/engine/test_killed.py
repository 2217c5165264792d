"""The provider's process or the CLI gets a SIGKILL: what the next run finds, and what the engine asks for first."""

import pytest

from tests.support.engine_scene import BY_HAND, Scene
from tests.support.waiting import until

CUT_OFF = "error reading from server: EOF"
LOCKED = "the stack is currently locked by 1 lock(s)"
PENDING = "1 pending operations from previous deployment"
MANY = 150
"""More teams than one request takes."""


def kill_provider(scene: Scene, *faults: str, writes: int = 1) -> None:
    """Kill it as soon as the service has been asked for so many changes; the last one is never answered."""
    with scene.start(*faults) as run:
        run.until(lambda: len(scene.junction.writes) == writes, f"{writes} changes were asked for")
        run.kill_provider()
        ended = run.end()
    assert ended.code != 0
    assert CUT_OFF in ended.text
    assert "Traceback" not in ended.text
    assert scene.pending == []


def kill_cli(scene: Scene, *faults: str, writes: int = 1) -> None:
    """Kill it with all that lives on, as soon as the service has been asked for so many changes; unlock the stack."""
    with scene.start(*faults) as run:
        run.until(lambda: len(scene.junction.writes) == writes, f"{writes} changes were asked for")
        run.kill()
    scene.project.pulumi("cancel", "--yes")


def done(scene: Scene) -> set[str]:
    """Teams of all changes that were asked for but the last one, which was not carried out."""
    return {team for _, some, _ in scene.writes[:-1] for team in some}


@pytest.mark.parametrize(("fault", "sent_again"), [("hang", 1), ("hang after", 0)], ids=["before", "after"])
def test_provider_killed_in_its_first_write_of_a_create(scene: Scene, fault: str, sent_again: int) -> None:
    """Before the service has acted, or after: the next `up` looks, and sends only what is missing."""
    (team,) = scene.people(1)
    scene.declare({"research": ([team], {"oura": 120})})
    kill_provider(scene, f"POST#1 {fault}")
    assert scene.kept == {}
    scene.clear()

    scene.up()

    assert len(scene.writes) == sent_again
    scene.assert_settled()


def test_provider_killed_between_two_writes_of_a_create(scene: Scene) -> None:
    ids = scene.people(MANY)
    scene.declare({"research": (ids, {"oura": 120})})
    kill_provider(scene, "POST#2 hang", writes=2)
    already = done(scene)
    assert already
    scene.clear()

    scene.up()

    assert {team for _, some, _ in scene.writes for team in some} == set(ids) - already
    scene.assert_settled()


def test_provider_killed_between_two_writes_of_an_update(scene: Scene) -> None:
    """State still has the days of before, for all teams: the next `up` compares with the service, not with state."""
    ids = scene.people(MANY)
    scene.declare({"research": (ids, {"oura": 120, "garmin": 60})})
    scene.up()
    before = scene.kept
    scene.declare({"research": (ids, {"oura": 200, "garmin": 60})})
    kill_provider(scene, "POST#2 hang", writes=2)
    already = done(scene)
    assert already
    assert scene.kept == before
    scene.clear()

    scene.up()

    assert {team for _, some, _ in scene.writes for team in some} == set(ids) - already
    assert {slug for _, _, slugs in scene.writes for slug in slugs} == {"oura"}
    scene.assert_settled()


def test_provider_killed_with_several_writes_under_way(scene: Scene) -> None:
    ids = scene.people(350, by_hand=False)
    scene.declare({"research": (ids, {"oura": 120})})
    scene.project.env["JUNCTION_PARALLEL_REQUESTS"] = "4"
    kill_provider(scene, "POST#2- hang", writes=4)
    scene.clear()

    scene.up()

    assert {len(some) for _, some, _ in scene.writes} <= {50, 100}
    scene.assert_settled()


def test_provider_killed_in_a_delete(scene: Scene) -> None:
    ids = scene.people(2)
    scene.declare({"research": (ids, {"oura": 120})})
    scene.up()
    scene.declare({})
    kill_provider(scene, "DELETE#1 hang after")
    assert list(scene.kept) == ["research"]

    scene.up()

    scene.assert_settled()


def test_back_to_the_old_program_after_a_kill_takes_a_refresh(scene: Scene) -> None:
    """State says that nothing has changed: only a refresh shows what the killed run had written."""
    (team,) = scene.people(1)
    scene.declare({"research": ([team], {"oura": 120})})
    scene.up()
    scene.declare({"research": ([team], {"oura": 200})})
    kill_provider(scene, "POST#1 hang after")
    scene.declare({"research": ([team], {"oura": 120})})

    scene.up("--refresh", "--run-program")

    scene.assert_settled()


def test_cli_killed_leaves_the_stack_locked(scene: Scene) -> None:
    (team,) = scene.people(1)
    scene.declare({"research": ([team], {"oura": 120})})
    with scene.start("POST#1 hang") as run:
        run.until(scene.asked, "a change was asked for")
        run.kill()
    scene.clear()

    refused = scene.up(fails=True).text

    assert LOCKED in refused
    assert "`pulumi cancel`" in refused
    assert scene.writes == []


def test_cli_killed_in_a_create(scene: Scene) -> None:
    """`up` adopts what was written; the reminder of the unfinished create stays until it is cleared."""
    (team,) = scene.people(1)
    scene.declare({"research": ([team], {"oura": 120})})
    kill_cli(scene, "POST#1 hang after")
    assert scene.pending == ["creating"]
    scene.clear()

    assert PENDING in scene.up().text
    assert scene.writes == []
    assert PENDING in scene.up().text
    scene.project.pulumi("refresh", "--clear-pending-creates", "--yes", "--skip-preview")

    scene.assert_settled()


def test_cli_killed_between_two_writes_of_an_update(scene: Scene) -> None:
    """The refresh that the engine asks for shows, team by team, what is still to be done."""
    ids = scene.people(MANY)
    scene.declare({"research": (ids, {"oura": 120})})
    scene.up()
    scene.declare({"research": (ids, {"oura": 200})})
    kill_cli(scene, "POST#2 hang", writes=2)
    assert scene.pending == ["updating"]
    already = done(scene)
    scene.clear()

    scene.project.pulumi("refresh", "--yes", "--skip-preview")
    assert scene.pending == []
    assert PENDING not in scene.up().text

    assert {team for _, some, _ in scene.writes for team in some} == set(ids) - already
    scene.assert_settled()


def test_cli_killed_in_a_delete(scene: Scene) -> None:
    ids = scene.people(2)
    scene.declare({"research": (ids, {"oura": 120})})
    scene.up()
    scene.declare({})
    kill_cli(scene, "DELETE#1 hang")
    assert scene.pending == ["deleting"]
    scene.clear()

    assert PENDING in scene.up().text

    assert scene.writes == [("DELETE", ids, ["oura"])]
    scene.assert_settled()


def test_cli_killed_between_a_write_and_its_repair_costs_nothing(scene: Scene) -> None:
    """The provider's process lives on, and brings what it has begun to its end."""
    ids = scene.people(3)
    scene.junction.options.post = "replace"
    scene.declare({"research": (ids, {"oura": 120})})
    with scene.start("POST#1 slow seconds=2") as run:
        run.until(scene.asked, "a change was asked for")
        (swept,) = scene.without_by_hand()
        assert any("pulumi.dynamic" in line for line in run.abandon())
        until(lambda: not scene.without_by_hand(), f"the repair of {swept}")
    scene.project.pulumi("cancel", "--yes")

    scene.up()
    scene.project.pulumi("refresh", "--clear-pending-creates", "--yes", "--skip-preview")

    scene.assert_settled()


def test_provider_killed_between_a_write_and_its_repair_costs_one_team_at_most(scene: Scene) -> None:
    """Where a POST keeps nothing that it does not name, and nobody can put it back any more."""
    ids = scene.people(5)
    scene.junction.options.post = "replace"
    scene.declare({"research": (ids, {"oura": 120})})
    kill_provider(scene, "POST#1 hang after")
    (lost,) = scene.without_by_hand()

    scene.up()

    scene.assert_as_declared()
    assert scene.without_by_hand() == [lost]
    assert BY_HAND.keys().isdisjoint(scene.junction.get("production", "us", lost))
