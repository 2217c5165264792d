"""Connections in a file: JSON lines, a JSON array, or CSV. One row at a time, but for an array."""

import csv
import itertools
import json
import os
import re
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from pulumi_junction.core.connections import FIELDS, Connection, of_each_user
from pulumi_junction.core.masked import masked
from pulumi_junction.core.values import Problem, Slug
from pulumi_junction.errors import ConfigError

MOST_PROBLEMS = 20
LARGEST_ARRAY = 256 * 2**20  # bytes; JSON lines and CSV have no limit


class CredentialsFile:
    """A file of connections. Whatever is said of it names places, and never shows what stands there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def rows(self) -> Iterator[tuple[str, object]]:
        """Yield each row with its place; a ConfigError where the file cannot be read.

        What went wrong inside is dropped: its frames hold what stands in the file.
        """
        try:
            with open(self.path, encoding="utf-8-sig", newline="", opener=_at_once) as file:
                self._refuse_others(file)
                for place, row in self._rows(file):
                    yield place, masked(row)
                return
        except ConfigError as reason:
            problem = ConfigError(reason.what, reason.hint)
        except UnicodeDecodeError:
            problem = ConfigError(f"{self.path} is no UTF-8 text.")
        except OSError as reason:
            where = "" if self.path.is_absolute() else f", looked for in {Path.cwd()}"
            problem = ConfigError(f"{self.path} cannot be read ({reason.strerror}{where}).")
        except ValueError:  # the path has a character that no path has
            problem = ConfigError("the path of the file is none.")
        row = None  # of the line before
        raise problem

    def connections(self, provider: Slug, problems: list[Problem]) -> Iterator[Connection]:
        """Yield what is right; what is wrong is noted, at most 20 times and then counted by nobody."""
        few = itertools.takewhile(lambda _: len(problems) < MOST_PROBLEMS, self.rows())
        return of_each_user(few, provider, problems)

    def _refuse_others(self, file: TextIO) -> None:
        mode = os.fstat(file.fileno()).st_mode
        if not stat.S_ISREG(mode):
            raise ConfigError(f"{self.path} is no file.", "It is read more than once: name a file of mode 600.")
        if mode & 0o077:
            hint = f"Run `chmod 600 {shlex.quote(str(self.path))}`."
            raise ConfigError(f"{self.path} holds credentials, and others may read it.", hint)

    def _rows(self, file: TextIO) -> Iterator[tuple[str, object]]:
        start = file.read(1)
        while start and start.isspace():
            start = file.read(1)
        file.seek(0)
        if start == "[":
            yield from self._array(file)
        elif start == "{":
            yield from self._lines(file)
        elif start:
            yield from self._csv(file)

    def _array(self, file: TextIO) -> Iterator[tuple[str, object]]:
        text = file.read(LARGEST_ARRAY + 1)
        if len(text) > LARGEST_ARRAY:
            raise ConfigError(f"{self.path} is too large for a JSON array.", "Write one object a line (JSON lines).")
        rows = self._json(text, "the file")
        for number, row in enumerate(rows, start=1):
            yield f"row {number}", row

    def _lines(self, file: TextIO) -> Iterator[tuple[str, object]]:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield f"line {number}", self._json(line, f"line {number}")

    def _csv(self, file: TextIO) -> Iterator[tuple[str, object]]:
        rows = csv.DictReader(file, strict=True)
        try:
            names = rows.fieldnames = [name.strip() for name in rows.fieldnames or []]
            missing = [name for name in FIELDS[:-1] if name not in names]
            if missing:
                hint = f"The first line of a CSV file names the columns: {', '.join(FIELDS)} (the last may be missing)."
                if len(names) == 1 and re.search(f"{FIELDS[0]}\\s*[;\t|]", names[0]):
                    hint = f"Its columns are not apart by commas; save it with commas. {hint}"
                raise ConfigError(f"{self.path} has no column {missing[0]}, and is no JSON.", hint)
            if len(set(names)) < len(names):
                raise ConfigError(f"{self.path} names a column twice.", "Leave one of them out.")
            for row in rows:
                yield f"line {rows.line_num}", _typed(row)
        except csv.Error:
            raise ConfigError(f"{self.path}: line {rows.reader.line_num} is no CSV.") from None

    def _json(self, text: str, where: str) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            pass
        raise ConfigError(f"{self.path}: {where} is no JSON.", "One object a line, an array of objects, or CSV.")


def _at_once(path: str, flags: int) -> int:
    """Open what is no file without waiting for somebody to write to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _typed(row: dict[str | Any, Any]) -> dict[str, object]:
    """Read a row of texts: a number where there has to be one, scopes apart by spaces, nothing where nothing stands."""
    typed: dict[str, object] = {str(name): value for name, value in row.items() if name is not None}
    if None in row:
        typed["a column without a name"] = ""
    expires = str(typed.get("expires_at") or "").strip()
    if expires.isascii() and expires.isdecimal() and len(expires) < 19:
        typed["expires_at"] = int(expires)
    scopes = str(typed.pop("oauth_scopes", None) or "").split()
    return typed | ({"oauth_scopes": scopes} if scopes else {})
