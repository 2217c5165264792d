"""One run of an import: what is left to send, part by part, with the journal a step ahead of what is sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pulumi_junction.cli.connections.journal import Journal
from pulumi_junction.cli.pulls.following import CLOCK
from pulumi_junction.cli.waiting import Waiting, counted
from pulumi_junction.core.connection_files import CredentialsFile
from pulumi_junction.core.connections import Connection
from pulumi_junction.core.import_inputs import DEFAULT_WAIT
from pulumi_junction.core.importing import Open, Outcome, import_part, kind_of, parts, settled
from pulumi_junction.core.settling import UnsettledError, look
from pulumi_junction.core.values import Problem, Slug
from pulumi_junction.errors import ConfigError, JunctionError

if TYPE_CHECKING:
    from pulumi_junction.api.junction import JunctionClient

WAIT_SECONDS = float(DEFAULT_WAIT)
"""For the end of an operation that does not end within the 20 s of an answer."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was checked. It is read again while it is sent: credentials are never held all at once."""

    file: CredentialsFile
    provider: Slug
    fingerprints: dict[str, str]

    def connections(self, salt: str, skipped: dict[str, str]) -> Iterator[Connection]:
        """Yield those whose fingerprint is not among *skipped*; a ConfigError where they are not what was checked."""
        problems: list[Problem] = []
        seen = 0
        for one in self.file.connections(self.provider, problems):
            fingerprint = one.fingerprint(salt)
            if self.fingerprints.get(one.user_id) != fingerprint:
                break
            seen += 1
            if skipped.get(one.user_id) != fingerprint:
                yield one
        if problems or seen < len(self.fingerprints):
            raise ConfigError(f"{self.file.path} has changed since it was checked.", "Run it again.")


class Run:
    """What is done, and what is left to do."""

    def __init__(self, source: Source, journal: Journal) -> None:
        self.source = source
        self.journal = journal
        self.imported: set[str] = set()
        self.failed: set[str] = set()
        self.skipped = sum(journal.done.get(user) == one for user, one in source.fingerprints.items())
        self.planned = len(source.fingerprints) - self.skipped

    @property
    def left(self) -> int:
        """How many are still to be imported, but for those that failed."""
        return self.planned - len(self.imported) - len(self.failed)

    @property
    def unknown(self) -> int:
        """Of how many nobody knows what became of them."""
        return len(self.journal.sent.fingerprints) if self.journal.sent else 0

    def all(self, client: "JunctionClient", waiting: Waiting) -> None:
        """Import what is left. Whatever ends it early, the journal says how far it came."""
        if self.journal.sent is not None:
            waiting.now("looking for the part whose answer was lost")
            self._settle(client, waiting, self.journal.sent)
        todo = self.source.connections(self.journal.salt, self.journal.done)
        for part in parts(todo):
            waiting.now(f"{self.planned - self.left:,} of {self.planned:,}")
            self._import(client, waiting, part)

    def _import(self, client: "JunctionClient", waiting: Waiting, part: Sequence[Connection]) -> None:
        before = look(client, kind_of(self.source.provider))
        self.journal.sending({one.user_id: self.source.fingerprints[one.user_id] for one in part}, before)
        try:
            outcome = import_part(
                client,
                self.source.provider,
                part,
                before,
                sleep=CLOCK.sleep,
                say=waiting.say,
                seconds=WAIT_SECONDS,
                now=CLOCK.monotonic,
            )
        except UnsettledError as problem:
            if problem.accepted:
                self.journal.accepted()
            raise
        except JunctionError:
            self.journal.ended((), ())  # surely not accepted
            raise
        self._note(outcome, waiting)
        self.failed |= outcome.failed

    def _settle(self, client: "JunctionClient", waiting: Waiting, sent: Open) -> None:
        """Find what became of the part that the last run had sent; whoever failed is tried again."""
        found = settled(
            client,
            self.source.provider,
            sent,
            anew=f"delete {self.journal.path} to import all of them again.",
            sleep=CLOCK.sleep,
            seconds=WAIT_SECONDS,
            now=CLOCK.monotonic,
        )
        if found is None:
            waiting.say("the part whose answer was lost has started nothing; it is sent again")
            self.journal.ended((), ())
            return
        self._note(found, waiting)
        if not found.imported:
            waiting.say("the part whose answer was lost has failed; it is sent again")

    def _note(self, outcome: Outcome, waiting: Waiting) -> None:
        if outcome.running is not None:
            self.journal.accepted(outcome.running.started_at)
            what = f"an import of {counted(outcome.running.total, 'connection')} is still in progress at Junction."
            raise JunctionError(what, "Run it again later.")
        self.journal.ended(outcome.imported, outcome.failed)
        done, wanted = self.journal.done, self.source.fingerprints
        self.imported |= {user for user in outcome.imported if done[user] == wanted.get(user)}
        if outcome.by_status and outcome.imported:
            told = counted(len(outcome.imported), "connection")
            waiting.say(
                f"the import of {told} succeeded as a whole; whether it failed for some, Junction does not tell"
            )
