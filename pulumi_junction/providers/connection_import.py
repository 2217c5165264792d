"""The dynamic provider behind ConnectionImport: credentials become fingerprints before anything is stored.

This module's path and the class's name are in people's state: they never change.
"""

import hashlib
import secrets
from typing import Any

from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    ConfigureRequest,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)

from pulumi_junction.core import catalogue, import_inputs
from pulumi_junction.core.team_inputs import judge
from pulumi_junction.errors import JunctionError
from pulumi_junction.providers import cancellation, importing
from pulumi_junction.providers.bridge import bag, clean, current_urn, plain, tell, warn
from pulumi_junction.providers.pull_session import PullSession

Props = dict[str, Any]

MOST_PROBLEMS = 50


class ConnectionImportProvider(ResourceProvider):
    """State holds this class's name and nothing of an instance: no settings, no key, no credentials."""

    serialize_as_secret_always = False

    def __reduce__(self) -> tuple[type["ConnectionImportProvider"], tuple[()]]:
        return ConnectionImportProvider, ()

    def configure(self, req: ConfigureRequest) -> None:
        """Remember where settings are; they are looked up at the first request."""
        self._session = PullSession(lambda key: req.config.get(key))
        self._credentials = importing.Credentials()
        cancellation.listen()

    @clean
    def check(self, olds: Props, news: Props) -> CheckResult:
        """Read and check all rows; what goes on from here is a fingerprint for each user."""
        before = plain(olds)
        salt = before.get("salt") or hashlib.sha256(current_urn().encode()).hexdigest()[:32]
        read = import_inputs.normalise(plain(news), str(salt))
        errors, warnings = judge(read.values["provider"], catalogue.load())
        for warning in warnings:
            warn(str(warning))
        twice = self._credentials.keep(current_urn(), read.values, read.connections)
        problems = [str(problem) for problem in (*read.problems, *errors, *twice)]
        if len(problems) > MOST_PROBLEMS:
            problems[MOST_PROBLEMS:] = [f"and {len(problems) - MOST_PROBLEMS} more problems"]
        self._session.note_checked(current_urn())
        if not problems and not before:  # else `diff` says it, which knows who is imported
            importing.announce(self._session, read.values, {})
        return CheckResult(bag(read.values), [CheckFailure("", problem) for problem in problems])

    @clean
    def diff(self, id_: str, olds: Props, news: Props) -> DiffResult:
        """Leave the comparison to the engine; another place or data provider is a replacement."""
        was, now = plain(olds), plain(news)
        moved = _moved(was, now)
        if moved:
            return DiffResult(replaces=moved)
        if self._session.was_checked(current_urn()):
            importing.announce(self._session, now, was)
        return DiffResult(changes=True) if "unsettled" in was else DiffResult()

    @clean
    def create(self, props: Props) -> CreateResult:
        """Import all connections."""
        values = plain(props)
        id_ = f"{values['provider']}/{secrets.token_hex(4)}"
        return CreateResult(id_, bag(importing.apply(self._session, self._credentials, id_, values, {})))

    @clean
    def update(self, id_: str, olds: Props, news: Props) -> UpdateResult:
        """Import new connections, and those with other credentials."""
        values = plain(news)
        return UpdateResult(bag(importing.apply(self._session, self._credentials, id_, values, plain(olds))))

    @clean
    def read(self, id_: str, props: Props) -> ReadResult:
        """Tell what was imported: Junction has no way to ask, but an export, and that shows credentials."""
        self._session.note_read(current_urn())
        olds = plain(props)
        if "imported" not in olds:
            raise JunctionError(
                "an import is something that was done once, and cannot be read or imported.",
                "`export_connections` reads connections.",
            )
        inputs = {key: value for key, value in olds.items() if key not in importing.COMPUTED}
        return ReadResult(id_, bag(olds), bag(inputs))

    @clean
    def delete(self, id_: str, props: Props) -> None:
        """Send nothing: connections are their users', and stay."""
        tell("nothing is sent: connections that were imported stay at Junction")


def _moved(was: Props, now: Props) -> list[str]:
    return [key for key in importing.PLACE if was and was.get(key) != now.get(key)]
