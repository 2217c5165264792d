"""The page in a real browser: it asks for nothing; light, dark, on paper, on a phone, without a mouse."""

from pathlib import Path

import pytest

from pulumi_junction.report.model import Report
from tests.browser.conftest import Visitor
from tests.support import reports
from tests.support.browser import Visit
from tests.support.page import flat
from tests.unit.report.scenes import SCENES
from tests.unit.report.test_html_escaping import HOSTILE, said

COLOURS = Path(__file__).with_name("colours.js").read_text(encoding="utf-8")
READABLE = 4.5
"""WCAG 2.2, level AA, text of any size."""

OPEN_ALL = "() => document.querySelectorAll('details').forEach((one) => { one.open = true })"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def everything() -> Report:
    """All scenes' stacks in one page: each kind of table, mark, alert and remark."""
    made = [reports.example(), *(scene() for scene in SCENES.values())]
    return Report([stack for one in made for stack in one.stacks], "", reports.COMMIT)


def cells(visit: Visit, table: int) -> dict[str, list[str]]:
    """The texts of a matrix as a reader sees them, by team."""
    rows = visit.page.locator("table.matrix").nth(table).locator("tbody tr").all()
    return {
        flat(row.locator("th").inner_text()): [flat(cell) for cell in row.locator("td").all_inner_texts()]
        for row in rows
    }


def test_the_page_asks_for_nothing_and_complains_of_nothing(visit: Visitor) -> None:
    found = visit(everything())
    found.page.evaluate(OPEN_ALL)
    assert [url.rpartition("/")[2] for url in found.requests] == ["report.html"]
    assert found.complaints == []


@pytest.mark.parametrize(
    "text", ["".join(HOSTILE), '<img src="//127.0.0.1:9/x"><link rel=stylesheet href="//127.0.0.1:9/y">']
)
def test_hostile_text_neither_runs_nor_asks(visit: Visitor, text: str) -> None:
    found = visit(said(text))
    found.page.evaluate(OPEN_ALL)
    assert text in found.page.locator("pre").first.inner_text()
    assert len(found.requests) == 1
    assert found.complaints == []


def test_the_pages_own_policy_stops_what_is_put_in_later(visit: Visitor) -> None:
    found = visit(reports.example())
    found.page.evaluate(
        "() => { const one = new Image(); one.src = 'http://127.0.0.1:9/x'; document.body.append(one) }"
    )
    found.page.wait_for_function("() => document.images[0].complete")
    assert any("Content Security Policy" in complaint for complaint in found.complaints)


def test_the_matrix_says_what_changes_where(visit: Visitor) -> None:
    found = cells(visit(reports.example()), 0)
    assert list(found) == ["Acme Care", "Beta Labs", "Cardio Study", "Harbor Health", "Northwind Sleep"]
    assert found["Acme Care"] == [
        "↺ strava reset, 90 → 14 ↑ oura 180 → 365",
        "↓ garmin sleep 180 → 90, lowered ↑ oura 180 → 365",
        "+ whoop 30 → 180, new",
        "no change",
    ]
    assert found["Beta Labs"][1] == "\N{EN DASH} not there"
    assert "≠ drift: garmin 120 → 30" in found["Cardio Study"][1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(visit: Visitor, scheme: str) -> None:
    page = visit(everything(), color_scheme=scheme).page
    page.evaluate(OPEN_ALL)
    texts = page.evaluate(COLOURS)
    assert len(texts) > 500
    assert [one for one in texts if one["contrast"] < READABLE] == []
    assert all((one["ground"] > 0.5) == (scheme == "light") for one in texts if one["text"] != "!")


def test_the_measure_of_contrast_finds_what_cannot_be_read(visit: Visitor) -> None:
    page = visit(reports.example(), color_scheme="light").page
    page.evaluate("() => { document.querySelector('h1').style.color = 'rgba(0, 0, 0, 0.4)' }")
    low = [one["text"] for one in page.evaluate(COLOURS) if one["contrast"] < READABLE]
    assert low == ["12 changes in 3 of 4 stacks, 1 drifted"]


def test_what_is_closed_opens_by_keyboard_and_focus_can_be_seen(visit: Visitor) -> None:
    page = visit(reports.example()).page
    hidden = page.get_by_role("rowheader", name="Research Pool")
    assert hidden.count() == 0, "closed at first"
    for _ in range(40):
        page.keyboard.press("Tab")
        if "Unchanged teams" in page.evaluate("() => document.activeElement.textContent.slice(0, 40)"):
            break
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    hidden.wait_for()
    page.keyboard.press("Space")
    hidden.wait_for(state="hidden")


def test_a_cell_names_the_teams_that_it_counts_when_opened(visit: Visitor) -> None:
    page = visit(SCENES["many-teams"]()).page
    summary = page.locator("table.matrix summary")
    name = page.locator("table.matrix").get_by_text("Clinic 77", exact=True)
    assert not name.is_visible()
    summary.press("Enter")
    name.wait_for()


def test_on_paper_everything_is_shown_in_full_and_in_dark_ink(visit: Visitor) -> None:
    page = visit(everything(), color_scheme="dark", viewport={"width": 703, "height": 1000}).page  # A4 less margins
    page.emulate_media(media="print")
    unseen = page.evaluate(
        """() => [...document.querySelectorAll('th, td, li, p, dd')]
            .filter((one) => !one.checkVisibility({ contentVisibilityAuto: true }) || !one.getClientRects().length)
            .map((one) => one.textContent)"""
    )
    assert unseen == []
    assert page.evaluate("() => [...document.querySelectorAll('details')].every((one) => !one.open)"), "as on screen"
    assert page.evaluate(WIDER) <= 0
    scrolls = (
        "() => [...document.querySelectorAll('*')].filter((one) => /auto|scroll/.test(getComputedStyle(one).overflow))"
    )
    assert page.evaluate(f"({scrolls})().length") == 0
    texts = page.evaluate(COLOURS)
    assert [one for one in texts if one["contrast"] < READABLE or one["ground"] < 0.5] == []


def test_it_prints(visit: Visitor) -> None:
    assert visit(reports.example()).page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("make", [everything, lambda: said("y" * 10_000)], ids=["everything", "long-words"])
def test_a_phone_scrolls_tables_and_not_the_page(visit: Visitor, make: object) -> None:
    assert callable(make)
    page = visit(make(), viewport={"width": 375, "height": 700}).page
    page.evaluate(OPEN_ALL)
    assert page.evaluate(WIDER) <= 0
    out = """() => [...document.querySelectorAll('main *')]
        .filter((one) => !one.closest('.scroll, .unseen') && one.getBoundingClientRect().right > innerWidth)
        .map((one) => one.outerHTML.slice(0, 200))"""
    assert page.evaluate(out) == []


def test_a_wide_table_is_scrolled_by_keyboard_and_keeps_its_teams_in_sight(visit: Visitor) -> None:
    page = visit(reports.example(), viewport={"width": 375, "height": 700}).page
    box = page.get_by_role("region", name="What changes, by team and place")
    team = page.get_by_role("rowheader", name="Acme Care").first
    before = team.bounding_box()
    assert before is not None
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 20")
    after = team.bounding_box()
    assert after is not None
    assert after["x"] == pytest.approx(before["x"], abs=1)


def test_links_lead_to_the_stacks(visit: Visitor) -> None:
    page = visit(reports.example()).page
    page.get_by_role("link", name="sandbox-us").press("Enter")
    page.wait_for_function("() => location.hash === '#stack-3'")
    assert page.get_by_role("heading", name="sandbox-us").is_visible()
