"""What somebody has set before a resource came, or between two applies: shown before it is overwritten, or refused."""

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, days, preferences, urn

TEAMS = {"Acme Care": ACME, "Beta Labs": BETA}

TABLE = (
    "acme: what is set at Junction now is overwritten:\n"
    "team       provider  resource  days now  days then\n"
    "Acme Care  oura      default   90        120"
)


def test_a_preview_lists_what_would_be_overwritten(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", ACME, "oura", 90)

    preview = stack.preview(preferences(team_ids=TEAMS, providers={"oura": 120}))

    (warning,) = preview.warnings
    assert (warning.urn, warning.text) == (urn("acme"), TABLE)
    assert emulator.writes == []


def test_an_up_overwrites_and_remembers(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", ACME, "oura", 90)

    up = stack.up(preferences(team_ids=TEAMS, providers={"oura": 120}))

    assert [warning.text for warning in up.warnings] == [TABLE]
    assert emulator.get("production", "us", ACME) == days(oura=120)
    assert stack.resources()["acme"]["outputs"]["adopted"] == {ACME: days(oura=90)}
    assert stack.up().warnings == []


def test_refuse_stops_the_preview_and_the_up_with_one_line_for_each_value(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    emulator.set("production", "us", ACME, "oura", 90)
    program = preferences(team_ids=TEAMS, providers={"oura": 120}, adopt="refuse")

    for operation in (stack.preview, stack.up):
        (error,) = operation(program, fails=True).errors
        assert error.endswith(
            'providers.oura.default: is 90 days at Junction for Acme Care, and adopt="refuse" does not set 120; '
            'declare 90, or pass adopt="overwrite"'
        )
    assert emulator.writes == []
    assert stack.resources() == {}


def test_refuse_adopts_what_is_declared_as_it_is(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", ACME, "oura", 90)
    program = preferences(providers={"oura": 90}, adopt="refuse")

    stack.up(program)

    assert emulator.writes == []
    assert stack.up(program).changes == {"same": 1}


def test_an_edit_between_two_applies_is_overwritten_but_said(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(team_ids=TEAMS, providers={"oura": 120}))
    emulator.set("production", "us", ACME, "oura", 30)

    up = stack.up(preferences(team_ids=TEAMS, providers={"oura": 200}))

    assert [warning.text for warning in up.warnings] == [
        "acme: oura was 30 days at the service for Acme Care, changed since the last apply; setting 200 days"
    ]
    assert emulator.get("production", "us", ACME) == days(oura=200)


def test_another_choice_alone_is_an_update_that_sends_nothing(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences())
    emulator.clear_requests()

    assert stack.up(preferences(adopt="refuse")).diffs == {"adopt": "add"}
    assert emulator.writes == []
