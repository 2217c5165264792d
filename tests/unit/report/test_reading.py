"""Both forms of a preview, and everything that is none."""

import json
from pathlib import Path

import pytest

from pulumi_junction.report.building import stack
from pulumi_junction.report.preview import Preview
from pulumi_junction.report.reading import UnreadableError, read
from pulumi_junction.report.sources import previews
from tests.support.previews import ACME, AT, Log, days, declared, live

LOG = Log().update("w", declared(days(oura=180)), declared(days(oura=365)))


def test_an_event_log_tells_stack_project_and_time() -> None:
    preview = read(LOG.text(), "log")
    assert (preview.stack, preview.project, preview.read_at) == ("production-eu", "wearables", AT)


def test_the_digest_shows_the_same_changes_and_says_what_it_cannot_show() -> None:
    digest = read(LOG.digest(), "digest")

    assert stack("s", digest).changes == stack("s", read(LOG.text(), "log")).changes
    assert [gap.partition(", which")[0] for gap in digest.gaps] == [
        "drift and policy violations",
        "what newly declared data providers are set to now",
    ]
    assert digest.read_at is None


def test_a_failed_digest_is_a_failed_preview() -> None:
    assert read(Log().error("error: w has a problem: x\n", "w").digest(), "d").failed


def test_an_empty_digest_has_nothing_to_do() -> None:
    digest = read('{"steps": [], "duration": 1, "changeSummary": {}}', "d")
    assert not digest.failed
    assert digest.steps == []


def test_a_log_that_ends_early_is_a_failed_preview() -> None:
    preview = read(Log().create("w", declared(days(oura=1))).interrupted().text(), "log")
    assert preview.failed
    assert [one.text for one in preview.messages] == [
        "the log ends before the preview does; it was interrupted, or the file is cut off"
    ]


def test_a_log_whose_last_line_is_cut_off_is_read_up_to_there() -> None:
    text = LOG.text()
    preview = read(text[: len(text) - 20], "log")
    assert preview.failed
    assert len(preview.steps) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", "hello", '{"a": 1}\n{"b": 2}', "[1]\n[2]", "\x00"])
def test_what_is_no_preview_is_refused_in_one_line_that_names_the_file(text: str) -> None:
    with pytest.raises(UnreadableError, match=r"\Athe-file.*--event-log FILE`\.\Z"):
        read(text, "the-file")


def test_a_line_that_is_no_json_is_named() -> None:
    with pytest.raises(UnreadableError, match=r"\Afile:2: "):
        read(LOG.text().replace("\n", "\nnope\n", 1), "file")


@pytest.mark.parametrize(
    "event",
    [
        {"resourcePreEvent": None},
        {"resourcePreEvent": {"metadata": {"old": 7}}},
        {"diagnosticEvent": "x"},
        {"summaryEvent": 1},
        {"policyEvent": 1},
    ],
)
def test_events_of_another_shape_are_refused_not_a_traceback(event: object) -> None:
    with pytest.raises(UnreadableError, match="not as Pulumi writes it"):
        read(f'{{"sequence": 0, "preludeEvent": {{}}}}\n{json.dumps(event)}\n', "file")


def test_kinds_and_members_that_are_not_known_are_left_alone() -> None:
    lines = [{"futureEvent": {"x": 1}, "sequence": 0}, *({**event, "future": 1} for event in LOG.lines())]
    assert len(read("\n".join(map(json.dumps, lines)), "log").steps) == 1


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    text = "\ufeff" + LOG.text().replace("\n", "\r\n")
    file = tmp_path / "log.jsonl"
    file.write_text(text, encoding="utf-8")
    for found in (previews((), [str(file)], str), previews((), ["-"], lambda: text)):
        assert len(found["production-eu"].steps) == 1


def test_warnings_and_errors_are_kept_once_without_colour_or_severity_before_them() -> None:
    log = Log().warning("\x1b[33mwarning: <{%fg 3%}>strava falls\n", "w").warning("strava falls", "w")
    log.says("info", "not this").says("info#err", "nor this").says("debug", "nor that")

    assert [(one.severity, one.text) for one in read(log.text(), "log").messages] == [("warning", "strava falls")]


def test_the_engines_last_word_is_left_out_where_something_said_why() -> None:
    def errors(preview: Preview) -> list[str]:
        return [one.text for one in preview.messages]

    assert errors(read(Log().error("w has a problem", "w").error("preview failed").text(), "l")) == ["w has a problem"]
    assert errors(read(Log().error("preview failed").text(), "l")) == ["preview failed"]
    violated = Log().violation("max-days", "too many", "w").error("preview failed")
    assert errors(read(violated.text(), "l")) == []
    assert read(violated.text(), "l").failed


def test_what_the_provider_noted_last_counts() -> None:
    log = Log().note("w", {ACME: live(oura=1)}).create("w", declared(days(oura=9), {ACME: ""}), {ACME: live(oura=2)})
    assert [one.now for one in stack("s", read(log.text(), "l")).changes] == [2]


def test_a_note_that_is_cut_short_is_none() -> None:
    log = Log().create("w", declared(days(oura=9), {ACME: ""})).says("debug", 'pulumi-junction.live/1 [["oura"', "w")
    assert [one.now for one in stack("s", read(log.text(), "l")).changes] == [None]


def test_the_log_of_an_operation_that_was_carried_out_is_no_preview() -> None:
    text = LOG.text().replace('"isPreview": true', '"isPreview": false')
    with pytest.raises(UnreadableError, match="file: this is of an operation that was carried out"):
        read(text, "file")


def test_the_log_of_a_refresh_is_no_preview_as_its_changes_are_drift() -> None:
    """There an update leads from state to what is live, and not to what the program declares."""
    refresh = Log().refreshed("w", declared(days(oura=9)), declared(days(oura=8)))
    before, found = refresh.events[-2:]
    found["resOutputsEvent"] = {"metadata": {**before["resourcePreEvent"]["metadata"], "op": "update"}}
    with pytest.raises(UnreadableError, match="file: this is of `pulumi refresh`"):
        read(refresh.text(), "file")


@pytest.mark.parametrize(
    "text",
    [
        LOG.text().replace('"outputs": {', '"outputs": [{}], "x": {', 1),
        '{"sequence": 0, "preludeEvent": ' + "[" * 100_000,
    ],
    ids=["a list of outputs", "nested too deep"],
)
def test_states_of_another_shape_are_refused_not_a_bug(text: str) -> None:
    with pytest.raises(UnreadableError):
        read(text, "file")


@pytest.mark.parametrize(
    "change",
    [
        ('"Acme Care"', "7"),
        ('"Acme Care"', "null"),
        ('"default": 365', '"default": "x"'),
        ('"default": 365', '"default": 1e999'),
        ('"default": 365', '"default": [1]'),
        ('"providers": {', '"providers": 3, "x": {'),
    ],
)
def test_what_no_program_can_declare_is_hidden_and_not_a_bug(change: tuple[str, str]) -> None:
    found = stack("s", read(LOG.text().replace(*change), "log"))
    assert [one.name for one in found.hidden] == ["w", "w"][: len(found.hidden)] != []
