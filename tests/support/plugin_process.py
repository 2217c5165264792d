"""The process that the engine starts for dynamic resources: `python -u -m pulumi.dynamic ENGINE`."""

import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

from typing_extensions import Self

START_SECONDS = 30
STOP_SECONDS = 5


class PluginProcess:
    """`with PluginProcess(...) as process:` ends with the block, whatever happened in it."""

    port: int
    """Where it serves; the first line of its output, as the engine reads it."""

    def __init__(self, engine: str | None, variables: Mapping[str, str], site: Path | None) -> None:
        self._arguments = [engine] if engine is not None else []
        theirs = {name: value for name, value in os.environ.items() if not _decides(name)}
        first = {"PYTHONPATH": str(site)} if site else {}
        self._environment = theirs | {"PULUMI_PROJECT": "shop"} | first | dict(variables)

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory()
        self._errors = Path(self._folder.name, "stderr")
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-u", "-m", "pulumi.dynamic", *self._arguments],
                cwd=self._folder.name,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                bufsize=0,
            )
        try:
            self.port = self._read_port()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    @property
    def printed(self) -> str:
        """What it wrote to stderr: the engine would show that to people."""
        return self._errors.read_text()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def _read_port(self) -> int:
        assert self._process.stdout is not None
        ends = time.monotonic() + START_SECONDS
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self._process.stdout], [], [], max(0, ends - time.monotonic()))
            some = self._process.stdout.read(64) if ready else b""
            if not some:
                raise RuntimeError(f"the plugin did not start: {self.printed or 'no port in time'}")
            line += some
        return int(line)

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(STOP_SECONDS)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._folder.cleanup()


def _decides(variable: str) -> bool:
    """Whether a variable of whoever runs the tests could decide what they find."""
    return variable.startswith(("JUNCTION_", "PULUMI_")) or variable.lower().endswith("_proxy")
