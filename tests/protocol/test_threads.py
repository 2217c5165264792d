"""The engine calls one instance from four threads at once; what the service has afterwards is what was declared."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias, get_args

import pytest

from pulumi_junction.emulator.options import Post
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.conftest import Start
from tests.protocol.programs import config, declared, in_state, new_team, shown
from tests.support.plugin import urn_of

SLUGS = ("oura", "garmin", "strava", "withings", "wahoo", "zwift", "peloton", "cronometer")
MANY = len(SLUGS)


Created: TypeAlias = list[tuple[str, dict[str, Any]]]


def create_at_once(start: Start, junction: ThreadedEmulator, programs: list[dict[str, Any]]) -> Created:
    """As in an `up`: all are checked, then all are created; answers take long enough for calls to overlap."""
    plugin = start(config(junction, liveChecks="off"))
    urns = [urn_of(f"r{index}") for index in range(len(programs))]
    checked = [plugin.check({}, program, urn) for program, urn in zip(programs, urns, strict=True)]
    assert [one.failures for one in checked] == [[]] * len(programs)
    junction.options.latency_ms = 10
    with ThreadPoolExecutor(len(programs)) as threads:
        return list(threads.map(plugin.create, [one.inputs for one in checked], urns))


@pytest.mark.parametrize("post", get_args(Post))
def test_eight_creates_of_different_teams(post: Post, start: Start, junction: ThreadedEmulator) -> None:
    """Each team has something that nobody declares: it is there afterwards, whatever a POST does to it."""
    junction.options.post = post
    teams = [new_team() for _ in range(MANY)]
    for team in teams:
        junction.set("sandbox", "us", team, "polar", 7)
        junction.set("sandbox", "us", team, "oura", 50, {"sleep": 60})
    before = {team: shown(junction, team) for team in teams}

    created = create_at_once(
        start, junction, [declared(junction, [team], {"oura": 100 + i}) for i, team in enumerate(teams)]
    )

    assert [shown(junction, team) for team in teams] == [
        before[team] | {"oura": (100 + i, {})} for i, team in enumerate(teams)
    ]
    assert len({id_ for id_, _ in created}) == MANY
    assert [outputs["teams"] for _, outputs in created] == [{team: ""} for team in teams]


@pytest.mark.parametrize("post", get_args(Post))
def test_eight_creates_on_the_same_team(post: Post, start: Start, junction: ThreadedEmulator) -> None:
    """Each declares another data provider of it."""
    junction.options.post = post
    team = new_team()
    junction.set("sandbox", "us", team, "polar", 7)
    before = shown(junction, team)

    created = create_at_once(
        start, junction, [declared(junction, [team], {slug: 100 + i}) for i, slug in enumerate(SLUGS)]
    )

    assert shown(junction, team) == before | {slug: (100 + i, {}) for i, slug in enumerate(SLUGS)}
    assert [list(outputs["effective"]) for _, outputs in created] == [[slug] for slug in SLUGS]


def test_eight_deletes_on_the_same_team(start: Start, junction: ThreadedEmulator) -> None:
    team = new_team()
    junction.set("sandbox", "us", team, "polar", 7)
    before = shown(junction, team)
    for slug in SLUGS:
        junction.set("sandbox", "us", team, slug, 100)
    junction.options.latency_ms = 10
    plugin = start()

    def delete(slug: str) -> None:
        inputs = declared(junction, {team: ""}, {slug: {"default": 100}})
        plugin.delete("sandbox/us/1", in_state(inputs), inputs, urn_of(slug))

    with ThreadPoolExecutor(MANY) as threads:
        list(threads.map(delete, SLUGS))

    assert shown(junction, team) == before
