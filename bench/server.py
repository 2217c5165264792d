"""`python -m bench.server MILLISECONDS`: a plain management API in a process of its own, each answer that much later.

It answers as Junction's does, keeps what is set, and keeps the requests, so that a bare script can send them again. It
does nothing else: what is measured is the client.
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SENT, FORGET = "/bench/sent", "/bench/forget"


class Api(BaseHTTPRequestHandler):
    """Preferences of any team, in one place."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one piece
    latency = 0.0
    kept: dict[str, dict[str, Any]] = {}  # noqa: RUF012 (one for the whole process)
    sent: list[tuple[str, str, str]] = []  # noqa: RUF012

    def do_GET(self) -> None:
        """Show what teams have; or, for the bench itself, what was sent, and begin anew."""
        if self.path == SENT:
            self._answer(json.dumps(self.sent))
        elif self.path == FORGET:
            self.kept.clear()
            self.sent.clear()
            self._answer("[]")
        else:
            self._late("")
            self._show(parse_qs(urlsplit(self.path).query)["team_id"])

    def do_POST(self) -> None:
        """Set what the body says, and show it."""
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._late(text)
        body = json.loads(text)
        shown = {slug: _shown(asked) for slug, asked in body["providers"].items()}
        for team in body["team_ids"]:
            self.kept[team] = {**self.kept.get(team, {}), **shown}
        self._show(body["team_ids"])

    def _late(self, body: str) -> None:
        self.sent.append((self.command, self.path, body))
        time.sleep(self.latency)

    def _show(self, teams: list[str]) -> None:
        known = [{"team_id": team, "providers": self.kept[team]} for team in teams if team in self.kept]
        self._answer(json.dumps({"data_pull_preferences": known, "next_cursor": None}))

    def _answer(self, text: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _shown(asked: dict[str, Any]) -> dict[str, Any]:
    overrides = {name: _limited(days) for name, days in asked["resource_overrides"].items()}
    return {"default": _limited(asked["default"]), "resource_overrides": overrides}


def _limited(days: dict[str, int]) -> dict[str, int]:
    return {**days, "historical_days_to_pull_limit": 365}


def main() -> None:
    """Serve until the standard input ends, which it does when whoever started this ends."""
    Api.latency = int(sys.argv[1]) / 1000
    with ThreadingHTTPServer(("127.0.0.1", 0), Api) as server:
        server.daemon_threads = True
        print(server.server_port, flush=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
