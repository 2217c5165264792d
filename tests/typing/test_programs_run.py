"""What a type checker accepts is also right: the programs run, and everything they declare has a normal form."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.processes import Finished, run

HERE = Path(__file__).parent
OK = sorted(path.name for path in (HERE / "ok").glob("[!_]*.py"))


def run_pretended(*arguments: str) -> Finished:
    theirs = {key: value for key, value in os.environ.items() if not key.startswith(("JUNCTION_", "PULUMI_"))}
    with ThreadedEmulator() as junction:
        settings = {
            "JUNCTION_MANAGEMENT_KEY": junction.management_key,
            "JUNCTION_MANAGEMENT_URL": junction.url,
            "JUNCTION_ORG_ID": junction.org_id,
            "JUNCTION_API_URL": junction.url,
            "JUNCTION_TEAM_API_KEY": junction.team_api_key,
            "JUNCTION_TEAM_API_KEYS": json.dumps({"acme": junction.team_api_key}),
            "NO_PROXY": "127.0.0.1",
        }
        return run([sys.executable, str(HERE / "run_pretended.py"), *arguments], HERE / "ok", theirs | settings)


@pytest.fixture(scope="module")
def declared() -> dict[str, Any]:
    """By program and resource: the data providers, or what is wrong with them."""
    finished = run_pretended(*OK)
    assert finished.code == 0, finished.stderr
    programs: dict[str, Any] = json.loads(finished.stdout)
    return programs


@pytest.mark.parametrize("program", OK)
def test_whatever_is_declared_can_be_brought_to_the_normal_form(program: str, declared: dict[str, Any]) -> None:
    problems = {name: found for name, found in declared[program].items() if isinstance(found, list)}

    assert declared[program]
    assert problems == {}


def test_args_and_dicts_and_numbers_mean_the_same(declared: dict[str, Any]) -> None:
    assert declared["providers.py"]["mixed"] == {
        "garmin": {"default": 365},
        "oura": {"default": 120, "resource_overrides": {"activity": 60, "sleep": 180}},
        "strava": {"default": 30},
        "wahoo": {"default": 120, "resource_overrides": {"activity": 60, "sleep": 180, "workouts": 90}},
        "zwift": {"default": 90},
    }


def test_outputs_are_resolved_at_every_depth(declared: dict[str, Any]) -> None:
    of_ninety = {"default": 90, "resource_overrides": {"sleep": 90}}

    assert declared["outputs_as_arguments.py"]["every-depth"] == {
        "garmin": of_ninety,
        "oura": {"default": 90, "resource_overrides": {"activity": 60, "sleep": 90}},
        "peloton": of_ninety,
        "strava": {"default": 90},
        "wahoo": of_ninety,
        "withings": {"default": 30},
        "zwift": of_ninety,
    }
    assert declared["outputs_as_arguments.py"]["whole-values"] == {
        "garmin": of_ninety,
        "oura": {"default": 90},
        "peloton": of_ninety,
        "wahoo": {"default": 90},
        "zwift": {"default": 90},
    }


@pytest.mark.parametrize("program", ["team_ids.py", "providers.py"])
def test_a_resource_that_the_engine_skips_does_not_break_the_program(program: str) -> None:
    """`pulumi up --target` answers nothing for a new one that it leaves out; Pulumi then takes inputs for outputs."""
    finished = run_pretended("skipping", program)

    assert finished.code == 0, finished.stderr.splitlines()[-1]
