"""What `create` and `update` of a ConnectionImport do: settle what is open, import what is new or changed, in parts."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pulumi.runtime import rpc

from pulumi_junction.core.changes import several
from pulumi_junction.core.connections import Connection
from pulumi_junction.core.import_inputs import DEFAULT_WAIT
from pulumi_junction.core.importing import Open, Outcome, changed, import_part, kind_of, parts, settled
from pulumi_junction.core.settling import Before, UnsettledError, look
from pulumi_junction.core.values import UNKNOWN, Problem
from pulumi_junction.errors import CanceledError, JunctionError
from pulumi_junction.providers import cancellation
from pulumi_junction.providers.bridge import PartialFailure, current_urn, name_of, progress, tell, warn
from pulumi_junction.providers.pull_session import PullSession, Values

PLACE = ("provider", "team", "env", "region")
"""A change of one of these is another import: a replacement, of which the old one sends nothing."""

COMPUTED = ("imported", "unsettled")

MOST_NAMED = 10

IMPORT_ANEW = "`pulumi up --replace URN` imports all of the resource again."


class Credentials:
    """What `check` has read, until `create` or `update` sends it: state and inputs hold fingerprints only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_urn: dict[str, dict[str, Connection]] = {}
        self._users: dict[str, tuple[tuple[object, ...], frozenset[str]]] = {}

    def __reduce__(self) -> Any:
        raise TypeError("credentials are not to be pickled")

    def keep(self, urn: str, values: Values, connections: Iterable[Connection]) -> Iterator[Problem]:
        """Keep those of a resource, in place of what was kept of it before.

        Finds those of another resource of this run: which of both counts would be a matter of who comes last.
        """
        kept, place = {one.user_id: one for one in connections}, tuple(values.get(key) for key in PLACE)
        with self._lock:
            others = {other: users for other, (there, users) in self._users.items() if other != urn and there == place}
            self._by_urn[urn], self._users[urn] = kept, (place, frozenset(kept))
            twice = {other: sorted(kept.keys() & users) for other, users in others.items()}
        for other, users in twice.items():
            if users:
                both = f"{name_of(other)} and by {name_of(urn)}"
                yield Problem("connections", f"of user {several(users)} are imported by {both}; leave them to one")

    def forget(self, urn: str) -> None:
        """Hold those of a resource no longer than they are needed."""
        with self._lock:
            self._by_urn.pop(urn, None)

    def of(self, urn: str, fingerprints: Mapping[str, str], users: Sequence[str], salt: str) -> list[Connection]:
        """Return those of these users; a JunctionError where they are not what the fingerprints say."""
        with self._lock:
            kept = self._by_urn.get(urn, {})
        found = [kept[user] for user in users if user in kept and kept[user].fingerprint(salt) == fingerprints[user]]
        if len(found) < len(users):
            raise JunctionError("the credentials are no longer those that were checked.", "Run it again.")
        return found


def apply(session: PullSession, credentials: Credentials, id_: str, values: Values, olds: Values) -> dict[str, Any]:
    """Import what is owed; returns the outputs. Whatever ends it early, state holds who is imported."""
    client, seconds = session.client(values), float(values.get("wait") or DEFAULT_WAIT)
    provider, wanted = values["provider"], values["fingerprints"]
    done = dict(olds.get("fingerprints") or {})
    failed: set[str] = set()
    with session.turn(values):
        _settle(client, values, olds, done, seconds)
        todo = credentials.of(current_urn(), wanted, changed(wanted, done), values["salt"])
        credentials.forget(current_urn())
        sent = 0
        for part in parts(todo):
            progress(_so_far(sent, len(todo)))
            before = Before()
            try:
                cancellation.stop_if_told()
                before = look(client, kind_of(provider))
                outcome = import_part(
                    client, provider, part, before, sleep=cancellation.wait, say=progress, seconds=seconds
                )
            except UnsettledError as problem:
                open_ = Open(_fingerprints(values, part), problem.before, problem.accepted)
                raise _stopped(str(problem), id_, values, done, open_) from None
            except JunctionError as problem:
                if not done and not failed:
                    raise
                what = str(problem)
                if isinstance(problem, CanceledError):
                    so_far = f"{sent:,} of {_people(len(todo))}"
                    what = f"stopped after {so_far}, as Pulumi was told to stop. Run it again."
                raise _stopped(what, id_, values, done) from None
            sent += len(part)
            progress(_so_far(sent, len(todo)))
            done |= {user: wanted[user] for user in outcome.imported}
            failed |= outcome.failed
            _say_untold(outcome)
            if outcome.running:
                what = f"the import of {_people(len(part))} is still in progress after {seconds:.0f} s. Run it again."
                open_ = Open(_fingerprints(values, part), before, True, outcome.running.started_at)
                raise _stopped(what, id_, values, done, open_)
    if failed:
        raise _stopped(_failed(failed), id_, values, done)
    return outputs(values, {user: wanted[user] for user in wanted})


