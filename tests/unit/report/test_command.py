"""`pulumi-junction report`: files in, a report out, and an exit status for machines."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pulumi_junction.cli.app import app
from tests.support.previews import ACME, Log, days, declared

LOWERED = Log("production-eu").update("w", declared(days(oura=90)), declared(days(oura=30)))
RAISED = Log("sandbox-eu").update("w", declared(days(oura=30), env="sandbox"), declared(days(oura=90), env="sandbox"))
QUIET = Log("quiet").same("w", declared(days(oura=30)))


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["report", *map(str, arguments)], input=stdin)


def put(folder: Path, name: str, log: Log) -> Path:
    path = folder / name
    path.write_text(log.text(), encoding="utf-8")
    return path


def stacks(result: Result) -> list[str]:
    return [stack["name"] for stack in json.loads(result.stdout)["stacks"]]


def test_a_file_is_called_after_the_stack_it_speaks_of(tmp_path: Path) -> None:
    assert stacks(run(put(tmp_path, "x.jsonl", LOWERED), "--format", "json")) == ["production-eu"]


def test_a_label_comes_before_that(tmp_path: Path) -> None:
    file = put(tmp_path, "x.jsonl", LOWERED)
    assert stacks(run("--stack", f"eu={file}", "--stack", f"again={file}", "--format", "json")) == ["eu", "again"]


def test_a_folders_files_are_named_after_their_stacks(tmp_path: Path) -> None:
    put(tmp_path, "b.jsonl", LOWERED)
    put(tmp_path, "a.json", RAISED)
    tmp_path.joinpath("notes.txt").write_text("not this")
    assert stacks(run(tmp_path, "--format", "json")) == ["a", "b"]


def test_standard_input_is_read_where_no_file_is_given() -> None:
    assert stacks(run("--format", "json", stdin=LOWERED.text())) == ["production-eu"]
    assert stacks(run("-", "--format", "json", stdin=LOWERED.text())) == ["production-eu"]


def test_the_output_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "report.md"
    assert run("--output", out, stdin=LOWERED.text()).stdout == ""
    assert out.read_text(encoding="utf-8").startswith("<!-- pulumi-junction:report -->")

    assert run("--output", tmp_path / "no" / "report.md", stdin=LOWERED.text()).exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nope.jsonl"], "nope.jsonl: it cannot be read (No such file or directory)."),
        (["."], "there is no .jsonl or .json or .ndjson file in this folder"),
        (["--stack", "eu"], "--stack eu: this is not NAME=FILE."),
        (["--fail-on", "reset,foo"], "--fail-on foo: there is no such thing."),
        (["--connections", "oura=many"], "--connections oura=many: this is not [STACK/]PROVIDER=N."),
        (["--check-digest", "sha256:0"], "the plan is no longer the one that was reviewed: it is sha256:"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_1(
    arguments: Sequence[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments, stdin=LOWERED.text())
    assert result.exit_code == 1
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_device_or_a_link_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    file, link, pipe = tmp_path / "file", tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(file)
    os.mkfifo(pipe)
    assert run("--output", link, stdin=LOWERED.text()).exit_code == 0
    assert link.is_symlink()
    assert "lowered" in file.read_text(encoding="utf-8")

    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run("--output", pipe, stdin=LOWERED.text()).exit_code == 0
        assert b"lowered" in os.read(reader, 60_000)
        assert pipe.is_fifo()
    finally:
        os.close(reader)


def test_a_closed_standard_input_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(SystemExit) as ended:
        app(["report", "-"], standalone_mode=True)
    assert ended.value.code == 1
    assert "standard input is closed" in capsys.readouterr().err


def test_a_stack_given_twice_is_a_mistake(tmp_path: Path) -> None:
    file = put(tmp_path, "x.jsonl", LOWERED)
    assert "stack production-eu was given twice" in run(file, file).stderr


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    tmp_path.joinpath("x.jsonl").write_bytes(b"\xff\xfe\x00")
    assert "this is not UTF-8 text" in run(tmp_path / "x.jsonl").stderr


RESET = Log("sandbox-eu").delete("w", declared(days(strava=10), env="sandbox"))
DRIFT = Log("s").refreshed("w", declared(days(oura=9), {ACME: ""}), declared(days(oura=8), {ACME: ""}))
WARNED = Log("s").same("w", declared(days(oura=9))).warning("careful", "w")
OBJECTED = Log("s").same("w", declared(days(oura=9))).violation("p", "no", "w", "advisory")


@pytest.mark.parametrize(
    ("log", "caught_by"),
    [
        (LOWERED, {"lower", "production"}),
        (RAISED, set()),
        (RESET, {"reset"}),
        (DRIFT, {"drift"}),
        (WARNED, {"warning"}),
        (OBJECTED, {"warning"}),
        (QUIET, set()),
        (Log("s").error("no"), {"reset", "lower", "drift", "production", "warning"}),
    ],
    ids=["lowered", "raised", "reset", "drift", "warned", "objected", "quiet", "failed"],
)
def test_fail_on_ends_with_status_2_for_what_it_names_only(log: Log, caught_by: set[str]) -> None:
    each = ("reset", "lower", "drift", "production", "warning")
    assert {what for what in each if run("--fail-on", what, stdin=log.text()).exit_code == 2} == caught_by
    assert run("--fail-on", ",".join(each), stdin=log.text()).exit_code == (2 if caught_by else 0)


def test_what_may_be_lost_without_anybody_seeing_it_fails_too() -> None:
    """A secret that goes, and a new preference over something that nobody has looked at."""
    secret = declared(days(oura=9)) | {"providers": "[secret]"}
    for what in ("reset", "lower", "production"):
        assert run("--fail-on", what, stdin=Log("s").delete("w", secret).text()).exit_code == 2
        assert run("--fail-on", what, stdin=Log("s").same("w", secret).text()).exit_code == 0
    drifted = Log("s").refreshed("w", secret, secret, diffs=["providers"]).same("w", secret)
    assert run("--fail-on", "drift", stdin=drifted.text()).exit_code == 2
    unrefreshed = Log("s", refresh=False).same("w", declared(days(oura=9)))
    assert run("--fail-on", "drift", stdin=unrefreshed.text()).exit_code == 2
    unseen = Log("s").create("w", declared(days(oura=9), env="sandbox"))
    assert run("--fail-on", "lower", stdin=unseen.text()).exit_code == 2


@pytest.mark.parametrize("wrong", [["--nope"], ["--format", "xml"], ["--fail-on"]])
def test_a_wrong_option_is_status_1_as_2_says_what_the_plan_has(wrong: list[str]) -> None:
    assert run(*wrong, stdin=QUIET.text()).exit_code == 1


def test_json_is_a_format_too() -> None:
    assert stacks(run("--json", stdin=LOWERED.text())) == ["production-eu"]


@pytest.mark.parametrize(
    ("given", "says"),
    [("nostack/oura=3", "there is no preview of a stack nostack"), ("oira=3", "did you mean oura?")],
)
def test_connections_of_nothing_in_the_report_are_a_mistake(given: str, says: str) -> None:
    result = run("--connections", given, stdin=RAISED.text())
    assert result.exit_code == 1
    assert says in result.stderr


def test_the_report_is_written_all_the_same_when_something_fails_it(tmp_path: Path) -> None:
    assert run("--fail-on", "lower", "--output", tmp_path / "r.md", stdin=LOWERED.text()).exit_code == 2
    assert "lowered" in tmp_path.joinpath("r.md").read_text(encoding="utf-8")


def test_the_digest_of_the_reviewed_plan_is_accepted_and_a_failed_previews_never() -> None:
    digest = json.loads(run("--format", "json", stdin=LOWERED.text()).stdout)["digest"]
    assert run("--check-digest", digest, stdin=LOWERED.text()).exit_code == 0
    assert run("--check-digest", digest, stdin=RAISED.text()).exit_code == 1
    assert "a preview failed" in run("--check-digest", digest, stdin=Log("s").error("no").text()).stderr


def test_connections_make_a_window_for_one_stack_or_for_all(tmp_path: Path) -> None:
    files = [put(tmp_path, f"{name}.jsonl", RAISED) for name in ("a", "b")]
    labels = [f"--stack={file.stem}={file}" for file in files]
    result = run(*labels, "--format", "json", "--connections", "oura=151", "--connections", "b/oura=1500")

    windows = [stack["re_pulls"][0]["at_least_seconds"] for stack in json.loads(result.stdout)["stacks"]]
    assert windows == [300, 2700]


def test_the_commit_is_named_where_it_is_told() -> None:
    assert "commit `abc123`" in run("--commit", "abc123", stdin=LOWERED.text()).stdout
