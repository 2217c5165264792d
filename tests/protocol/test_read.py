"""`refresh` and `get`: what the service has now, of what is declared; and never *gone* for want of an answer."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.conftest import Start
from tests.protocol.faults import refusing
from tests.protocol.programs import config, declared, new_team
from tests.support.plugin import CallFailedError, Found, Plugin

ID = "sandbox/us/1"
COMPUTED = ("effective", "exceptions", "adopted")


def applied(plugin: Plugin, program: dict[str, Any]) -> dict[str, Any]:
    """Outputs as an `up` leaves them in state."""
    return plugin.create(plugin.check({}, program).inputs)[1]


def refreshed(plugin: Plugin, outputs: dict[str, Any]) -> Found:
    inputs = {key: value for key, value in outputs.items() if key not in COMPUTED}
    return plugin.read(ID, outputs, inputs)


def test_what_is_as_declared_reads_as_it_was(plugin: Plugin, junction: ThreadedEmulator) -> None:
    outputs = applied(plugin, declared(junction, {"Acme": new_team()}, {"oura": 120, "strava": 30}))

    found = refreshed(plugin, outputs)

    assert found.id == ID
    assert found.outputs == outputs
    assert found.outputs == found.inputs | {key: outputs[key] for key in COMPUTED}


def test_drift_of_one_team_is_in_its_inputs_where_the_engine_compares(
    plugin: Plugin, junction: ThreadedEmulator
) -> None:
    team = new_team()
    outputs = applied(plugin, declared(junction, [team], {"oura": 120}))
    junction.set("sandbox", "us", team, "oura", 90, {"sleep": 45})

    found = refreshed(plugin, outputs)

    assert found.inputs["providers"] == {"oura": {"default": 90, "resource_overrides": {"sleep": 45}}}
    assert found.outputs["providers"] == found.inputs["providers"]
    assert "deviations" not in found.inputs


def test_teams_that_drifted_apart_are_told_apart(plugin: Plugin, junction: ThreadedEmulator) -> None:
    one, other, third = new_team(), new_team(), new_team()
    outputs = applied(plugin, declared(junction, [one, other, third], {"oura": 120, "strava": 30}))
    junction.set("sandbox", "us", one, "oura", 90)
    junction.set("sandbox", "us", other, "oura", 60)

    found = refreshed(plugin, outputs)

    assert found.inputs["providers"] == {"oura": {"default": 120}, "strava": {"default": 30}}
    assert found.inputs["deviations"] == {one: {"oura": {"default": 90}}, other: {"oura": {"default": 60}}}


def test_what_nobody_declared_is_not_read(plugin: Plugin, junction: ThreadedEmulator) -> None:
    team = new_team()
    outputs = applied(plugin, declared(junction, [team], {"oura": 120}))
    junction.set("sandbox", "us", team, "garmin", 7)

    found = refreshed(plugin, outputs)

    assert found.outputs == outputs


def test_a_declared_pair_that_is_no_longer_shown_is_left_out(plugin: Plugin, junction: ThreadedEmulator) -> None:
    """So that the next preview adds it."""
    junction.options.unset = "absent"
    team = new_team()
    outputs = applied(plugin, declared(junction, [team], {"oura": 120, "strava": 30}))
    junction.reset("sandbox", "us", team, "strava")

    assert refreshed(plugin, outputs).inputs["providers"] == {"oura": {"default": 120}}


def test_one_team_of_several_that_is_no_longer_shown_is_not_set(plugin: Plugin, junction: ThreadedEmulator) -> None:
    junction.options.unset = "absent"
    one, other = new_team(), new_team()
    outputs = applied(plugin, declared(junction, [one, other], {"oura": 120}))
    junction.reset("sandbox", "us", other, "oura")

    assert refreshed(plugin, outputs).inputs["deviations"] == {other: {"oura": "not set"}}


def test_when_nothing_declared_is_shown_any_more_it_is_gone(plugin: Plugin, junction: ThreadedEmulator) -> None:
    junction.options.unset = "absent"
    team = new_team()
    outputs = applied(plugin, declared(junction, [team], {"oura": 120}))
    junction.reset("sandbox", "us", team, "oura")
    junction.set("sandbox", "us", team, "garmin", 7)

    assert refreshed(plugin, outputs) == Found("", {}, {})


@pytest.mark.parametrize("status", [401, 403, 404, 422, 503])
def test_a_refusal_is_not_gone(status: int, plugin: Plugin, junction: ThreadedEmulator) -> None:
    outputs = applied(plugin, declared(junction, [new_team()], {"oura": 120}))

    with (
        refusing(junction, "GET", status, headers={"Retry-After": "3600"}),
        pytest.raises(CallFailedError, match=rf"\({status}\)"),
    ):
        refreshed(plugin, outputs)


class Babbler(HTTPServer):
    """A service that says 200 and `body`, whatever it is asked."""

    body = b""


class Babble(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Babbler)
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""


@pytest.fixture
def babbler() -> Iterator[Babbler]:
    with Babbler(("127.0.0.1", 0), Babble) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(5)


def test_an_answer_that_cannot_be_read_is_not_gone(babbler: Babbler, start: Start, junction: ThreadedEmulator) -> None:
    outputs = declared(junction, {new_team(): ""}, {"oura": {"default": 120}}, effective={}, exceptions={})
    plugin = start(config(junction, managementUrl=f"http://127.0.0.1:{babbler.server_port}"))

    for body in (
        b"",
        b"{}",
        b"[]",
        b"<html>maintenance</html>",
        b'{"data_pull_preferences": null}',
        b'{"data_pull_preferences": [{"team_id": "acme", "providers": {}}]}',
        b'{"data_pull_preferences": [',
    ):
        babbler.body = body
        with pytest.raises(CallFailedError, match=r"^the answer is not what the API documents \(") as caught:
            refreshed(plugin, outputs)
        assert "\n" not in caught.value.message
        assert "maintenance" not in caught.value.message


def test_a_get_reads_what_a_program_names(plugin: Plugin, junction: ThreadedEmulator) -> None:
    """Its inputs were not checked, and it names data providers without days."""
    team = new_team()
    junction.set("sandbox", "us", team, "oura", 90, {"sleep": 45})
    junction.set("sandbox", "us", team, "garmin", 7)

    found = plugin.read("any name", None, declared(junction, {"Acme": team.upper()}, ["oura"]))

    assert found.id == "any name"
    assert found.outputs["teams"] == {team: "Acme"}
    assert found.outputs["providers"] == {"oura": {"default": 90, "resource_overrides": {"sleep": 45}}}
    assert list(found.outputs["effective"]) == ["oura"]
    assert junction.writes == []


def test_a_get_can_be_refreshed(plugin: Plugin, junction: ThreadedEmulator) -> None:
    team = new_team()
    junction.set("sandbox", "us", team, "oura", 90)
    program = declared(junction, [team], ["oura"])
    got = plugin.read(ID, None, program)
    junction.set("sandbox", "us", team, "oura", 60)

    found = plugin.read(ID, got.outputs, program)

    assert found.outputs["providers"] == {"oura": {"default": 60}}


def test_a_get_of_nothing_fails_for_an_engine_would_take_it_for_an_empty_resource(
    plugin: Plugin, junction: ThreadedEmulator
) -> None:
    junction.options.unset = "absent"

    with pytest.raises(CallFailedError, match=r"^sandbox-us shows none of these preferences\. Check team_ids and "):
        plugin.read("any name", None, declared(junction, [new_team()], ["oura"]))


def test_a_get_says_all_that_is_wrong_with_it(plugin: Plugin, junction: ThreadedEmulator) -> None:
    with pytest.raises(CallFailedError) as caught:
        plugin.read("any name", None, declared(junction, ["acme"], ["oura"]) | {"region": "asia"})

    assert caught.value.message == (
        "region: must be us or eu, not a string of 4 characters; "
        "team_ids[0]: must be the UUID of a team, not a string of 4 characters"
    )
