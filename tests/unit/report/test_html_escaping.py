"""Other people's text in the page: shown, never acted upon, whatever it is and wherever it stands."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_junction.report.html import html, shown
from pulumi_junction.report.model import Rename, Report, StackReport, Touched
from pulumi_junction.report.preview import Message, Violation
from tests.support import reports
from tests.support.page import Page, flat, parse
from tests.support.previews import ACME, Log, days, declared

HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</style></title></textarea><svg onload=alert(1)>",
    "' style='position:fixed' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% include 'report.css' %}",
    "&lt;b&gt; &amp; &#60;",
    "<!-- -->]]>",
    "javascript:alert(1)",
)


def said(text: str) -> Report:
    """A report in which everything from outside holds a text."""
    team = {ACME: "label"}
    old = declared(days(oura=180, strava=90), team)
    log = Log().refreshed("w", old, declared(days(oura=90, strava=90), team))
    log.update("w", declared(days(oura=90, strava=90), team), declared(days(oura=365, garmin=(30, {"sleep": 7})), team))
    (stack,) = reports.of(log).stacks
    urn = "urn::x" + text.replace(":", "")
    return Report([_said(stack, "x" + text, urn), replace(_said(stack, "x" + text, urn), failed=True)], "", "c" + text)


def _said(stack: StackReport, text: str, urn: str) -> StackReport:
    return replace(
        stack,
        name=text,
        project=text,
        changes=[replace(one, label=text, name=text, slug=text, resource=text) for one in stack.changes],
        drift=[replace(one, label=text, name=text, slug=text, resource=text) for one in stack.drift],
        places=[replace(one, label=text) for one in stack.places],
        renames=[Rename(text, text, text)],
        released=[text],
        hidden=[Touched(text, text)],
        gaps=[text],
        messages=[Message("warning", urn, text), Message("error", urn, text)],
        violations=[Violation(text, text, text, urn, text), Violation(text, text, "mandatory", urn, text)],
        windows=[replace(one, slug=text) for one in stack.windows],
    )


def page(text: str) -> Page:
    return parse(html(said(text)))


@given(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=80)))
def test_no_text_adds_an_element_or_an_attribute(text: str) -> None:
    assert page(text).structure() == page("harmless").structure()


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_shown_as_it_is(text: str) -> None:
    assert flat(text) in flat(page(text).all("pre")[0].text)
    assert any(flat(text) in flat(one.text) for one in page(text).all("th"))


@given(st.text(max_size=80))
def test_nothing_that_turns_the_direction_of_writing_or_hides_is_left(text: str) -> None:
    assert all(one.isprintable() or one == "\n" for one in html(said(text + "\N{RIGHT-TO-LEFT OVERRIDE}\x00\u200b")))


def test_a_label_written_from_right_to_left_keeps_to_its_cell() -> None:
    label = "\u05e8\u05e4\u05d5\u05d0\u05d4"
    heads = [one for one in page(label).all("th") if one.text == "x" + label]
    assert heads
    assert all(one.inside[-1] == "th" for one in page(label).all("bdi") if one.text == "x" + label and one in heads)
    assert [one for one in page(label).all("bdi") if one.text == "x" + label and one.inside[-1] == "th"]


def test_lone_surrogates_do_not_keep_the_page_from_being_written() -> None:
    assert html(said("\ud800")).encode()


def test_labels_of_ten_thousand_characters_are_cut() -> None:
    found = page("y" * 10_000)
    names = found.all("th", "caption", "h1", "h2", "h3", "code", "strong", "bdi")
    assert max(len(one.text) for one in names) <= 500


def test_a_text_that_is_cut_says_so() -> None:
    assert shown("abcdefgh", 6) == "abc..."
    assert shown("abcdef", 6) == "abcdef"
