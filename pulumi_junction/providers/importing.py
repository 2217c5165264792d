"""What `create` and `update` of a ConnectionImport do: settle what is open, import what is new or changed, in parts."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pulumi.runtime import rpc

from pulumi_junction.core.changes import several
from pulumi_junction.core.connections import Connection
from pulumi_junction.core.import_inputs import DEFAULT_WAIT
from pulumi_junction.core.importing import PER_REQUEST, Outcome, changed, import_part, kind_of, parts, plain, settled
from pulumi_junction.core.settling import Before, UnsettledError, look
from pulumi_junction.errors import CanceledError, JunctionError
from pulumi_junction.providers import cancellation
from pulumi_junction.providers.bridge import PartialFailure, current_urn, progress, tell, warn
from pulumi_junction.providers.pull_session import PullSession, Values

COMPUTED = ("imported", "unsettled")

MOST_NAMED = 10


class Credentials:
    """What `check` has read, until `create` or `update` sends it: state and inputs hold fingerprints only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_urn: dict[str, dict[str, Connection]] = {}

    def __reduce__(self) -> Any:
        raise TypeError("credentials are not to be pickled")

    def keep(self, urn: str, connections: Iterable[Connection]) -> None:
        """Keep those of a resource, in place of what was kept of it before."""
        with self._lock:
            self._by_urn[urn] = {one.user_id: one for one in connections}

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
    done: dict[str, str] = dict(olds.get("fingerprints") or {})
    failed: set[str] = set()
    with session.turn(values):
        _settle(client, values, olds, done, seconds)
        _say_left(wanted, done)
        todo = credentials.of(current_urn(), wanted, changed(wanted, done), values["salt"])
        for number, part in enumerate(parts(todo)):
            progress(f"importing connections: {number * PER_REQUEST:,} of {len(todo):,}")
            before = Before()
            try:
                cancellation.stop_if_told()
                before = look(client, kind_of(provider))
                outcome = import_part(
                    client, provider, part, before, sleep=cancellation.wait, say=progress, seconds=seconds
                )
            except UnsettledError as problem:
                raise _stopped(str(problem), id_, values, done, part, problem.before) from None
            except JunctionError as problem:
                if not done and not failed:
                    raise
                what = str(problem)
                if isinstance(problem, CanceledError):
                    so_far = f"{number * PER_REQUEST:,} of {_people(len(todo))}"
                    what = f"stopped after {so_far}, as Pulumi was told to stop. Run it again."
                raise _stopped(what, id_, values, done) from None
            done |= {user: wanted[user] for user in outcome.imported}
            failed |= outcome.failed
            _say_untold(outcome)
            if outcome.running:
                what = f"the import of {_people(len(part))} is still in progress after {seconds:.0f} s. Run it again."
                raise _stopped(what, id_, values, done, part, before)
    if failed:
        raise _stopped(_failed(failed), id_, values, done)
    return outputs(values, {user: wanted[user] for user in wanted})


def outputs(values: Values, done: Mapping[str, str]) -> dict[str, Any]:
    """Add to the inputs what came of them."""
    return {**values, "fingerprints": dict(done), "imported": len(done)}


def announce(values: Values, olds: Values) -> None:
    """Say before anything is sent what will be: whose credentials have changed, and how many are new."""
    wanted, before = values["fingerprints"], olds.get("fingerprints") or {}
    if not isinstance(wanted, Mapping) or not isinstance(before, Mapping):
        return
    users = changed(wanted, before)
    known = [user for user in users if user in before]
    if len(users) > len(known):
        tell(f"imports {_people(len(users) - len(known))} into {values['provider']}")
    if known:
        tell(f"credentials of user {several(known, MOST_NAMED)} changed; imports them again")


def _settle(client: Any, values: Values, olds: Values, done: dict[str, str], seconds: float) -> None:
    """Find what became of a part whose answer was lost: adds to *done* who is imported; who failed is tried again."""
    open_ = olds.get("unsettled")
    if not open_:
        return
    sent: Mapping[str, str] = open_["fingerprints"]
    before = Before.of(open_["before"])
    found = settled(client, values["provider"], frozenset(sent), before, sleep=cancellation.wait, seconds=seconds)
    if found is None:
        tell("the import whose answer was lost has started nothing")
        return
    if found.running:
        raise JunctionError("the import whose answer was lost is still in progress.", "Run it again later.")
    tell(f"the import whose answer was lost {'was carried out' if found.imported else 'failed, and is tried again'}")
    _say_untold(found)
    done |= {user: sent[user] for user in found.imported}


def _stopped(
    what: str,
    id_: str,
    values: Values,
    done: Mapping[str, str],
    part: Sequence[Connection] = (),
    before: Before | None = None,
) -> PartialFailure:
    """Keep in state who is imported, and of whom nobody knows."""
    kept = outputs(values, done)
    if before is not None:
        users = [one.user_id for one in part]
        open_ = plain(users, before) | {"fingerprints": {user: values["fingerprints"][user] for user in users}}
        kept["unsettled"] = rpc.wrap_rpc_secret(open_)
    return PartialFailure(what, id_, kept)


def _failed(users: Iterable[str]) -> str:
    failed = sorted(users)
    what = f"{_people(len(failed))} could not be imported, of user {several(failed, MOST_NAMED)}."
    return f"{what} Check their credentials and that the users exist; the next `up` tries these again."


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
