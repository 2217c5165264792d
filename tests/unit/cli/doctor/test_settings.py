"""Settings as `doctor` sees them: where each is from, what is wrong with it, and never a key."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from pulumi_junction.api.settings import SETTINGS
from pulumi_junction.emulator.state import Emulator
from tests.unit.cli.conftest import KEY, Run, findings


def settings(ended: Result) -> dict[str, tuple[Any, Any]]:
    return {one["variable"]: (one["source"], one["value"]) for one in json.loads(ended.stdout)["settings"]}


def test_every_setting_is_shown_with_its_source_and_secrets_are_not(
    junction: Emulator, run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JUNCTION_REGION")
    monkeypatch.delenv("JUNCTION_ORG_ID")
    (project / "Pulumi.sandbox-eu.yaml").write_text(f"config:\n  junction:orgId: {junction.org_id}\n", encoding="utf-8")

    ended = run("doctor", "--json", "--stack", "sandbox-eu", "--env", "sandbox")

    assert list(settings(ended)) == [setting.variable for setting in SETTINGS]
    assert settings(ended) == {
        "JUNCTION_MANAGEMENT_KEY": ("JUNCTION_MANAGEMENT_KEY", None),
        "JUNCTION_MANAGEMENT_URL": ("JUNCTION_MANAGEMENT_URL", "https://junction.example"),
        "JUNCTION_TEAM_API_KEY": (None, None),
        "JUNCTION_TEAM_API_KEYS": (None, None),
        "JUNCTION_API_URL": (None, None),
        "JUNCTION_ORG_ID": ("junction:orgId of the stack", junction.org_id),
        "JUNCTION_ENV": ("--env", "sandbox"),
        "JUNCTION_REGION": ("the stack's name", "eu"),
        "JUNCTION_LIVE_CHECKS": (None, None),
        "JUNCTION_REQUEST_BUDGET_SECONDS": (None, None),
        "JUNCTION_PARALLEL_REQUESTS": (None, None),
        "JUNCTION_MAX_CHANGES": (None, None),
        "JUNCTION_MAX_RESETS": (None, None),
    }
    assert KEY not in ended.output


def test_no_piece_of_a_key_is_shown_wherever_somebody_put_it(
    junction: Emulator, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("JUNCTION_ORG_ID", "JUNCTION_ENV", "JUNCTION_MANAGEMENT_URL", "JUNCTION_LIVE_CHECKS"):
        monkeypatch.setenv(name, KEY)
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", f"sk_us_{KEY}")

    for arguments in (["doctor"], ["doctor", "--json"]):
        assert not {KEY[-4:], KEY[:4]} & set(run(*arguments, status=1).output.replace("-", " ").split())
        assert KEY not in run(*arguments, status=1).output
    assert junction.requests == []


def test_without_settings_everything_that_is_missing_is_said_at_once(run: Run) -> None:
    ended = run("doctor", "--json", status=1)

    assert [line.partition(".")[0] for line in findings(ended, "repair")] == [
        "management key: no management key",
        "organisation: no organisation",
        "environment: no environment",
        "region: no region",
    ]
    assert settings(ended)["JUNCTION_MANAGEMENT_URL"] == (None, "https://api.management.junction.com")
    assert findings(ended, "note")[-1] == "service: not asked: the settings come first."


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("JUNCTION_MANAGEMENT_URL", "http://junction.example", "management URL: the management URL must start with"),
        ("JUNCTION_LIVE_CHECKS", "maybe", "live checks: live checks must be on or off."),
        ("JUNCTION_REQUEST_BUDGET_SECONDS", "-1", "request budget: the request budget must be seconds"),
        ("JUNCTION_PARALLEL_REQUESTS", "0", "requests at a time: requests at a time must be 1 to 16."),
        ("JUNCTION_MAX_CHANGES", "many", "largest change: JUNCTION_MAX_CHANGES must be a whole number."),
        ("JUNCTION_MAX_RESETS", "few", "largest reset: JUNCTION_MAX_RESETS must be a whole number."),
        ("JUNCTION_ORG_ID", "acme", "organisation: the organisation (from JUNCTION_ORG_ID) must be the UUID"),
    ],
)
def test_an_unusable_setting_is_to_be_repaired(
    variable: str, value: str, words: str, junction: Emulator, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)

    (found,) = findings(run("doctor", "--json", status=1), "repair")

    assert found.startswith(words)


def test_a_stack_named_for_another_place_is_to_be_repaired(junction: Emulator, run: Run, project: Path) -> None:
    (found,) = findings(run("doctor", "--json", "--stack", "production-eu", status=1), "repair")

    assert found == (
        "stack: it is named production-eu, but JUNCTION_ENV and JUNCTION_REGION say sandbox-us: its programs are "
        "refused. Unset them, or use a stack named sandbox-us."
    )


def test_of_a_stack_that_says_no_place_the_missing_settings_are_said(run: Run, project: Path) -> None:
    ended = run("doctor", "--json", "--stack", "dev", status=1)

    assert (
        "environment: no environment. Pass --env, set JUNCTION_ENV, "
        "or run `pulumi config set junction:env sandbox --stack dev`."
    ) in findings(ended, "repair")
    assert [line for line in findings(ended, "ok") if line.startswith("stack")] == []


def test_a_key_in_the_clear_is_to_be_repaired(
    junction: Emulator, run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JUNCTION_MANAGEMENT_KEY")
    (project / "Pulumi.dev.yaml").write_text(f"config:\n  junction:managementKey: {KEY}\n", encoding="utf-8")

    ended = run("doctor", "--json", "--stack", "dev", status=1)

    (found,) = findings(ended, "repair")
    assert found.startswith("management key: the files of the stack dev hold it in the clear. Run `pulumi config set")
    assert KEY not in ended.output


def test_a_stack_without_a_project_is_to_be_repaired_and_the_rest_is_looked_at(
    junction: Emulator, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    ended = run("doctor", "--json", "--stack", "dev", status=1)

    assert findings(ended, "repair") == [
        "stack: --stack needs a project. Run it in a folder with a Pulumi.yaml, or below one."
    ]
    assert "service: it answers, and takes the management key." in findings(ended, "ok")


def test_a_misspelt_variable_is_pointed_out(junction: Emulator, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_ORGID", "x")

    assert "variables: JUNCTION_ORGID is no setting. Did you mean JUNCTION_ORG_ID?" in findings(
        run("doctor", "--json"), "note"
    )
