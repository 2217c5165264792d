"""What an import of a file has done so far, in a file beside it: users and fingerprints, and no credential.

Lines of JSON: a header, then for each part `sending` before it is sent, `accepted` where its end was not seen, and
`done` when it is known what became of it. Operations that were listed before are in the first line that knows them.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from pulumi_junction.core import private_files
from pulumi_junction.core.importing import Open
from pulumi_junction.core.pulls import at
from pulumi_junction.core.settling import Before
from pulumi_junction.core.values import Slug
from pulumi_junction.errors import ConfigError

VERSION = 1


@dataclass(frozen=True, slots=True)
class Target:
    """Where connections are imported to."""

    provider: Slug
    env: str
    region: str
    team: str | None
    """The label of the key."""

    def __str__(self) -> str:
        team = f" of team {self.team}" if self.team else ""
        return f"{self.provider}{team} in {self.env}-{self.region}"


class Journal:
    """For a `with` statement, to whose end nobody else may use it. There is no file until the first part is sent."""

    def __init__(self, path: Path, target: Target) -> None:
        self.path = path
        self.target = target
        self.salt = secrets.token_hex(16)
        self.done: dict[str, str] = {}
        """Fingerprints of what was imported, by user."""

        self.sent: Open | None = None
        """The part that was about to be sent, and of which nothing else is known."""

        self._listed = Before()
        self._file: BinaryIO | None = None

    def __enter__(self) -> "Journal":
        self._file = private_files.reopen(self.path)
        if self._file is not None:
            try:
                private_files.lock(self._file, self.path)
                self._read(self._file)
            except BaseException:
                self._file.close()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def sending(self, fingerprints: Mapping[str, str], before: Before) -> None:
        """Note a part before it is sent."""
        self.sent = Open(dict(fingerprints), before)
        self._write({"sending": self.sent.fingerprints, "before": Before(before.known - self._listed.known).plain()})
        self._listed = before

    def accepted(self, started_at: datetime | None = None) -> None:
        """Note that it was accepted, and the start of its operation, where that was seen."""
        assert self.sent is not None  # noqa: S101
        self.sent = replace(self.sent, accepted=True, started_at=started_at)
        self._write({"accepted": True, "started_at": None if started_at is None else at(started_at)})

    def ended(self, imported: Iterable[str], failed: Iterable[str]) -> None:
        """Note what became of it; whoever is neither was not sent."""
        assert self.sent is not None  # noqa: S101
        users = sorted(imported)
        self.done |= {user: self.sent.fingerprints[user] for user in users}
        self.sent = None
        self._write({"done": users, "failed": sorted(failed)})

    def _write(self, line: Mapping[str, Any]) -> None:
        if self._file is None:
            self._file = self._created()
        self._append(self._file, line)

    def _created(self) -> BinaryIO:
        try:
            file = private_files.create(self.path)
        except FileExistsError:
            raise private_files.in_use(self.path) from None
        private_files.lock(file, self.path)
        self._append(file, self._header())
        private_files.save_names(self.path.parent)
        return file

    def _append(self, file: BinaryIO, line: Mapping[str, Any]) -> None:
        file.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
        private_files.save(file)

    def _header(self) -> dict[str, Any]:
        return {"version": VERSION, "salt": self.salt, **asdict(self.target)}

    def _read(self, file: BinaryIO) -> None:
        """Take over what is there; a last line that was not written to its end counts for nothing."""
        whole, number = 0, 0
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):
                number -= 1
                break
            self._take(number, line)
            whole += len(line)
        file.seek(whole)
        file.truncate()
        if number == 0:
            self._append(file, self._header())

    def _take(self, number: int, line: bytes) -> None:
        try:
            members = json.loads(line)
            if number == 1:
                self._begin(members)
            elif "sending" in members:
                self._listed = Before(self._listed.known | Before.of(members["before"]).known)
                self.sent = Open(dict(members["sending"]), self._listed)
            elif self.sent is None:
                raise ValueError("what is done was not sent")
            elif "accepted" in members:
                started = members["started_at"]
                self.sent = replace(self.sent, accepted=True, started_at=started and datetime.fromisoformat(started))
            else:
                self.done |= {user: self.sent.fingerprints[user] for user in members["done"]}
                self.sent = None
            return
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            pass
        hint = "Delete it to import everything again, which is safe where the credentials are still the newest."
        raise ConfigError(f"{self.path} cannot be read (line {number}).", hint)

    def _begin(self, header: Mapping[str, Any]) -> None:
        salt = header["salt"]
        if header["version"] != VERSION or not isinstance(salt, str):
            raise ValueError("another version")
        target = Target(*(header[name] for name in ("provider", "env", "region", "team")))
        if target != self.target:
            hint = f"Import into that; or move it away, and all connections are imported into {self.target}."
            raise ConfigError(f"{self.path} tells of an import into {target}.", hint)
        self.salt = salt
