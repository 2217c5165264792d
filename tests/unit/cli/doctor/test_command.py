"""`pulumi-junction doctor` as a whole: what it prints, and what it does not do."""

import json
from pathlib import Path

import pytest

from pulumi_junction.cli.doctor import command
from pulumi_junction.emulator.state import Emulator
from tests.unit.cli.conftest import Run, findings

ACME = "3aac0000-0000-4000-8000-00000000000a"


def test_all_is_well(junction: Emulator, run: Run, project: Path) -> None:
    junction.set("sandbox", "us", ACME, "oura", 7)

    ended = run("doctor", "--json", "--stack", "sandbox-us")

    assert json.loads(ended.stdout)["ok"] is True
    assert findings(ended, "note") == []
    assert "stack: sandbox-us, for sandbox-us" in findings(ended, "ok")
    assert "Pulumi CLI: 3.259.0" in findings(ended, "ok")
    assert run("doctor", "--stack", "sandbox-us").stdout.endswith("\nNothing to repair.\n")


def test_it_only_ever_reads(junction: Emulator, run: Run) -> None:
    junction.set("sandbox", "us", ACME, "oura", 7)

    run("doctor")

    assert {request.method for request in junction.requests} == {"GET"}
    assert junction.get("sandbox", "us", ACME) == {"oura": {"default": 7}}


def test_json_keeps_its_shape(junction: Emulator, run: Run) -> None:
    """Programs read this: add members, never rename, retype or remove one."""
    plain = json.loads(run("doctor", "--json").stdout)

    assert list(plain) == ["version", "ok", "settings", "findings"]
    assert plain["settings"][0] == {
        "setting": "management key",
        "variable": "JUNCTION_MANAGEMENT_KEY",
        "key": "junction:managementKey",
        "set": True,
        "source": "JUNCTION_MANAGEMENT_KEY",
        "value": None,
    }
    assert plain["findings"][0] == {
        "level": "note",
        "about": "stack",
        "what": "none named; its configuration and name were not looked at.",
        "todo": "Pass --stack NAME.",
    }
    assert command.document([], []) == {"ok": True, "settings": [], "findings": []}


def test_people_see_settings_and_findings_with_the_number_to_repair(
    junction: Emulator, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUNCTION_ENV", "staging")

    lines = run("doctor", status=1).stdout.splitlines()

    assert ["management", "key", "(set)", "JUNCTION_MANAGEMENT_KEY"] in [line.split() for line in lines]
    assert [line for line in lines if line.startswith("repair  environment")]
    assert lines[-1] == "1 to repair."
