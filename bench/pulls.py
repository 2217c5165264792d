"""`python -m bench.pulls 1000 20000`: what `pulls status` of so many users costs, and whether memory grows with them.

Each user has two data providers with four resources each. The pages come from a plain server in this process, not from
the emulator: answers are made as they are asked for, so that the command is what is measured. For each count and form:
seconds, those of CPU, the memory of the command's process at its peak, and how much it printed.
"""

import argparse
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from bench.harness import Cost, environment, run

COMMAND = Path(sys.executable).with_name("pulumi-junction")
FORMS = (("--summary",), ("--csv",), ("--json",), ())
PULL = {
    "range_start": "2025-11-22T00:00:00+00:00",
    "range_end": "2026-11-22T00:00:00+00:00",
    "timeline": {
        "scheduled_at": "2026-11-22T12:00:00+00:00",
        "started_at": "2026-11-22T12:00:01+00:00",
        "ended_at": "2026-11-22T12:00:31+00:00",
    },
    "days_with_data": 300,
    "release": "bench",
    "trace_id": "51cc7d2d72e98ed4eb63e2b0864b39e3",
}
PULLED = {
    "activity": {**PULL, "status": "success"},
    "sleep": {**PULL, "status": "success"},
    "hrv": {**PULL, "status": "retrying", "error_details": "provider_rate_limit_exceeded"},
    "workouts": {**PULL, "status": "failure", "error_details": "retry_quota_exhausted"},
}
PROVIDERS = {slug: {"pulled": PULLED, "not_pulled": ["water"]} for slug in ("oura", "garmin")}


class Pages(BaseHTTPRequestHandler):
    """Introspection of so many users: the cursor is the number of the first one of a page."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    users = 0

    def do_GET(self) -> None:
        """Answer with a page."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        first = int(asked.get("next_cursor", 0))
        last = min(first + int(asked["user_limit"]), self.users)
        data = [{"user_id": str(UUID(int=number)), "provider": PROVIDERS} for number in range(first, last)]
        more = str(last) if last < self.users else None
        body = json.dumps({"data": data, "next": None, "next_cursor": more}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Measure and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("users", type=int, nargs="*", default=[1_000, 20_000], metavar="USERS")
    given = arguments.parse_args()
    print(f"{'python -m bench.pulls':30} {'users':>8} {'seconds':>8} {'of CPU':>8} {'peak MiB':>9} {'printed MiB':>12}")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        for form in FORMS:
            for users in given.users:
                Pages.users = users
                cost = measure(form, server.server_port)
                name, printed = " ".join(["pulls status", *form]), cost.printed / 2**20
                figures = f"{cost.seconds:8.1f} {cost.cpu:8.1f} {cost.peak:9.1f} {printed:12.1f}"
                print(f"{name:30} {users:8,} {figures}", flush=True)
    finally:
        server.shutdown()
        server.server_close()


def measure(form: tuple[str, ...], port: int) -> Cost:
    """Run the command."""
    env = environment(
        JUNCTION_API_URL=f"http://127.0.0.1:{port}",
        JUNCTION_TEAM_API_KEY="sk_of_the_bench",
        JUNCTION_ENV="sandbox",
        JUNCTION_REGION="us",
    )
    return run([str(COMMAND), "pulls", "status", *form], env=env, watch=True)


if __name__ == "__main__":
    main()
