"""Draw the pictures of the docs again: `python -m tests.browser.screenshot`, after the page has changed."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from pulumi_junction.report.html import html
from tests.support import reports
from tests.support.browser import Visit, find_browser, launch
from tests.support.repository import ROOT

IMAGES = ROOT / "docs" / "images"
PICTURES = (("light", "report.png"), ("dark", "report-dark.png"))
WIDTH, HEIGHT = 1100, 1595  # as far as the end of the first stack


def main() -> None:
    """Write both."""
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "report.html"
        page.write_text(html(reports.example()), encoding="utf-8")
        browser = launch(playwright, find_browser(os.environ["PATH"], ci=True))
        for scheme, name in PICTURES:
            size = {"width": WIDTH, "height": HEIGHT}
            visit = Visit(browser.new_context(viewport=size, color_scheme=scheme))  # type: ignore[arg-type]
            visit.page.goto(page.as_uri())
            visit.page.screenshot(path=IMAGES / name, animations="allow", caret="initial")
            print(f"{IMAGES.relative_to(ROOT) / name}: {(IMAGES / name).stat().st_size // 1024} KiB")
        browser.close()


if __name__ == "__main__":
    main()
