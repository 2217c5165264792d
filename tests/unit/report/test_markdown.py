"""The comment: what stands first, what is left out first, and that nothing in it acts."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pulumi_junction.report.building import report
from pulumi_junction.report.escaping import block, code, inline
from pulumi_junction.report.markdown import LONGEST, MARKER, markdown
from pulumi_junction.report.reading import read
from tests.support.previews import ACME, Log, days, declared
from tests.unit.report.golden.write import FOLDER, FORMS
from tests.unit.report.scenes import SCENES

HTML = MarkdownIt("commonmark", {"html": True}).enable("table")


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("suffix", FORMS)
def test_a_report_is_as_it_was_written_last(name: str, suffix: str) -> None:
    written = FOLDER.joinpath(f"{name}.{suffix}").read_text(encoding="utf-8")
    assert FORMS[suffix](SCENES[name]()) == written, "if this is meant: python -m tests.unit.report.golden.write"


def test_no_golden_report_is_left_over() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.suffix in (".md", ".json")} == {
        f"{name}.{suffix}" for name in SCENES for suffix in FORMS
    }


@pytest.mark.parametrize("name", SCENES)
def test_the_hidden_marker_is_the_first_line(name: str) -> None:
    assert markdown(SCENES[name]()).split("\n")[0] == MARKER


def test_nothing_to_do_is_one_line() -> None:
    assert len(markdown(SCENES["nothing"]()).strip().split("\n")) == 2  # with the marker


def test_a_rename_is_never_nothing_to_do() -> None:
    text = markdown(SCENES["renamed"]())
    assert "looks like a rename without an alias" in text
    assert "Alias(name='wearables')" in text


def test_what_production_loses_stands_before_everything_else() -> None:
    text = markdown(SCENES["pull-request"]())
    assert text.index("[!WARNING]") < text.index("| stack |") < text.index("### ")
    assert "production-eu:** Acme Care, Beta Labs, strava default: 60 → 14, reset" in text


def test_a_sandbox_that_loses_days_rings_no_bell() -> None:
    old, new = (declared(days(oura=number), env="sandbox") for number in (90, 30))
    text = markdown(report({"s": read(Log().update("w", old, new).text(), "l")}))
    assert "lowered" in text
    assert "[!" not in text


def test_the_error_of_a_failed_preview_is_in_the_open_part() -> None:
    text = markdown(SCENES["failed"]())
    assert "400 is over the limit" in text.partition("<details>")[0]
    assert "pulumi up" not in text, "there is nothing that could be applied"


def rendered(name: str) -> str:
    return str(HTML.render(markdown(SCENES[name]())))


def test_odd_text_neither_breaks_a_table_nor_becomes_html() -> None:
    html = rendered("odd-text")
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)

    assert {len(re.findall("<t[hd]", row)) for row in rows} == {6, 7}
    assert (
        re.findall("<(?!/?(?:h2|h3|p|strong|table|thead|tbody|tr|t[hd]|ul|li|pre|code|hr|br|blockquote|!--))", html)
        == []
    )
    assert "<a " not in html


@pytest.mark.parametrize("name", SCENES)
def test_nobody_is_mentioned_and_no_issue_is_linked(name: str) -> None:
    outside = re.sub(r"(`{3,})text.*?\1", "", markdown(SCENES[name]()), flags=re.DOTALL)
    assert re.findall(r"@\w|#\d|https?://\w", outside) == []


def test_references_to_issues_and_commits_are_broken() -> None:
    shown = inline("GH-12 gh-7 " + "0a" * 20)
    assert re.findall(r"gh-\d|[0-9a-f]{40}", shown, re.IGNORECASE) == []


@given(st.text())
def test_inline_text_is_shown_as_it_is(text: str) -> None:
    shown = HTML.renderInline("x " + inline(text, 10_000))
    plain = re.sub(
        r"&(lt|gt|amp|quot);", lambda found: {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}[found[1]], shown
    )
    want = " ".join("".join(one if one.isprintable() else " " for one in text).split())

    assert "<" not in shown
    assert plain.replace("\u200b", "").strip() == f"x {want}".replace("\u200b", "").strip()


@given(st.text(alphabet="`|a\n <", min_size=1))
def test_text_as_code_does_not_end_early(text: str) -> None:
    (paragraph,) = [token for token in HTML.parse(f"x {code('a' + text)} y") if token.type == "inline"]
    assert [child.type for child in paragraph.children or []] == ["text", "code_inline", "text"]


@given(st.text(alphabet="`~a\n ", min_size=1))
def test_a_block_of_text_does_not_end_early(text: str) -> None:
    assert [token.type for token in HTML.parse(block(text, 100))] == ["fence"]


def crowd(teams: int, stacks: int, messages: int, label: str) -> dict[str, Any]:
    """More than fits: every team changes in a way of its own."""
    found = {}
    for number in range(stacks):
        log = Log(f"stack-{number}")
        for team in range(teams):
            whose = {f"3aac0000-0000-4000-8000-{team:012x}": f"{label}{team}"}
            log.update(f"w{team}", declared(days(oura=1), whose), declared(days(oura=2 + team % 360), whose))
        for message in range(messages):
            log.warning(f"{label} {message}\n" * 20, "w")
        found[log.stack] = read(log.text(), "log")
    return found


@settings(max_examples=15, deadline=None)
@given(
    teams=st.integers(0, 150),
    stacks=st.integers(1, 40),
    messages=st.integers(0, 30),
    label=st.text(max_size=80),
)
def test_a_comment_never_holds_more_than_sixty_thousand_characters(
    teams: int, stacks: int, messages: int, label: str
) -> None:
    text = markdown(report(crowd(teams, stacks, messages, label)))
    assert len(text) <= LONGEST == 60_000
    assert "| stack |" in text or "nothing to do" in text


def test_even_the_worst_fits() -> None:
    text = markdown(report(crowd(1, 1200, 1, "<" * 100)))
    assert len(text) <= LONGEST
    assert "more stacks" in text


def test_details_go_first_then_messages_then_rows_and_totals_stay() -> None:
    def left(teams: int, messages: int) -> tuple[bool, bool, bool]:
        text = markdown(report(crowd(teams, 2, messages, "x" * 40)))
        return "<details>" in text, "warnings more" in text, "rows more" in text

    assert left(20, 2) == (True, False, False)
    assert left(20, 60) == (False, True, False)
    assert left(360, 60) == (False, True, True)
    assert "360" in markdown(report(crowd(360, 2, 60, "x")))


def test_every_team_of_a_counted_row_is_in_the_details() -> None:
    details = markdown(SCENES["many-teams"]()).partition("<details>")[2]
    assert all(f"Clinic {number} |" in details for number in range(1, 121))


def test_the_commands_name_each_stack_that_has_something_to_apply() -> None:
    text = markdown(SCENES["pull-request"]())
    assert re.findall(r"pulumi up --stack (\S+)", text) == ["production-us", "production-eu", "sandbox-us"]


def test_a_stack_name_cannot_slip_a_command_in() -> None:
    log = Log("a; rm -rf $(x)").create("w", declared(days(oura=1), {ACME: ""}))
    text = markdown(report({"x": read(log.text(), "l")}))
    assert "--stack 'a; rm -rf $(x)' --refresh" in text
