"""`pulumi-junction drift`: declared, last applied and live, of previews that somebody has made."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pulumi_junction.cli.app import app
from tests.support.previews import ACME, BETA, Log, days, declared, live

ONE = {ACME: "Acme Care"}
OLD, DRIFTED, NEW = (declared(days(oura=number), ONE) for number in (120, 90, 60))

SYNC = Log("quiet").refreshed("w", OLD, OLD).same("w", OLD)
BY_HAND = Log().refreshed("w", OLD, DRIFTED).update("w", DRIFTED, OLD)
BY_BOTH = Log().refreshed("w", OLD, DRIFTED).update("w", DRIFTED, NEW)
BY_PROGRAM = Log().refreshed("w", OLD, OLD).update("w", OLD, NEW)


def run(tmp_path: Path, *logs: Log, as_json: bool = False) -> Result:
    for number, log in enumerate(logs):
        tmp_path.joinpath(f"{number}.jsonl").write_text(log.text(), encoding="utf-8")
    files = [str(tmp_path / f"{number}.jsonl") for number, _ in enumerate(logs)]
    return CliRunner().invoke(app, ["drift", *files, *(["--json"] if as_json else [])])


def found(tmp_path: Path, log: Log) -> list[tuple[Any, ...]]:
    result = run(tmp_path, log, as_json=True)
    assert result.exit_code == 3
    (stack,) = json.loads(result.stdout)["stacks"]
    return [
        tuple(one[key] for key in ("resource", "declared", "applied", "live", "who")) for one in stack["differences"]
    ]


def test_in_sync_is_status_0(tmp_path: Path) -> None:
    result = run(tmp_path, SYNC)
    assert (result.exit_code, result.stdout) == (0, "in sync: quiet\n")
    assert json.loads(run(tmp_path, SYNC, as_json=True).stdout)["in_sync"] is True


def test_who_moved_is_told(tmp_path: Path) -> None:
    assert found(tmp_path, BY_HAND) == [("default", 120, 120, 90, "changed at Junction")]
    assert found(tmp_path, BY_BOTH) == [("default", 60, 120, 90, "changed in both")]
    assert found(tmp_path, BY_PROGRAM) == [("default", 60, 120, 120, "changed in the program")]


def test_what_is_new_was_never_applied_and_what_is_removed_is_not_declared(tmp_path: Path) -> None:
    new = Log().create("w", OLD, noted={ACME: live(oura=14)})
    assert found(tmp_path, new) == [("default", 120, None, 14, "changed in the program")]
    gone = Log().delete("w", OLD)
    assert found(tmp_path, gone) == [("default", None, 120, 120, "changed in the program")]


def test_a_preference_removed_by_hand_is_not_live(tmp_path: Path) -> None:
    both = declared(days(oura=120))
    removed = declared(days(oura=120), deviations={BETA: {"oura": "not set"}})
    log = Log().refreshed("w", both, removed).update("w", removed, both)
    assert found(tmp_path, log) == [("default", 120, 120, None, "changed at Junction")]


def test_the_table_is_one_line_a_number_and_status_3(tmp_path: Path) -> None:
    result = run(tmp_path, SYNC, BY_HAND)
    assert result.exit_code == 3
    heading, row = result.stdout.splitlines()
    assert heading.split() == ["stack", "team", "provider", "resource", "declared", "applied", "live"]
    assert row.split() == [
        "production-eu",
        "Acme",
        "Care",
        "oura",
        "default",
        "120",
        "120",
        "90",
        "changed",
        "at",
        "Junction",
    ]


def test_a_failed_preview_is_status_1_with_its_error(tmp_path: Path) -> None:
    result = run(tmp_path, BY_HAND, Log("broken").error("no such team\nat all", "w"))
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "pulumi-junction: broken: no such team at all",
        "pulumi-junction: the preview failed: broken.",
    ]
    assert "changed at Junction" in result.stdout


@pytest.mark.parametrize(
    "text", [Log(refresh=False).same("w", OLD).text(), Log().same("w", OLD).digest()], ids=["no refresh", "digest"]
)
def test_a_preview_that_did_not_look_for_drift_is_never_in_sync(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["drift", str(file)])

    assert result.exit_code == 1
    assert "nobody looked for drift everywhere: " in result.stderr


def test_a_secret_that_differs_is_named_without_its_days_and_one_that_does_not_is_in_sync(tmp_path: Path) -> None:
    secret = declared(days(oura=1)) | {"teams": "[secret]"}
    assert run(tmp_path, Log().refreshed("w", secret, secret).same("w", secret)).exit_code == 0

    differs = run(tmp_path, Log().refreshed("w", secret, secret, diffs=["providers"]).update("w", secret, secret))
    assert differs.exit_code == 3
    assert "production-eu: w differs; its teams or days are secret" in differs.stderr


def test_files_and_stacks_to_preview_exclude_each_other(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["drift", str(tmp_path), "--stack", "x"])
    assert result.exit_code == 2


def test_without_pulumi_the_command_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = CliRunner().invoke(app, ["drift", "--cwd", str(tmp_path)])
    assert result.exit_code == 1
    assert result.stderr == (
        "pulumi-junction: there is no `pulumi` on PATH. Install the Pulumi CLI, or add its folder to PATH.\n"
    )


def test_a_resource_that_left_the_program_unseen_differs_and_one_that_is_kept_proves_nothing(tmp_path: Path) -> None:
    same = Log().same("kept", OLD)
    assert run(tmp_path, same.delete("gone", NEW, looked=False)).exit_code == 3
    kept = Log().same("kept", OLD).delete("gone", declared(days(strava=1), on_delete="retain"), looked=False)
    assert run(tmp_path, kept).exit_code == 1
