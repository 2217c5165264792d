"""`examples/adopt-existing`: what was set by hand becomes a program, and nothing is sent on the way."""

import ast
from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.examples import UP, Example

BY_HAND: dict[str, dict[str, tuple[int, dict[str, int]]]] = {
    "3aac8dd1-6c37-4f2b-9d0e-5b1f0a7e2c41": {"oura": (365, {"sleep": 90}), "strava": (30, {})},
    "7c1e52b9-0d84-4a6f-8f13-c2e9d46ab705": {"oura": (365, {"sleep": 90}), "strava": (30, {})},
    "e94d17c0-5b2a-4f68-8c3d-1a7f60b2d985": {"garmin": (45, {})},
}
STACK = "sandbox-us"
OVERWRITTEN = "what is set at Junction now is overwritten"


@pytest.fixture
def adopting(junction: ThreadedEmulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Example:
    """The example in front of a Junction where somebody has set things by hand."""
    monkeypatch.setenv("JUNCTION_ORG_ID", junction.org_id)
    for team, providers in BY_HAND.items():
        for slug, (default, overrides) in providers.items():
            junction.set("sandbox", "us", team, slug, default, overrides)
    example = Example("adopt-existing", tmp_path)
    example.pulumi(STACK, "stack", "init")
    return example


def program(text: str) -> str:
    """What it does, whatever its comments and its docstring say."""
    _, *statements = ast.parse(text).body
    return "\n".join(map(ast.dump, statements))


def test_the_program_is_what_export_writes(adopting: Example) -> None:
    exported = adopting.run("pulumi-junction", "export", "--env", "sandbox", "--region", "us").stdout

    assert program(exported) == program((adopting.folder / "__main__.py").read_text(encoding="utf-8"))


def test_it_is_previewed_and_applied_without_a_request_that_changes_anything_and_then_owned(
    adopting: Example, junction: ThreadedEmulator
) -> None:
    before = {team: junction.get("sandbox", "us", team) for team in BY_HAND}

    preview = adopting.pulumi(STACK, "preview")
    assert "+ 3 to create" in preview.stdout
    assert OVERWRITTEN not in preview.text

    assert OVERWRITTEN not in adopting.pulumi(STACK, *UP).text
    adopting.pulumi(STACK, "preview", "--expect-no-changes")
    assert junction.writes == []
    assert {team: junction.get("sandbox", "us", team) for team in BY_HAND} == before

    adopting.pulumi(STACK, "destroy", "--yes", "--skip-preview")
    assert not any(junction.get("sandbox", "us", team) for team in BY_HAND)


def test_an_edit_by_hand_after_the_export_is_in_the_preview_before_it_is_overwritten(
    adopting: Example, junction: ThreadedEmulator
) -> None:
    junction.set("sandbox", "us", "e94d17c0-5b2a-4f68-8c3d-1a7f60b2d985", "garmin", 20)

    assert OVERWRITTEN in adopting.pulumi(STACK, "preview").text
    assert junction.writes == []
