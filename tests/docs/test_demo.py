"""`examples/demo.py` and `demo_faults.py` for real: what they show, and that they leave nothing behind."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from pulumi_junction.emulator.defaults import DEMO_MANAGEMENT_KEY, DEMO_TEAM_KEY
from tests.support.demo import DEMO, FAULTS, left_running, play
from tests.support.repository import ROOT

EITHER = pytest.mark.parametrize("demo", [DEMO, FAULTS], ids=lambda demo: demo.stem)


def in_this_order(lines: Sequence[str], output: str) -> list[str]:
    """Those of the lines that do not follow the ones before them in the output."""
    rest = iter([line.strip() for line in output.splitlines()])
    return [line for line in lines if line not in rest]


def test_it_shows_the_life_of_a_preference_and_a_year_of_history_arriving_and_leaves_nothing_behind(
    temporary: Path, cli_folder: Path
) -> None:
    ended = play(DEMO, temporary, cli_folder)

    assert ended.code == 0, ended.text
    engine = [
        "$ pulumi preview --diff",
        "+ 2 to create",
        "+ 2 created",
        "$ pulumi preview",
        "2 unchanged",
        "~ default: 180 => 365",
        "~ 1 updated",
        "$ pulumi preview --refresh --run-program --diff",
        "~ default: 120 => 14",
        "~ default: 14 => 120",
        "~ 1 updated",
        "- 2 deleted",
        "$ pulumi preview",
        "oura-backfill: triggers historical pulls of 450 users from oura; the last one starts after 10 min or later",
        "+ 3 to create",
        "Requests that reached Junction: 1 GET",
        "+ 3 created",
        "- 3 deleted",
    ]
    assert in_this_order(engine, ended.stdout) == [], ended.stdout
    assert re.findall(
        r"^[0-9a-f-]{36}  oura      sleep     success  \S+  \S+   (\d+) ", ended.stdout, re.MULTILINE
    ) == [
        "180",
        "365",
    ]
    moved = re.findall(r"Z  oura (?:in_progress|success)  (\d+) of 450", ended.stdout)
    assert len(moved) > 1
    assert (sorted(moved, key=int), moved[-1]) == (moved, "450")
    assert "oura: success, 450 of 450 connections processed in " in ended.stdout
    assert DEMO_TEAM_KEY not in ended.text
    assert "Traceback" not in ended.text
    assert DEMO_MANAGEMENT_KEY not in ended.text
    assert list(temporary.iterdir()) == []
    assert left_running(temporary) == []


def test_it_rehearses_bad_days_and_leaves_nothing_behind(temporary: Path, cli_folder: Path) -> None:
    ended = play(FAULTS, temporary, cli_folder)

    assert ended.code == 0, ended.text
    says = [
        "wearables creating .*answer 503; waiting 2.0 s before attempt 2 of 6",
        r"\+ 2 created",
        "POST 503: .* for Acme Care, Beta Labs",
        "POST 200: .* for Acme Care, Beta Labs",
        r"\* 2 of 4 teams are done \(not .* refused the request \(422\)",
        "Exit status: 1",
        "POST 200: .* for Acme Care, Beta Labs",
        "POST 422: .* for Gamma Clinic",
        "~ 1 updated",
        "Requests that reached Junction: 2 GET, 2 POST",
        "POST 200: .* for Gamma Clinic",
        "POST 200: .* for Delta Health",
        "[0-9a-f]{64}  -",
        "error: .*asks to wait 30 s, longer than the 2 s a request may take",
        "Exit status: 1",
        "Requests that reached Junction: 1 GET",
        "[0-9a-f]{64}  -",
        "warning: .*limits were not checked",
        "2 unchanged",
        "warning: .*oura was 30 days at the service for .*, changed since the last apply; setting 365, sleep 90 days",
        "Requests that reached Junction: 2 GET, 1 POST",
    ]
    rest = iter(ended.stdout.splitlines())
    assert [pattern for pattern in says if not any(re.search(pattern, line) for line in rest)] == [], ended.stdout
    assert len(set(re.findall(r"^[0-9a-f]{64}(?=  -$)", ended.stdout, re.MULTILINE))) == 1
    assert "Traceback" not in ended.text
    assert DEMO_MANAGEMENT_KEY not in ended.text
    assert list(temporary.iterdir()) == []
    assert left_running(temporary) == []


@EITHER
def test_it_points_to_pages_that_exist(demo: Path) -> None:
    pages = re.findall(r"[\w/-]+\.md", demo.read_text(encoding="utf-8"))

    assert pages
    assert [page for page in pages if not (ROOT / page).is_file()] == []
