"""Whose pulls are triggered: users from arguments, a file, standard input, or all that introspection knows."""

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pulumi_junction.cli.failures import UsageProblem
from pulumi_junction.cli.waiting import Waiting, complain, counted
from pulumi_junction.core.identity import uuid
from pulumi_junction.core.values import Slug

if TYPE_CHECKING:
    from pulumi_junction.api.junction import JunctionClient

STDIN = "-"
_SHOWN = 40
"""Characters of a text that is no UUID: whoever gives the wrong file wants no page of it."""


@dataclass
class _Ids:
    """UUIDs in the order in which they came, each once."""

    seen: dict[str, None] = field(default_factory=dict)
    duplicates: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, text: str, where: str) -> None:
        user = uuid(text.strip())
        if user is None:
            shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
            self.wrong.append(f"{where}: {shown!r} is not the UUID of a user")
        elif user in self.seen:
            self.duplicates += 1
        else:
            self.seen[user] = None

    def checked(self, whence: str) -> list[str]:
        """Return them; anything wrong, or none at all, is a UsageProblem."""
        if self.wrong:
            more = f" (and {len(self.wrong) - 1:,} more)" if len(self.wrong) > 1 else ""
            raise UsageProblem(f"{self.wrong[0]}{more}.")
        if not self.seen:
            raise UsageProblem(f"{whence} names no users.")
        if self.duplicates:
            complain(f"{counted(self.duplicates, 'duplicate')} dropped.")
        return list(self.seen)


def named(arguments: Sequence[str]) -> list[str]:
    """Take users from the command line."""
    ids = _Ids()
    for text in arguments:
        ids.add(text, "USER")
    return ids.checked("USER")


def from_file(name: str) -> list[str]:
    """Take users from a file, or from standard input."""
    ids = _Ids()
    shown = "standard input" if name == STDIN else name
    try:
        if name == STDIN:
            _add(sys.stdin, shown, ids)
        else:
            with Path(name).open(encoding="utf-8") as lines:
                _add(lines, shown, ids)
    except OSError as problem:
        raise UsageProblem(f"--users-file {name}: {problem.strerror or type(problem).__name__}.") from None
    except UnicodeDecodeError:
        raise UsageProblem(f"{shown} is not UTF-8 text; write one UUID per line.") from None
    except csv.Error:
        raise UsageProblem(f"{shown} is no CSV; write one UUID per line.") from None
    return ids.checked(shown)


def _add(lines: Iterable[str], shown: str, ids: _Ids) -> None:
    """One UUID per line, or CSV whose first column is `user_id`; blank lines and # comments do not count."""
    reader = csv.reader(_without_comments(lines))
    table: bool | None = None
    for row in reader:
        if not any(map(str.strip, row)):
            continue
        if table is None:
            table = row[0].strip().lower() == "user_id"
            if table:
                continue
        ids.add(row[0] if table else ",".join(row), f"{shown}:{reader.line_num}")


def _without_comments(lines: Iterable[str]) -> Iterator[str]:
    """Empty them, so that lines keep their numbers; a mark that some editors begin files with goes, too."""
    for number, line in enumerate(lines):
        text = line.removeprefix("\ufeff") if number == 0 else line
        yield "\n" if text.lstrip().startswith("#") else text


def known_to(client: "JunctionClient", slug: Slug, waiting: Waiting) -> list[str]:
    """Read every user whom introspection knows with this data provider: of each only the id is kept."""
    seen: dict[str, None] = {}
    for user in client.historical_pulls(provider=slug):
        if slug in user.providers:
            seen[user.user_id] = None
            waiting.now(counted(len(seen), "user"))
    return list(seen)
