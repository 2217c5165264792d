"""The page: what stands first, what it may load (nothing), and that every reader finds their way."""

import base64
import hashlib
import itertools
import re
from dataclasses import replace

import pytest

from pulumi_junction.report.building import report
from pulumi_junction.report.html import html
from pulumi_junction.report.model import Report
from pulumi_junction.report.reading import read
from tests.support import reports
from tests.support.page import Page, flat, parse
from tests.support.previews import Log, days, declared
from tests.unit.report.scenes import SCENES

ALL = {"example": reports.example, **SCENES}


def page(name: str) -> Page:
    return parse(html(ALL[name]()))


def shown(name: str) -> str:
    return flat(page(name).one("body").text)


def first_level(of: Page) -> list[str]:
    return [flat(one.text) for one in of.all("h2")]


@pytest.mark.parametrize("name", ALL)
def test_nothing_in_the_page_leads_or_loads_from_outside(name: str) -> None:
    found = page(name)
    assert not found.all("script", "link", "img", "iframe", "object", "embed", "form", "base", "svg", "audio", "video")
    assert {attribute for one in found.elements for attribute in one.attributes}.isdisjoint(
        {"src", "srcset", "action", "data", "style", "background", "poster", "ping"}
    )
    assert not [name for one in found.elements for name in one.attributes if name.startswith("on")]
    ids = list(found.attributes("id"))
    assert {link.removeprefix("#") for link in found.attributes("href")} <= set(ids)
    assert not re.search(r"url\(|@import|https?:|//", found.one("style").text)


def test_the_page_forbids_itself_everything_but_its_own_styles() -> None:
    found = page("example")
    (policy,) = (one.attributes["content"] for one in found.all("meta") if "http-equiv" in one.attributes)
    digest = base64.b64encode(hashlib.sha256(found.one("style").text.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@pytest.mark.parametrize("name", ALL)
def test_headings_tables_and_ids_are_in_order(name: str) -> None:
    found = page(name)
    levels = [int(one.tag[1]) for one in found.all("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
    assert len(found.all("caption")) == len(found.all("table"))
    assert all(one.attributes["scope"] in ("row", "col") for one in found.all("th"))
    assert found.one("html").attributes["lang"] == "en"
    ids = list(found.attributes("id"))
    assert len(ids) == len(set(ids))
    assert set(found.attributes("aria-labelledby")) <= set(ids)


def test_the_title_counts_what_changes_and_where() -> None:
    found = page("example")
    assert found.one("title").text == "Junction data pull preferences: 12 changes in 3 of 4 stacks, 1 drifted"
    assert flat(found.one("h1").text) == found.one("title").text
    assert "Production changes in production-us (2 teams), production-eu (3 teams)." in shown("example")


def test_what_failed_stands_before_everything_else_and_with_its_error() -> None:
    found = page("failed")
    assert first_level(found)[:2] == ["! The preview failed", "Stacks"]
    text = shown("failed").partition("Stacks")[0]
    assert "production-eu" in text
    assert "400 is over the limit of 365 days" in text
    assert "Policy longest-days: No more than 90 days in sandbox." in text


def test_a_failed_preview_offers_no_command_and_claims_nothing_of_production() -> None:
    assert "pulumi up" not in shown("failed")
    assert "What is known changes nothing in production." in shown("failed")
    assert "Digest none, as a preview failed" in shown("failed")


def test_what_production_loses_has_a_banner() -> None:
    assert first_level(page("example"))[0] == "! 2 reset and 3 lowered in production"
    text = shown("example").partition("Stacks")[0]
    assert "production-us Acme Care, Beta Labs, strava default: ↺ 90 → 14, reset" in text
    assert "production-eu Acme Care, Cardio Study, Harbor Health, garmin sleep: ↓ 180 → 90, lowered" in text


def test_a_sandbox_that_loses_days_has_no_banner() -> None:
    old, new = (declared(days(oura=number), env="sandbox") for number in (90, 30))
    found = parse(html(report({"s": read(Log().update("w", old, new).text(), "l")})))
    assert first_level(found)[0] == "Stacks"
    assert "Nothing changes in production." in found.one("body").text
    assert "oura 90 → 30, lowered" in found.one("body").text


def test_nothing_to_do_is_one_line_and_a_closed_matrix() -> None:
    found = page("nothing")
    assert flat(found.one("h1").text) == "Junction data pull preferences: nothing to do in 2 stacks."
    assert all("details" in one.inside for one in found.all("table"))
    assert "open" not in found.one("details").attributes
    assert "pulumi up" not in found.one("body").text


def test_teams_without_a_change_are_closed_away_with_their_number() -> None:
    found = page("example")
    (unchanged,) = [one for one in found.all("details") if "Unchanged teams: 1" in one.text]
    assert "Research Pool" in unchanged.text
    assert "Research Pool" not in [flat(one.text) for one in found.all("th") if "details" not in one.inside]


def test_each_stack_says_what_the_comment_says() -> None:
    text = shown("example")
    assert "Cardio Study garmin default 30 ↑ 120 365" in text
    assert "Drift changed at Junction since the last apply" in text
    assert "Cardio Study garmin default 120 ≠ 30 sets 120 again" in text
    assert "advisory no-lowering of junction-rules on care garmin sleep falls from 180 to 90 days" in text
    assert "warning on care care: strava of Acme Care, Beta Labs is reset" in text
    assert "oura 150 every 5 min 2400 at least 1 h 15 min" in text
    assert "Other resources: 1 unchanged." in text


def test_a_rename_is_shown_with_the_alias_to_add() -> None:
    assert "opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name='wearables')])" in shown("renamed")


def test_what_cannot_be_compared_or_is_released_is_said() -> None:
    text = shown("other")
    assert "hidden changes (update)" in text
    assert "kept is released" in text
    assert "Other resources: 1 to delete" in text
    assert "Not shown: drift" in text


def test_the_end_says_which_plan_this_is_and_how_to_apply_and_undo_it() -> None:
    text = flat(page("example").one("footer").text)
    made = reports.example()
    assert made.digest in text
    assert made.commit in text
    assert "2026-11-22T03:53:19Z" in text
    assert "pulumi up --stack production-us --refresh --run-program --plan PLAN" in text
    assert "ignore_changes" in text
    assert "undo: revert what was merged" in text


@pytest.mark.parametrize("name", ALL)
def test_every_mark_has_a_sign_and_words_beside_its_colour(name: str) -> None:
    marks = [one for one in page(name).elements if "mark" in one.attributes.get("class", "").split()]
    assert all(re.fullmatch(r"[+↑↓↺←=~≠] \S.*", flat(one.text)) for one in marks), [flat(one.text) for one in marks]
    assert bool(marks) == (name not in ("nothing", "renamed"))


def test_a_thousand_teams_in_four_places_are_one_page_of_moderate_size() -> None:
    text = html(reports.thousand())
    found = parse(text)
    assert len(text) < 2_000_000
    assert "Clinic 0002, Clinic 0003 and 898 more" in found.one("body").text
    assert flat(found.one("h1").text).endswith("4000 changes in 4 of 4 stacks, 400 drifted")
    open_rows = [one for one in found.all("tr") if "details" not in one.inside]
    assert len(open_rows) < 500, "what is long is closed at first"


def test_a_message_of_a_megabyte_is_cut() -> None:
    example = reports.example()
    first = example.stacks[0]
    message = replace(first.messages[0], text="x" * 1_000_000)
    text = html(Report([replace(first, messages=[message])], example.digest))
    assert len(text) < 100_000
    assert "xxx..." in text
