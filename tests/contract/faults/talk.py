"""A client of the emulator, and a request on a bare socket: what arrives is looked at byte by byte."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from pulumi_junction.emulator.server import ThreadedEmulator
from pulumi_junction.emulator.state import Emulator

ACME = "11111111-1111-4111-8111-111111111111"
HERE = ("production", "us")
BODY = {"team_ids": [ACME], "providers": {"oura": {"default": {"historical_days_to_pull": 7}}}}
BEFORE = {"oura": {"default": 120}}
AFTER = {"oura": {"default": 7}}
PATIENCE = 20
"""Seconds after which a test gives up where nothing should keep it waiting."""

IMPATIENT = httpx.Timeout(PATIENCE, read=0.2)


@contextmanager
def client_of(junction: ThreadedEmulator) -> Iterator[httpx.Client]:
    """Paths are relative to the organisation's environment: `us`."""
    url = f"{junction.url}/v1/org/{junction.org_id}/team_data_pull_preferences/production"
    headers = {"X-Management-Key": junction.management_key}
    with httpx.Client(base_url=url, headers=headers, timeout=PATIENCE, trust_env=False) as http:
        yield http


def send(http: httpx.Client, method: str, **options: Any) -> httpx.Response:
    """A request that sets, resets or reads Oura's days of ACME."""
    query = {"team_id": ACME, "provider": "oura"} if method != "POST" else {}
    return http.request(method, "us", params=query, json=BODY if method == "POST" else None, **options)


def statuses(junction: Emulator) -> list[int]:
    return [request.status for request in junction.requests]


def until_recorded(junction: Emulator, expected: list[int]) -> None:
    """Asked again and again, since nobody tells."""
    end = time.monotonic() + PATIENCE
    while statuses(junction) != expected:
        assert time.monotonic() < end, statuses(junction)
        time.sleep(0.002)


@contextmanager
def raw(url: str, path: str = "/", **headers: str) -> Iterator[socket.socket]:
    """A GET on a bare socket; names of headers are written with underscores."""
    host, _, port = url.removeprefix("http://").partition(":")
    sent = {"Host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as sock:
        sock.sendall("\r\n".join([*lines, "", ""]).encode())
        yield sock


def to_the_end(sock: socket.socket) -> bytes:
    """Everything up to the end of the connection."""
    return b"".join(iter(lambda: sock.recv(65_536), b""))
