"""Ctrl-C once: the run ends in order, and nobody waits for another attempt. Twice: it ends, and something is left open.

The service asks for a minute, or answers after one: a run that waited for either would print something else.
"""

import re

from tests.support.engine_scene import Scene

BUSY = "503 retry-after=45"
HEARD = "^C received; cancelling. If you would like to terminate immediately, press ^C again."
STOPPED = "stopped while waiting to try again, as Pulumi was told to stop. Run it again."
PENDING = "1 pending operations from previous deployment"
CANCELED, INTERRUPTED = 1, 8
"""How the CLI ends after the first and after the second Ctrl-C."""


def interrupt(scene: Scene, *faults: str, times: int = 1, writes: int = 1) -> str:
    """Press Ctrl-C once the service has been asked for so many changes; returns what was said."""
    with scene.start(*faults) as run:
        run.until(
            lambda: len({tuple(some) for _, some, _ in scene.writes}) >= writes, f"{writes} changes were asked for"
        )
        run.interrupt(times)
        ended = run.end()
    assert ended.code == (CANCELED if times == 1 else INTERRUPTED)
    assert HEARD in ended.text
    assert "Traceback" not in ended.text
    return ended.text


def test_ctrl_c_ends_all_waits_of_a_create_at_once(scene: Scene) -> None:
    """More resources wait than the process has threads. Each says so in a line of its own, once."""
    ids = scene.people(6, by_hand=False)
    scene.declare({f"r{number}": ([team], {"oura": 120}) for number, team in enumerate(ids)})
    scene.project.env["JUNCTION_PARALLEL_REQUESTS"] = "4"

    said = interrupt(scene, "POST 503", writes=4)  # and no Retry-After, for whose end all would wait before they ask

    _, _, diagnostics = said.partition("Diagnostics:\n")
    assert diagnostics.count(STOPPED) >= 4
    assert scene.pending == []
    scene.clear()
    scene.up()
    scene.assert_settled()


def test_ctrl_c_ends_the_wait_of_an_update_at_once(scene: Scene) -> None:
    """With one request done and one to go: what is done is in state, and the next `up` sends the rest."""
    ids = scene.people(150)
    scene.declare({"research": (ids, {"oura": 120})})
    scene.up()
    scene.declare({"research": (ids, {"oura": 200})})

    said = interrupt(scene, f"POST#2- {BUSY}", writes=2)

    (first, *_) = scene.writes
    assert re.search(rf"{len(first[1])} of 150 teams are done \(not .* and \d+ more\); {re.escape(STOPPED)}", said)
    scene.clear()
    scene.up()
    assert {team for _, some, _ in scene.writes for team in some} == set(ids) - set(first[1])
    scene.assert_settled()


def test_ctrl_c_ends_the_wait_of_a_delete_at_once(scene: Scene) -> None:
    ids = scene.people(2)
    scene.declare({"research": (ids, {"oura": 120})})
    scene.up()
    scene.declare({})

    said = interrupt(scene, f"DELETE {BUSY}")

    assert f"error: {STOPPED}" in said
    assert len(scene.writes) == 1
    assert list(scene.kept) == ["research"]
    scene.clear()
    scene.up()
    scene.assert_settled()


def test_ctrl_c_waits_for_a_request_that_is_under_way(scene: Scene) -> None:
    """What the service answers in time is in state, and nothing is left to do."""
    (team,) = scene.people(1)
    scene.declare({"research": ([team], {"oura": 120})})
    scene.up()
    scene.declare({"research": ([team], {"oura": 200})})

    said = interrupt(scene, "POST#1 slow seconds=2")

    assert "error: update canceled" in said
    scene.assert_settled()


def test_ctrl_c_twice_in_a_create(scene: Scene) -> None:
    (team,) = scene.people(1)
    scene.declare({"research": ([team], {"oura": 120})})

    said = interrupt(scene, "POST#1 hang after", times=2)

    assert "^C received; terminating" in said
    assert scene.pending == ["creating"]
    scene.clear()
    assert PENDING in scene.up().text
    assert scene.writes == []
    scene.project.pulumi("refresh", "--clear-pending-creates", "--yes", "--skip-preview")
    scene.assert_settled()


def test_ctrl_c_twice_in_an_update(scene: Scene) -> None:
    (team,) = scene.people(1)
    scene.declare({"research": ([team], {"oura": 120})})
    scene.up()
    scene.declare({"research": ([team], {"oura": 200})})

    interrupt(scene, "POST#1 hang after", times=2)

    assert scene.pending == ["updating"]
    scene.clear()
    scene.project.pulumi("refresh", "--yes", "--skip-preview")
    assert PENDING not in scene.up().text
    assert scene.writes == []
    scene.assert_settled()


def test_ctrl_c_twice_in_a_delete(scene: Scene) -> None:
    ids = scene.people(2)
    scene.declare({"research": (ids, {"oura": 120})})
    scene.up()
    scene.declare({})

    interrupt(scene, "DELETE#1 hang", times=2)

    assert scene.pending == ["deleting"]
    scene.clear()
    assert PENDING in scene.up().text
    assert scene.writes == [("DELETE", ids, ["oura"])]
    scene.assert_settled()