def outputs(values: Values, done: Mapping[str, str]) -> dict[str, Any]:
    """Add to the inputs what came of them."""
    return {**values, "fingerprints": dict(done), "imported": len(done)}


def announce(session: PullSession, values: Values, olds: Values) -> None:
    """Say before anything is sent what will be: whose credentials have changed, how many are new, who is left out."""
    wanted, before = values["fingerprints"], olds.get("fingerprints") or {}
    if UNKNOWN in (wanted, *(values.get(key) for key in PLACE)):
        return
    if olds.get("unsettled"):
        tell("an earlier import ended without an answer: `pulumi up` looks for it at Junction first")
    users = changed(wanted, before)
    known = [user for user in users if user in before]
    if len(users) > len(known):
        of_team = f" of team {values['team']}" if values.get("team") else ""
        where = f"{values['provider']}{of_team} in {values['env']}-{values['region']}"
        tell(f"imports {_people(len(users) - len(known))} into {where}")
    if known:
        tell(f"credentials of user {several(known, MOST_NAMED)} changed, and are imported again")
    _say_left(wanted, before)
    if users:
        try:
            session.require_settings(values)
        except JunctionError as problem:
            warn(f"these connections cannot be imported yet: {problem}")


def _settle(client: Any, values: Values, olds: Values, done: dict[str, str], seconds: float) -> None:
    """Find what became of a part whose answer was lost: adds to *done* who is imported; who failed is tried again."""
    if not olds.get("unsettled"):
        return
    open_ = Open.of(olds["unsettled"])
    found = settled(client, values["provider"], open_, anew=IMPORT_ANEW, sleep=cancellation.wait, seconds=seconds)
    if found is None:
        tell("the import whose answer was lost has started nothing")
        return
    if found.running:
        raise JunctionError("the import whose answer was lost is still in progress.", "Run it again later.")
    tell(f"the import whose answer was lost {'was carried out' if found.imported else 'failed, and is tried again'}")
    _say_untold(found)
    done |= {user: open_.fingerprints[user] for user in found.imported}


def _stopped(
    what: str,
    id_: str,
    values: Values,
    done: Mapping[str, str],
    open_: Open | None = None,
) -> PartialFailure:
    """Keep in state who is imported, and of whom nobody knows."""
    kept = outputs(values, done)
    if open_ is not None:
        kept["unsettled"] = rpc.wrap_rpc_secret(open_.plain())
    return PartialFailure(what, id_, kept)


def _fingerprints(values: Values, part: Iterable[Connection]) -> dict[str, str]:
    return {one.user_id: values["fingerprints"][one.user_id] for one in part}


def _failed(users: Iterable[str]) -> str:
    failed = sorted(users)
    what = f"{_people(len(failed))} could not be imported, of user {several(failed, MOST_NAMED)}."
    return f"{what} Check their credentials and that the users exist; the next `up` tries these again."


def _so_far(done: int, all_: int) -> str:
    return f"importing connections: {done:,} of {all_:,}"


def _say_untold(outcome: Outcome) -> None:
    if outcome.by_status and outcome.imported:
        what = f"the import of {_people(len(outcome.imported))} succeeded as a whole"
        warn(f"{what}; whether it failed for some of them, Junction does not tell afterwards")


def _say_left(wanted: Mapping[str, str], done: Mapping[str, str]) -> None:
    gone = done.keys() - wanted.keys()
    if gone:
        tell(f"{_people(len(gone))} left out: nothing is sent, and the connections stay at Junction")


def _people(count: int) -> str:
    return f"{count:,} connection{'' if count == 1 else 's'}"
