"""The little that the workflows ask of GitHub's API; nothing but the standard library, and one line where it fails."""

import json
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

SECONDS = 30


class Refused(Exception):
    """Why the job ends here, and what to do: one line."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """`urllib` would take the token along to wherever it is sent."""

    def redirect_request(self, *_: Any) -> None:
        return None


class GitHub:
    """The repository that the job runs for, with the job's own token."""

    def __init__(self) -> None:
        self._base = f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}"
        self._token = os.environ["GITHUB_TOKEN"]
        self._opener = urllib.request.build_opener(_NoRedirects)

    def get(self, path: str) -> Any:
        """One answer."""
        return self._send("GET", self._base + path)[0]

    def send(self, method: str, path: str, body: dict[str, Any]) -> Any:
        """Write something."""
        return self._send(method, self._base + path, body)[0]

    def pages(self, path: str) -> Iterator[dict[str, Any]]:
        """Everything in a list, however many pages it has."""
        url = f"{self._base}{path}{'&' if '?' in path else '?'}per_page=100"
        while url:
            found, link = self._send("GET", url)
            yield from found
            following = re.search(r'<([^>]+)>; *rel="next"', link)
            url = following[1] if following else ""

    def _send(self, method: str, url: str, body: dict[str, Any] | None = None) -> tuple[Any, str]:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Accept": "application/vnd.github+json",
            "Content-Type": "application/json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, headers, method=method)
        what = f"{method} {url.removeprefix(self._base).partition('?')[0]}"
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                return json.load(answer), answer.headers.get("Link") or ""
        except urllib.error.HTTPError as problem:
            problem.close()
            hint = "; see `permissions:` of the job" if problem.code in (401, 403, 404) else ""
            raise Refused(f"GitHub answered {problem.code} to {what}{hint}.") from None
        except (OSError, ValueError):
            raise Refused(f"GitHub did not answer {what}; re-run the job.") from None


def own() -> str:
    """Who we are in comments and issues: theirs are not touched, whatever they begin with."""
    return os.environ.get("AUTHOR") or "github-actions[bot]"


def run(main: Callable[[], None]) -> None:
    """Do it; where it is refused say so in one line, which GitHub shows on the run's page."""
    try:
        main()
    except Refused as reason:
        sys.exit(f"::error::{reason}" if os.environ.get("GITHUB_ACTIONS") else f"error: {reason}")
