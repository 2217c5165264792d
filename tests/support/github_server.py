"""What our workflows ask of GitHub's API, on a loopback socket: a token may do what its job's permissions say."""

import json
import re
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from typing_extensions import Self

REPOSITORY = "acme/wearables"
BOT = "github-actions[bot]"
HEAD = "c0ffee0000000000000000000000000000000001"
MERGED = "beef000000000000000000000000000000000002"

Answer = Any


class GitHubServer(AbstractContextManager["GitHubServer"]):
    """Comments, issues, pull requests and runs, as tests set them and scripts change them."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.issues: list[dict[str, Any]] = []
        self.pulls: list[dict[str, Any]] = []
        self.runs: list[dict[str, Any]] = []
        self.artifacts: dict[int, dict[str, Path]] = {}
        """By run; kept by name."""

        self.expired: set[int] = set()
        """Runs whose artifacts are no longer kept."""

        self.page_size = 100
        self.tokens: dict[str, Mapping[str, str]] = {}
        """The permissions of each job's token."""

        self.writes: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """What GITHUB_API_URL says."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def merge(self, number: int, commit: str = MERGED, base: str = "main") -> None:
        """A pull request was merged as *commit*."""
        merged = {"merged_at": "2026-01-01T00:00:00Z", "merge_commit_sha": commit}
        self.pulls.append({"number": number, "head": {"sha": HEAD}, "base": {"ref": base}, **merged})

    def comment(self, body: str, login: str = BOT) -> dict[str, Any]:
        """Somebody comments."""
        made = {"id": 100 + len(self.comments), "body": body, "user": {"login": login}}
        self.comments.append(made)
        return made

    def issue(self, body: str, title: str = "", login: str = BOT) -> dict[str, Any]:
        """Somebody opens an issue."""
        number = 500 + len(self.issues)
        made = {"number": number, "title": title, "body": body, "state": "open", "user": {"login": login}}
        self.issues.append(made)
        return made

    def allowed(self, token: str, permission: str, level: str) -> bool:
        """Whether a job's token may do that; `write` includes `read`."""
        return self.tokens.get(token, {}).get(permission) in {level, "write"}

    def answer(self, method: str, path: str, query: Mapping[str, str], body: Any, token: str) -> tuple[int, Answer]:
        """Find what is asked for; 403 where the token may not."""
        for pattern, (permission, action) in self._routes().items():
            verb, _, place = pattern.partition(" ")
            match = re.fullmatch(f"/repos/{REPOSITORY}{place}", path)
            if match is None or verb != method:
                continue
            if not self.allowed(token, permission, "read" if method == "GET" else "write"):
                return 403, {"message": "Resource not accessible by integration"}
            if method != "GET":
                self.writes.append(f"{method} {path.removeprefix(f'/repos/{REPOSITORY}')}")
            return 200, action(match, query, body)
        return 404, {"message": "Not Found"}

    def _routes(self) -> dict[str, tuple[str, Callable[..., Answer]]]:
        return {
            r"GET /issues/4\d/comments": ("pull-requests", lambda *_: self.comments),
            r"POST /issues/4\d/comments": ("pull-requests", lambda _, __, body: self.comment(body["body"])),
            r"PATCH /issues/comments/(\d+)": ("pull-requests", self._edit_comment),
            r"GET /issues": ("issues", lambda *_: [one for one in self.issues if one["state"] == "open"]),
            r"POST /issues": ("issues", lambda _, __, body: self.issue(body["body"], body["title"])),
            r"PATCH /issues/(\d+)": ("issues", self._edit_issue),
            r"POST /issues/5\d\d/comments": ("issues", lambda _, __, body: self.comment(body["body"])),
            r"GET /commits/(\w+)/pulls": ("pull-requests", lambda *_: self.pulls),
            r"GET /actions/workflows/pr\.yml/runs": ("actions", self._runs),
            r"GET /actions/runs/(\d+)/artifacts": ("actions", self._kept),
        }

    def _edit_comment(self, match: re.Match[str], _: object, body: Mapping[str, Any]) -> Answer:
        (found,) = [one for one in self.comments if one["id"] == int(match[1])]
        found.update(body)
        return found

    def _edit_issue(self, match: re.Match[str], _: object, body: Mapping[str, Any]) -> Answer:
        (found,) = [one for one in self.issues if one["number"] == int(match[1])]
        found.update(body)
        return found

    def _runs(self, _: object, query: Mapping[str, str], __: object) -> Answer:
        wanted = {"head_sha": query["head_sha"], "event": query["event"], "conclusion": query["status"]}
        found = [one for one in reversed(self.runs) if wanted.items() <= one.items()]
        return {"workflow_runs": found}

    def _kept(self, match: re.Match[str], query: Mapping[str, str], _: object) -> Answer:
        run = int(match[1])
        kept = [name for name in self.artifacts.get(run, {}) if name == query["name"]]
        return {"artifacts": [{"name": name, "expired": run in self.expired} for name in kept]}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                url = urlsplit(self.path)
                query = {key: values[0] for key, values in parse_qs(url.query).items()}
                size = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(size)) if size else None
                token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
                code, answer = server.answer(self.command, url.path, query, body, token)
                link = ""
                if isinstance(answer, list):
                    page = int(query.get("page", "1"))
                    size = min(int(query.get("per_page", "30")), server.page_size)
                    if len(answer) > page * size:
                        link = f'<{server.url}{url.path}?{_without_page(url.query)}&page={page + 1}>; rel="next"'
                    answer = answer[(page - 1) * size : page * size]
                text = json.dumps(answer).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                if link:
                    self.send_header("Link", link)
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PATCH = _do  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def _without_page(query: str) -> str:
    return re.sub(r"&page=\d+", "", query)
