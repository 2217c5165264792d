"""What an export has written so far: FILE.part, and beside it FILE.part.token, which says how to go on."""

import json
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from pulumi_junction.core import private_files
from pulumi_junction.core.connections import Connection
from pulumi_junction.core.private_files import beside
from pulumi_junction.errors import ConfigError

VERSION = 1

ENDINGS = (".json", ".csv")
"""Of what FILE.part becomes in another form; a run that was killed may leave it."""

Converting = Callable[[BinaryIO, BinaryIO], None]
"""Reads JSON lines from one file, writes them in another form to the other."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How far it is. What FILE.part holds beyond these bytes is of a page that was not written to its end."""

    next_token: str | None = None
    bytes: int = 0
    count: int = 0
    complete: bool = False
    moving: int | None = None
    """The inode of the file that becomes FILE, once it is whole."""


class HalfDone:
    """For a `with` statement, to whose end nobody else may use it. All files are of mode 600 from the start."""

    def __init__(self, out: Path, about: Mapping[str, Any]) -> None:
        self.out = out
        self.part = beside(out, ".part")
        self.token = beside(out, ".part.token")
        self.reached = Reached()
        self._about = {"version": VERSION, **about}
        self._file: BinaryIO | None = None

    def __enter__(self) -> "HalfDone":
        self._file = private_files.reopen(self.part)
        try:
            self._begin(self._file)
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None and self.reached == Reached():  # there is nothing to go on with
            self.part.unlink(missing_ok=True)
            self.token.unlink(missing_ok=True)
        self._close()

    def add(self, connections: Sequence[Connection], next_token: str | None) -> None:
        """Keep a page; it counts once the place behind it is written down."""
        self._open.writelines(json.dumps(one.clear()).encode() + b"\n" for one in connections)
        private_files.save(self._open)
        count = self.reached.count + len(connections)
        self._reach(Reached(next_token, self._open.tell(), count, complete=not next_token))

    def finish(self, convert: Converting | None = None, ending: str = "") -> None:
        """Make FILE of it, whole or not at all."""
        if not _moved(self.out, self.reached):
            ready = self.part if convert is None else self._converted(convert, beside(self.part, ending))
            done = self.reached
            self._reach(Reached(None, done.bytes, done.count, complete=True, moving=ready.stat().st_ino))
            ready.replace(self.out)
            private_files.save_names(self.out.parent)
        for rest in (self.part, self.token, *(beside(self.part, one) for one in ENDINGS)):
            rest.unlink(missing_ok=True)
        private_files.save_names(self.out.parent)

    @property
    def _open(self) -> BinaryIO:
        assert self._file is not None  # noqa: S101 - what is complete takes no more pages
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _begin(self, file: BinaryIO | None) -> None:
        if file is not None:
            self._lock(file)
        reached = self._read()
        if _moved(self.out, reached):
            self.reached = reached or Reached()
        elif file is None:
            self._reach(Reached())
            self._file = self._created()
        else:
            self._go_on(file, reached)

    def _lock(self, file: BinaryIO) -> None:
        private_files.lock(file, self.part)
        if not private_files.is_still(file, self.part):  # another run has just made FILE of it
            raise private_files.in_use(self.part)

    def _created(self) -> BinaryIO:
        try:
            file = private_files.create(self.part)
        except FileExistsError:
            raise private_files.in_use(self.part) from None
        private_files.lock(file, self.part)
        private_files.save_names(self.part.parent)
        return file

    def _converted(self, convert: Converting, ready: Path) -> Path:
        ready.unlink(missing_ok=True)  # of a run that was killed
        with private_files.create(ready) as file:
            self._open.seek(0)
            convert(self._open, file)
            private_files.save(file)
        return ready

    def _go_on(self, file: BinaryIO, reached: Reached | None) -> None:
        if reached is None:
            what = f"{self.part} is there, and nothing says how to go on with it."
            raise ConfigError(what, f"Delete {self.part} to start again.")
        if os.fstat(file.fileno()).st_size < reached.bytes:
            raise ConfigError(f"{self.part} is shorter than it was.", f"Delete {self.part} to start again.")
        file.truncate(reached.bytes)
        file.seek(reached.bytes)
        self._reach(reached)

    def _reach(self, reached: Reached) -> None:
        private_files.put(self.token, json.dumps({**self._about, **asdict(reached)}).encode())
        self.reached = reached

    def _read(self) -> Reached | None:
        """Read how far an earlier run came; without FILE.part that counts for nothing."""
        file = private_files.reopen(self.token)
        if file is None:
            return None
        with file:
            text = file.read()
        told, reached = _parsed(text)
        if reached is None:
            raise ConfigError(f"{self.token} cannot be read.", f"Delete {self.part} and {self.token} to start again.")
        if self.part.exists() and told != self._about and reached != Reached():
            what = f"{self.part} is of another export: other users, another data provider or place."
            raise ConfigError(what, f"Name another file with --out, or delete {self.part} to start again.")
        return reached


def _parsed(text: bytes) -> tuple[Mapping[str, Any], Reached | None]:
    try:
        told = json.loads(text)
        reached = Reached(*(told.pop(name) for name in Reached.__dataclass_fields__))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}, None
    return told, reached


def _moved(out: Path, reached: Reached | None) -> bool:
    """Tell whether FILE is what an earlier run has moved there; anything else there is a ConfigError."""
    try:
        there = out.lstat()
    except FileNotFoundError:
        return False
    if stat.S_ISREG(there.st_mode) and reached is not None and reached.moving == there.st_ino:
        return True
    if out.exists() and not stat.S_ISREG(out.stat().st_mode):
        raise ConfigError(f"{out} is no file: credentials are written to a file of mode 600 only.", "Name another one.")
    raise ConfigError(f"{out} exists already, and is not overwritten.", "Name another one, or delete it.")
