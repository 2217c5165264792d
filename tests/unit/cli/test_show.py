"""`pulumi-junction show`: what is set, beside what is usual."""

import json
import sys

import pytest

from pulumi_junction.cli import show as command
from pulumi_junction.cli.rows import Row, rows
from pulumi_junction.cli.tables import console
from pulumi_junction.core.catalogue import load
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.values import Days, LiveProvider
from pulumi_junction.emulator.state import Emulator
from tests.support.screen import Screen
from tests.unit.cli.conftest import Answering, Run, provider

ACME = "3aac0000-0000-4000-8000-00000000000a"
BETA = "7c1e0000-0000-4000-8000-00000000000b"
CURA = "9d2f0000-0000-4000-8000-00000000000c"


def table(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_each_number_of_days_is_a_line_with_its_limit_and_default(junction: Emulator, run: Run) -> None:
    junction.set("sandbox", "us", ACME, "oura", 120, {"sleep": 180})
    junction.options.limits = {"oura.sleep": 200}

    shown = table(run("show", "--provider", "oura").stdout)

    assert shown == [
        ["team", "provider", "resource", "days", "limit", "default", "changed"],
        [ACME, "oura", "default", "120", "365", "180", "yes"],
        [ACME, "oura", "sleep", "180", "200", "180", "yes"],
    ]


def test_without_team_it_is_every_team_of_this_environment_and_region(junction: Emulator, run: Run) -> None:
    junction.options.page_size = 1
    for team in (ACME, BETA, CURA):
        junction.set("sandbox", "us", team, "oura", 7)
    junction.set("production", "us", "00000000-0000-4000-8000-00000000000d", "oura", 7)

    shown = table(run("show", "--provider", "oura").stdout)

    assert [line[0] for line in shown] == ["team", ACME, BETA, CURA]


def test_teams_and_providers_can_be_chosen(junction: Emulator, run: Run) -> None:
    for team in (ACME, BETA, CURA):
        junction.set("sandbox", "us", team, "oura", 7)

    chosen = run("show", "--team", CURA.upper(), "--team", ACME, "--provider", "oura", "--provider", "garmin").stdout

    assert [line[:2] for line in table(chosen)[1:]] == [
        [ACME, "garmin"],
        [ACME, "oura"],
        [CURA, "garmin"],
        [CURA, "oura"],
    ]


def test_only_what_is_not_surely_a_default_with_changed(junction: Emulator, run: Run) -> None:
    junction.set("sandbox", "us", ACME, "oura", 180)  # as documented
    junction.set("sandbox", "us", ACME, "garmin", 90, {"sleep": 90})
    junction.set("sandbox", "us", ACME, "omron", 30)  # whose default nobody documents

    shown = table(run("show", "--changed").stdout)[1:]

    assert [(line[1], line[2], line[-1]) for line in shown] == [("garmin", "sleep", "yes"), ("omron", "default", "?")]


def test_a_data_provider_that_takes_no_preferences_is_never_changed() -> None:
    live = {ACME: {"whoop": LiveProvider(Days(30), {"sleep": Days(7)}), "newer": LiveProvider(Days(30))}}

    assert [(row.provider, row.resource, row.changed) for row in rows(live, load())] == [
        ("newer", "default", None),
        ("whoop", "default", False),
        ("whoop", "sleep", False),
    ]


def test_a_limit_that_no_answer_tells_is_a_dash(answering: Answering, run: Run) -> None:
    answering({ACME: {"oura": provider(7)}})

    assert table(run("show").stdout)[1] == [ACME, "oura", "default", "7", "-", "180", "yes"]


def test_the_json_is_whole(junction: Emulator, run: Run) -> None:
    junction.set("sandbox", "us", ACME, "oura", 120, {"sleep": 180})

    assert json.loads(run("show", "--team", ACME, "--provider", "oura", "--json").stdout) == {
        "version": 1,
        "org_id": junction.org_id,
        "env": "sandbox",
        "region": "us",
        "teams": [ACME],
        "not_shown": [],
        "preferences": [
            {
                "team": ACME,
                "provider": "oura",
                "resource": resource,
                "days": days,
                "limit": 365,
                "default_days": 180,
                "changed": True,
            }
            for resource, days in (("default", 120), ("sleep", 180))
        ],
    }


def test_a_team_that_junction_says_nothing_of_is_named(junction: Emulator, run: Run) -> None:
    junction.options.unset = "absent"
    junction.set("sandbox", "us", ACME, "oura", 7)

    ended = run("show", "--team", ACME, "--team", BETA)

    assert BETA not in ended.stdout
    assert ended.stderr == f"pulumi-junction: Junction shows nothing for team {BETA}.\n"
    assert json.loads(run("show", "--team", ACME, "--team", BETA, "--json").stdout)["not_shown"] == [BETA]


def test_names_of_the_service_cannot_write_to_the_terminal(answering: Answering, run: Run) -> None:
    nasty = "ou\x1b[2Jra\nfake [bold]\u202e"
    answering({ACME: {nasty: provider(7, **{"sl\reep": 8})}})

    lines = run("show").stdout.splitlines()

    assert len(lines) == 3
    assert r"ou\x1b[2Jra\nfake [bold]\u202e" in lines[1]
    assert r"sl\reep" in lines[2]
    assert [row["provider"] for row in json.loads(run("show", "--json").stdout)["preferences"]] == [nasty, nasty]


def test_it_reads_and_never_writes(junction: Emulator, run: Run) -> None:
    junction.set("sandbox", "us", ACME, "oura", 7)

    run("show")

    assert {request.method for request in junction.requests} == {"GET"}


def on_screen(listed: list[Row], monkeypatch: pytest.MonkeyPatch, columns: int = 80) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(sys, "stdout", screen := Screen())
    command.print_screen(listed, console())
    return screen.getvalue()


def test_on_a_screen_teams_with_the_same_settings_share_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    same, other = LiveProvider(Days(7, 365)), LiveProvider(Days(8, 365))
    live = {ACME: {"oura": same}, BETA: {"oura": other}, CURA: {"oura": same}}

    blocks = on_screen(list(rows(live, load())), monkeypatch).split("\n\n")

    assert [block.splitlines()[:-2] for block in blocks[:-1]] == [[ACME, CURA], [BETA]]
    assert [block.split()[-6:] for block in blocks[:-1]] == [
        ["oura", "default", "7", "365", "180", "yes"],
        ["oura", "default", "8", "365", "180", "yes"],
    ]


def test_80_columns_hold_a_screen_with_the_longest_names(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = load()
    slug, resource = (max(names, key=len) for names in (catalogue.providers, catalogue.resources))
    live = {ACME: {slug: LiveProvider(Days(365, 365), {resource: Days(365, 365)})}}

    lines = on_screen(list(rows(live, catalogue)), monkeypatch).splitlines()

    assert max(map(len, lines)) <= 80
    assert [line for line in lines if line.startswith(f"{slug} {resource} ")]


def test_nothing_is_said_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    assert on_screen([], monkeypatch) == "Nothing to show.\n"


def test_a_terminal_gets_the_screen(junction: Emulator, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    junction.set("sandbox", "us", ACME, "oura", 7)
    monkeypatch.setattr("pulumi_junction.cli.show.on_screen", lambda: True)

    assert run("show", "--changed").stdout.startswith(f"{ACME}\nprovider")


def test_json_keeps_its_shape() -> None:
    """Programs read this: add members, never rename, retype or remove one."""
    row = Row(ACME, "oura", "default", 120, None, 180, True)

    assert command.document(Scope("an org", "sandbox", "us"), {ACME: {}}, [row], [BETA]) == {
        "org_id": "an org",
        "env": "sandbox",
        "region": "us",
        "teams": [ACME],
        "not_shown": [BETA],
        "preferences": [
            {
                "team": ACME,
                "provider": "oura",
                "resource": "default",
                "days": 120,
                "limit": None,
                "default_days": 180,
                "changed": True,
            }
        ],
    }
