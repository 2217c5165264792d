"""`python -m bench.connections 1000 20000`: what moving so many connections costs, and how memory grows with them.

They are exported to a file, and imported from it. As for `bench.pulls`, a plain server in this process makes answers as
they are asked for, so that the command is what is measured. It lists no operations, of which Junction has more after
each part of an import, and every request is answered at once. For each command and count: seconds, those of CPU, the
memory of the command's process at its peak, and the requests.
"""

import argparse
import json
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.harness import environment, run
from bench.pulls import COMMAND

PAGE = 100
FORMS = (("export", "--out", "oura.jsonl"), ("import", "oura.jsonl"))
"""The second one reads what the first one has written."""


class Link(BaseHTTPRequestHandler):
    """So many connections, and whatever is imported is accepted: a page's token is the number of its first one."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one piece
    connections = 0
    moved = 0
    requests = 0

    def do_GET(self) -> None:
        """List no operations."""
        self._answer({"data": [], "next_cursor": None})

    def do_POST(self) -> None:
        """Export a page, or import a part."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/v2/link/bulk_import":
            users = [one["user_id"] for one in body["connections"]]
            Link.moved += len(users)
            self._answer({"user_ids_imported": users, "user_ids_failed": []})
        else:
            first = int(body.get("next_token") or 0)
            last = min(first + PAGE, self.connections)
            Link.moved += last - first
            more = str(last) if last < self.connections else None
            self._answer({"data": [connection(number) for number in range(first, last)], "next_token": more})

    def _answer(self, document: dict[str, Any]) -> None:
        Link.requests += 1
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def connection(number: int) -> dict[str, object]:
    """Make one up; its tokens are about as long as signed ones are."""
    user = str(UUID(int=number))
    return {
        "user_id": user,
        "access_token": f"access-{user}." * 10,
        "refresh_token": f"refresh-{user}." * 10,
        "provider_id": f"account-{user}",
        "expires_at": 1_900_000_000,
        "oauth_scopes": ["daily", "heartrate"],
    }


def main() -> None:
    """Measure and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("connections", type=int, nargs="*", default=[1_000, 20_000], metavar="CONNECTIONS")
    given = arguments.parse_args()
    head = f"{'connections':>12} {'seconds':>8} {'of CPU':>8} {'peak MiB':>9} {'requests':>9}"
    print(f"{'python -m bench.connections':30} {head}")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Link)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        for count in given.connections:
            with tempfile.TemporaryDirectory() as folder:
                for form in FORMS:
                    measure(form, count, server.server_port, Path(folder))
    finally:
        server.shutdown()
        server.server_close()


def measure(form: tuple[str, ...], count: int, port: int, folder: Path) -> None:
    """Run the command and print its line; as many connections as there are must have gone over the wire."""
    env = environment(
        JUNCTION_API_URL=f"http://127.0.0.1:{port}",
        JUNCTION_TEAM_API_KEY="sk_of_the_bench",
        JUNCTION_ENV="sandbox",
        JUNCTION_REGION="us",
    )
    Link.connections, Link.moved, Link.requests = count, 0, 0
    cost = run([str(COMMAND), "connections", *form, "--provider", "oura", "--yes"], folder, env, watch=True)
    name = f"connections {form[0]}"
    if Link.moved != count:
        sys.exit(f"{name}: {Link.moved:,} connections in place of {count:,}")
    figures = f"{cost.seconds:8.1f} {cost.cpu:8.1f} {cost.peak:9.1f} {Link.requests:9,}"
    print(f"{name:30} {count:12,} {figures}", flush=True)


if __name__ == "__main__":
    main()
