"""The report that a page shows is the one that the command writes."""

import re

from tests.support.markdown import Page
from tests.support.repository import ROOT

PAGE = ROOT / "docs" / "report.md"


def test_the_reports_page_shows_a_golden_report() -> None:
    (shown,) = [fence for fence in Page(PAGE).fences() if fence.language == "markdown"]
    found = re.fullmatch(r"<!-- (\S+) -->\s*", shown.note)
    assert found, "a comment before the block names the file"
    assert shown.text == ROOT.joinpath(found[1]).read_text(encoding="utf-8")


def test_the_page_lists_everything_that_fail_on_may_name() -> None:
    from pulumi_junction.cli.report import _WHAT

    rows = re.findall(r"^\| `(\w+)` \| (?:goes|has|was|changes|is) ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == list(_WHAT)
