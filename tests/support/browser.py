"""A real browser in tests: Debian's, driven by Playwright, whose own downloads are not used."""

import os
import shutil

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_browser(path: str, ci: bool) -> str:
    """Return the browser; without one the test is skipped, but fails where CI runs it."""
    found = next(filter(None, (shutil.which(name, path=path) for name in _NAMES)), None)
    if found is not None:
        return found
    missing = "no chromium, which the tests of the page need; run `apt-get install chromium`"
    if ci:
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)


def launch(playwright: Playwright, path: str) -> Browser:
    """Start it without a window; root has no sandbox to run it in, nor has many a machine of CI."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 or os.environ.get("CI") == "true" else []
    return playwright.chromium.launch(executable_path=path, args=[*sandbox, "--disable-background-networking"])


class Visit:
    """One page in a browser of its own cookies; remembers what it asked for and what went wrong."""

    def __init__(self, context: BrowserContext) -> None:
        context.set_default_timeout(10_000)
        self.page: Page = context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        context.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
