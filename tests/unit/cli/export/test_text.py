"""An export as a program and as configuration: text that other tools take as it is."""

import ast
import subprocess
import sys
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped, unused-ignore]

from pulumi_junction.cli.export.model import Export, document
from pulumi_junction.cli.export.text import config, program
from tests.unit.cli.export.shown import ACME, BETA, CURA, exported, live


def test_the_order_of_answers_changes_nothing() -> None:
    one = {ACME: {"oura": live(7), "garmin": live(8)}, BETA: {"oura": live(9)}, CURA: {"polar": live(3)}}
    other = {team: dict(reversed(list(one[team].items()))) for team in reversed(one)}

    assert program(exported(one)) == program(exported(other))
    assert config(exported(one)) == config(exported(other))
    assert document(exported(one)) == document(exported(other))


def test_comments_say_what_is_left_out_and_of_whom() -> None:
    text = program(exported({ACME: {"polar": live(60)}, BETA: {"polar": live(60)}, CURA: {"whoop": live(9)}}))

    comment = " ".join(line[2:].strip() for line in text.splitlines() if line.startswith("# "))
    assert f"polar: 60 days of team {ACME} and 1 more: Polar cannot be configured" in comment
    assert f"whoop: 9 days of team {CURA}: whoop is retired" in comment


@pytest.mark.parametrize("write", [program, config])
def test_a_name_of_the_service_cannot_leave_its_comment(write: Any) -> None:
    nasty = 'a\nimport os\n"""\u2028os.system("x")\r# '

    text = write(exported({ACME: {nasty: live(7), "oura": live(7, **{nasty: 8})}}))

    outside = [line for line in text.splitlines() if not line.startswith("#")]
    assert "import os" not in "\n".join(outside)
    assert "os.system" in text
    assert [line for line in text.split("\n") if not line.isprintable()] == []


EXPORTS = [
    exported({}),
    exported({ACME: {"oura": live(7)}}),
    exported({ACME: {"oura": live(7, sleep=8, workouts=9), "garmin": live(60)}, BETA: {"omron": live(1)}}),
    exported({ACME: {"polar": live(60), "whoop": live(9), "x" * 200: live(9)}}),
    exported({f"{index:08x}-0000-4000-8000-000000000000": {"oura": live(7)} for index in range(300)}),
]


@pytest.mark.parametrize("found", EXPORTS, ids=["nothing", "one", "two", "left-out", "many"])
@pytest.mark.parametrize("columns", [88, 120])
def test_the_program_is_as_ruff_format_leaves_it(found: Export, columns: int) -> None:
    text = program(found)

    formatted = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", str(columns), "-"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert formatted == text
    ast.parse(text)


@pytest.mark.parametrize("found", EXPORTS, ids=["nothing", "one", "two", "left-out", "many"])
def test_configuration_says_the_same_as_the_json(found: Export) -> None:
    read = yaml.safe_load(config(found))["config"]
    plain = document(found)

    assert (read["junction:orgId"], read["junction:env"], read["junction:region"]) == (
        plain["org_id"],
        plain["env"],
        plain["region"],
    )
    assert read["junction:preferences"] == {
        group.name: {"teams": list(group.teams), "providers": group.short()} for group in found.groups
    }
    assert list(read["junction:preferences"]) == [one["name"] for one in plain["resources"]]
