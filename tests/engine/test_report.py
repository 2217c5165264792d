"""The report of what the real engine wrote: event logs of previews, and the digest of `pulumi preview --json`."""

from pathlib import Path
from typing import Any

import pulumi
import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from pulumi_junction.report.building import stack as built
from pulumi_junction.report.document import to_json
from pulumi_junction.report.markdown import markdown
from pulumi_junction.report.model import Counts, Report, StackReport, Touched
from pulumi_junction.report.reading import UnreadableError, read
from tests.support.engine import EngineStack
from tests.support.engine_cli import Project
from tests.support.engine_programs import ACME, BETA, Program, nothing, preferences, together

BOTH: dict[str, Any] = {"team_ids": {"Acme Care": ACME, "Beta Labs": BETA}}
PLACE = ("production", "us")


def report(stack: EngineStack, program: Program | None = None, **options: Any) -> StackReport:
    return built(stack.name, read(stack.log(program, **options), "log"))


def rows(made: StackReport) -> list[tuple[object, ...]]:
    return [(one.op, one.label, one.slug, one.resource, one.now, one.after, one.limit) for one in made.changes]


def test_what_a_new_resource_overwrites_is_in_its_report(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    emulator.set(*PLACE, ACME, "oura", 30)

    made = report(stack, preferences(providers={"oura": 90, "garmin": 60}, **BOTH))
    assert rows(made) == [
        ("create", "Acme Care", "garmin", "default", 90, 60, 365),
        ("create", "Acme Care", "oura", "default", 30, 90, 365),
        ("create", "Beta Labs", "garmin", "default", 90, 60, 365),
        ("create", "Beta Labs", "oura", "default", 180, 90, 365),
    ]
    assert made.counts == Counts(create=4, lowered=3)
    assert "overwritten" in made.messages[0].text
    assert not made.failed


def test_drift_is_told_apart_from_what_the_program_changes(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(providers={"oura": 90, "strava": 30}, **BOTH))
    emulator.set(*PLACE, BETA, "oura", 7)

    made = report(stack, preferences(providers={"oura": 120, "strava": 30}, **BOTH), refresh=True)
    assert [(one.label, one.applied, one.live, one.after) for one in made.drift] == [("Beta Labs", 90, 7, 120)]
    assert [row[1:6] for row in rows(made)] == [
        ("Acme Care", "oura", "default", 90, 120),
        ("Beta Labs", "oura", "default", 7, 120),
    ]
    assert made.gaps == []


def test_what_is_declared_no_more_and_what_is_removed_is_a_reset(stack: EngineStack) -> None:
    stack.up(together(preferences("a", providers={"oura": 90, "strava": 30}), preferences("b", team_ids=(BETA,))))

    made = report(stack, preferences("a", providers={"oura": 90}), refresh=True)
    assert {row[2:] for row in rows(made)} == {
        ("strava", "default", 30, 14, 365),
        ("oura", "default", 120, 180, 365),
    }
    assert made.counts == Counts(reset=2)


def test_a_stack_in_which_nothing_changes_has_nothing_to_do(stack: EngineStack) -> None:
    stack.up(preferences())

    made = report(stack, refresh=True)
    assert made.quiet
    assert [place.team for place in made.places] == [ACME]


def test_a_value_that_junction_keeps_lower_is_no_change_and_no_drift(stack: EngineStack) -> None:
    with ThreadedEmulator(clamps={"fitbit": 14}) as junction, pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUNCTION_MANAGEMENT_URL", junction.url)
        stack.up(preferences(providers={"fitbit": 90, "strava": 20}))
        made = report(stack, preferences(providers={"fitbit": 90, "strava": 30}), refresh=True)

    assert [row[2:6] for row in rows(made)] == [("strava", "default", 20, 30)]
    assert made.drift == []


def test_a_rename_without_an_alias_is_named_with_the_alias_that_then_makes_it_one(stack: EngineStack) -> None:
    stack.up(preferences("old"))
    made = report(stack, preferences("new"))
    (rename,) = made.renames
    assert made.changes == []

    opts = eval(rename.alias.removeprefix("opts="), {"pulumi": pulumi})
    aliased = report(stack, preferences("new", opts=opts))
    assert aliased.renames == []
    assert not aliased.acts


def test_another_region_is_a_reset_there_and_a_create_here(stack: EngineStack) -> None:
    stack.up(preferences(providers={"oura": 90}))

    made = report(stack, preferences(providers={"oura": 90}, region="eu"), refresh=True)
    assert {(one.op, one.scope.region, one.after) for one in made.changes} == {
        ("create", "eu", 90),
        ("reset", "us", 180),
    }


def test_a_preview_that_fails_says_why(stack: EngineStack) -> None:
    made = report(stack, preferences(providers={"oura": 400}), fails=True)

    assert made.failed
    assert made.digest == ""
    assert ["400 is above" in one.text or "365" in one.text for one in made.messages] == [True]


def test_secret_teams_and_days_are_not_in_the_report(stack: EngineStack) -> None:
    def program() -> None:
        preferences(providers=pulumi.Output.secret({"oura": 123}))()

    log = stack.log(program)
    made = built("dev", read(log, "log"))

    assert made.hidden == [Touched("acme", "create")]
    assert "pulumi-junction.live" not in log
    assert "123" not in markdown(Report([made], "")) + to_json(Report([made], ""))


def test_what_is_released_is_no_reset(stack: EngineStack) -> None:
    stack.up(preferences(on_delete="retain"))
    made = report(stack, nothing)
    assert (made.changes, made.released) == ([], ["acme"])


def test_the_digest_is_the_same_in_two_previews_and_another_one_after_drift(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    stack.up(preferences(providers={"oura": 90}))

    def digest() -> str:
        return report(stack, preferences(providers={"oura": 120}), refresh=True).digest

    first = digest()
    assert digest() == first
    emulator.set(*PLACE, ACME, "oura", 7)
    assert digest() != first


@pytest.fixture
def project(emulator: ThreadedEmulator, tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.pulumi("stack", "init", "dev")
    return made


def test_the_digest_of_preview_json_shows_the_same_changes(project: Project, tmp_path: Path) -> None:
    project.program(
        f"import pulumi_junction as j\nj.TeamDataPullPreferences('w', team_ids=['{ACME}'], providers={{'oura': 90}})"
    )
    project.pulumi("up", "--yes", "--skip-preview")
    project.program(
        f"import pulumi_junction as j\nj.TeamDataPullPreferences('w', team_ids=['{ACME}'], providers={{'oura': 30}})"
    )
    log = tmp_path / "events.jsonl"
    printed = project.pulumi("preview", "--json").stdout
    project.pulumi(
        "preview",
        "--refresh",
        "--run-program",
        "--diff",
        "--event-log",
        str(log),
        env={"PULUMI_DEBUG_COMMANDS": "true"},
    )

    digest, events = (built("dev", read(text, "x")) for text in (printed, log.read_text(encoding="utf-8")))
    assert rows(digest) == rows(events) == [("update", "", "oura", "default", 90, 30, 365)]
    assert len(digest.gaps) == 2
    assert events.gaps == []


@pytest.mark.parametrize("more", [(), ("--run-program",)], ids=["", "with the program"])
def test_what_a_refresh_writes_is_refused_in_both_forms(
    project: Project, emulator: ThreadedEmulator, tmp_path: Path, more: tuple[str, ...]
) -> None:
    program = (
        f"import pulumi_junction as j\nj.TeamDataPullPreferences('w', team_ids=['{ACME}'], providers={{'oura': 90}})"
    )
    project.program(program)
    project.pulumi("up", "--yes", "--skip-preview")
    emulator.set(*PLACE, ACME, "oura", 7)
    log = tmp_path / "events.jsonl"
    env = {"PULUMI_DEBUG_COMMANDS": "true"}
    project.pulumi("refresh", "--preview-only", *more, "--event-log", str(log), env=env)
    printed = project.pulumi("refresh", "--preview-only", *more, "--json").stdout

    for text in (log.read_text(encoding="utf-8"), printed):
        with pytest.raises(UnreadableError, match="this is of `pulumi refresh`"):
            read(text, "x")
