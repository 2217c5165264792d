"""State of every version so far works with this one: previewed, refreshed, updated, destroyed (see `golden`)."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pulumi_junction import __version__
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.engine.golden import FOLDER, PASSPHRASE
from tests.engine.golden.situations import SAME, SITUATIONS, Situation, by_hand
from tests.support.engine import EngineStack

FILES = sorted(FOLDER.glob("*/*.json"))
Load = Callable[[Path], Situation]

every_state = pytest.mark.parametrize("file", [pytest.param(f, id=f"{f.parent.name}-{f.stem}") for f in FILES])


@pytest.fixture
def load(stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Load:
    """Make the stack and the service what they were when the file was written."""

    def loaded(file: Path) -> Situation:
        kept = json.loads(file.read_text(encoding="utf-8"))
        monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", PASSPHRASE)
        by_hand(emulator)
        for team, providers in kept["service"]["teams"].items():
            for slug, preference in providers.items():
                emulator.set(
                    "production", "us", team, slug, preference["default"], preference.get("resource_overrides")
                )
        emulator.options.limits = kept["service"]["limits"]
        emulator.options.clamps = kept["service"]["clamps"]
        exported = tmp_path / "exported.json"
        exported.write_text(json.dumps(kept["deployment"]), encoding="utf-8")
        stack.command("stack", "import", "--file", str(exported))
        return SITUATIONS[file.stem]

    return loaded


@every_state
def test_it_shows_no_change_and_no_drift_and_is_destroyed_as_it_is(
    file: Path, load: Load, stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    """Where something was left to do, that is all that shows."""
    situation = load(file)

    assert stack.preview(situation.program).changes == situation.preview
    assert stack.preview_refresh().drift == situation.drift
    assert emulator.writes == []

    stack.destroy()
    assert service(emulator, situation) == (situation.left_unedited or situation.left)
    assert stack.resources() == {}


@every_state
def test_it_is_refreshed_updated_and_destroyed(
    file: Path, load: Load, stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    situation = load(file)

    up = stack.up(situation.edited, refresh=True)
    assert (up.drift, up.changes) == (situation.drift, situation.edit)
    assert service(emulator, situation) == situation.becomes
    assert stack.preview(refresh=True).drift == SAME

    stack.destroy()
    assert service(emulator, situation) == situation.left
    assert stack.resources() == {}


def test_this_version_has_its_states() -> None:
    """Without them nobody would notice that the next one cannot read them."""
    situations = SITUATIONS.keys() - {"before-adopted"}

    assert {file.stem for file in FILES if file.parent.name == __version__} >= situations


@every_state
def test_it_holds_nothing_of_the_machine_that_wrote_it(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert set(re.findall(r'"sourcePosition": "(.*)#\d+"', text)) <= {"project:///__main__.py"}
    assert not re.search(r'file:|"[^"]*(/home|/root|/tmp|/Users)/', text)


def service(emulator: ThreadedEmulator, situation: Situation) -> dict[str, Any]:
    """What it has for the teams of the program."""
    return {team: emulator.get("production", "us", team) for team in situation.becomes}
