"""One browser for the tests of a module, and a page of its own for each.

No longer: while Playwright is at work an event loop runs in this thread, and no other test could start one.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from pulumi_junction.report.html import html
from pulumi_junction.report.model import Report
from tests.support.browser import Visit, find_browser, launch

Visitor = Callable[..., Visit]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium, or what stands for it on PATH."""
    path = find_browser(os.environ.get("PATH", ""), ci=os.environ.get("CI") == "true")
    with sync_playwright() as playwright:
        started = launch(playwright, path)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Visitor]:
    """Open the page of a report as a file, with options of a browser context."""
    contexts = []

    def opened(report: Report, **options: object) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1100, "height": 800}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        file = tmp_path / "report.html"
        file.write_text(html(report), encoding="utf-8")
        visit = Visit(context)
        visit.page.goto(file.as_uri())
        return visit

    yield opened
    for context in contexts:
        context.close()
