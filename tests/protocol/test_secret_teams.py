"""Where a team is a secret, nothing that is said on the way names it, be it by label or by UUID."""

from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.programs import applied, declared, new_team, stored
from tests.support.engine_log import EngineLog
from tests.support.plugin import Plugin

LABEL = "the-hidden-team"


def test_an_update_over_somebody_elses_edit_does_not_name_a_secret_team(
    plugin: Plugin, junction: ThreadedEmulator, log: EngineLog
) -> None:
    team = new_team()
    olds = declared(junction, {team: LABEL}, {"oura": {"default": 30}}, secret=True)
    outputs = applied(junction, olds) | {"effective": {"oura": {"default": {"historical_days_to_pull": 30}}}}
    junction.set("sandbox", "us", team, "oura", 77)

    plugin.update("sandbox/us/1", outputs, olds | {"providers": {"oura": {"default": 40}}}, olds)

    (warning,) = log.warnings
    assert "changed since the last apply" in warning.text
    assert LABEL not in warning.text
    assert team not in warning.text
    assert stored(junction, team) == {"oura": {"default": 40}}


@pytest.mark.parametrize("label", ["another UUID", 7, None])
def test_a_problem_with_a_secret_team_does_not_name_it(plugin: Plugin, junction: ThreadedEmulator, label: Any) -> None:
    """In the normal form the team is the key, and keys stand in the paths of problems."""
    team = new_team()
    teams = {team: new_team() if label == "another UUID" else label, "acme": "no UUID"}

    checked = plugin.check({}, declared(junction, teams, {"oura": 30}, secret=True))

    assert checked.reasons
    assert not any(team in reason for reason in checked.reasons)
