"""Rows that are printed after the totals, kept on disk until then."""

import json
import tempfile
from collections.abc import Iterator
from typing import Any


class Spool:
    """For a `with` statement: a file without a name (`TMPDIR` says where), mode 600, gone at the end.

    The totals come first, and thousands of users do not fit into memory. To ask the service twice would be the other
    way, and two answers may differ.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - this class is one

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, item: Any) -> None:
        """Keep what JSON can hold."""
        self._file.write(f"{json.dumps(item)}\n")

    def __iter__(self) -> Iterator[Any]:
        """Read all of it, from the beginning."""
        self._file.seek(0)
        return map(json.loads, self._file)
