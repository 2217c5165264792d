"""Backends that machines share, on this one: S3 by moto's server, and PostgreSQL with a cluster of its own."""

import logging
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from tests.support import processes
from tests.support.waiting import until

AWS = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any", "AWS_REGION": "us-east-1"}
"""moto takes any; nothing of the developer's own is used."""

DEBIAN = Path("/usr/lib/postgresql")
"""Debian keeps `initdb` and `postgres` off PATH, in a folder for each version."""


NewBackend = Callable[[], str]
"""Makes an empty one; returns its URL."""


@contextmanager
def s3() -> Iterator[NewBackend]:
    """Serve S3; each backend is a bucket. Whoever uses one needs `AWS` in the environment."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # else it prints each request
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()

    def new() -> str:
        bucket = f"states-{uuid4()}"
        httpx.put(f"http://{host}:{port}/{bucket}", trust_env=False).raise_for_status()
        return f"s3://{bucket}?endpoint={host}:{port}&disableSSL=true&s3ForcePathStyle=true&region={AWS['AWS_REGION']}"

    try:
        yield new
    finally:
        server.stop()


@contextmanager
def postgresql(binaries: Path) -> Iterator[NewBackend]:
    """Make a cluster and serve it; each backend is a database."""
    with tempfile.TemporaryDirectory(prefix="junction-postgresql-") as name:
        folder, port = Path(name), _free_port()
        there = ("-h", "127.0.0.1", "-p", str(port), "-U", "pulumi")

        def run(program: str, *args: str) -> processes.Finished:
            return processes.run([*user, str(binaries / program), *args], folder)

        def new() -> str:
            made = run("createdb", *there, name := f"states-{uuid4()}")
            assert made.code == 0, made.text
            return f"postgres://pulumi@127.0.0.1:{port}/{name}?sslmode=disable"

        user = _unprivileged(folder)
        made = run("initdb", "-D", f"{folder}/data", "-U", "pulumi", "-A", "trust", "--no-sync")
        assert made.code == 0, made.text
        options = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off")
        server = (str(binaries / "postgres"), "-D", f"{folder}/data", *(f"--{option}" for option in options))
        with _served([*user, *server], lambda: run("pg_isready", "-q", *there).code == 0, folder):
            yield new


def find_postgresql(path: str, ci: bool, debian: Path = DEBIAN) -> Path:
    """Return the folder of `initdb`, the newest one; without one the test is skipped, but fails where CI runs it."""
    newest = sorted(debian.glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))[-1:]
    found = [*map(str, newest), shutil.which("initdb", path=path)]
    if found[0]:
        return Path(found[0]).parent
    missing = "no PostgreSQL, which the tests of that backend need; run `apt-get install postgresql`"
    if ci:
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)


def _unprivileged(folder: Path) -> Sequence[str]:
    """PostgreSQL refuses to run as root: *folder* is given to somebody who may do nothing else."""
    if os.geteuid() != 0:
        return ()
    shutil.chown(folder, "nobody")
    return ("setpriv", "--reuid=nobody", "--clear-groups", "--")


def _free_port() -> int:
    """PostgreSQL has no way to be given one by the system."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def _served(server: Sequence[str], ready: Callable[[], bool], folder: Path) -> Iterator[None]:
    """Run PostgreSQL until the end of the block; `setpriv` becomes it, so the id is its own."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            server, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        try:
            until(lambda: process.poll() is not None or ready(), "PostgreSQL is ready")
            assert process.poll() is None, os.pread(log.fileno(), 10_000, 0).decode()
            yield
        finally:
            process.send_signal(signal.SIGINT)  # its fast shutdown: clients are cut off
            try:
                process.wait(processes.SECONDS)
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
