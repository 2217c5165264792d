"""What `create`, `update` and `read` of a HistoricalPullTrigger do: settle what is open, trigger what is owed, wait."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pulumi.runtime import rpc

from pulumi_junction.core import throttle
from pulumi_junction.core.identity import UUID
from pulumi_junction.core.pulls import Operation
from pulumi_junction.core.settling import Before, UnsettledError, begun_since
from pulumi_junction.core.throttle import in_words
from pulumi_junction.core.triggering import PullService, kind_of, owed, trigger, triggers_differ
from pulumi_junction.core.values import UNKNOWN, has_unknowns
from pulumi_junction.core.watching import look_again
from pulumi_junction.errors import CanceledError, JunctionError
from pulumi_junction.providers import cancellation
from pulumi_junction.providers.bridge import PartialFailure, progress, tell, warn
from pulumi_junction.providers.pull_session import PullSession, Values

_STRANGERS = ", as far as is known: what was started since is of another number of connections"

POLL_SECONDS = 5.0
"""Between two looks at an operation that is waited for."""


def apply(session: PullSession, id_: str, values: Values, olds: Values) -> dict[str, Any]:
    """Trigger what is owed; returns the outputs.

    While nobody knows whether a trigger was accepted, it fails with a PartialFailure: state remembers what is open, and
    the next run looks for the operation before it sends anything.
    """
    client = session.client(values)
    with session.turn(values), _naming_nobody():
        olds = _settled(client, values, olds)
        users = owed(values, olds)
        _say_left(values, olds)
        if not users:
            return outputs(values, olds.get("operation"), olds.get("window_seconds"))
        cancellation.stop_if_told()
        progress(f"triggering pulls of {_people(len(users))}")
        wait = values.get("wait") or 0
        ends = time.monotonic() + wait
        try:
            operation = trigger(client, values["provider"], users, sleep=cancellation.wait, say=progress)
        except UnsettledError as problem:
            open_ = {
                "users": users,
                "before": problem.before.plain(),
                "triggers": values.get("triggers"),
            }
            kept = {**_done(values, olds), "unsettled": rpc.wrap_rpc_secret(open_)}
            raise PartialFailure(str(problem), id_, kept) from None
    if operation is None:
        warn("Junction accepted the trigger, but lists no operation for it, so its progress cannot be shown")
    elif wait:
        operation = _waited(session, values, operation, ends)
        if not (operation.running or operation.ended_well):
            what = f"the operation ended with {operation.status}: {_progress(operation)}."
            kept = {**_done(values, olds), "operation": _without_nothing(operation.plain())}
            raise PartialFailure(f"{what} Run it again to trigger these pulls again.", id_, kept)
    return outputs(values, None if operation is None else operation.plain(), _window(values, len(users)))


def outputs(values: Values, operation: Mapping[str, Any] | None, window: float | None) -> dict[str, Any]:
    """Add to the inputs what came of them; *window* is that of the pulls that were triggered last."""
    return {**values, "operation": _without_nothing(operation), "window_seconds": int(window or 0)}


def _window(values: Values, count: int) -> int:
    return throttle.rate_of(values["provider"]).seconds(count)


def _without_nothing(operation: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Leave `ended_at` out while there is none: the engine drops it on some ways and keeps it on others."""
    return None if operation is None else {key: value for key, value in operation.items() if value is not None}


def refreshed(session: PullSession, olds: Values) -> dict[str, Any]:
    """Read how far the operation is. Nothing here can drift, so what cannot be read stays as it was."""
    known = olds.get("operation")
    if not known:
        return dict(olds)
    before = Operation.of(known)
    try:
        found = look_again(session.client(olds), before)
    except JunctionError as problem:
        warn(f"how far the operation is could not be read: {_nameless(problem)}")
        return dict(olds)
    if found is None:
        return dict(olds)
    if before.running and not (found.running or found.ended_well):
        again = "change `triggers` to trigger all again"
        left = f"`pulumi-junction pulls status --provider {found.provider} --days-below DAYS` shows who is left"
        warn(f"the operation ended with {found.status}: {_progress(found)}; {left}; {again}")
    return {**olds, "operation": _without_nothing(found.plain())}


def announce(session: PullSession, values: Values, olds: Values) -> None:
    """Say before anything is sent what will be: creating and changing look alike in a preview."""
    if UNKNOWN in (values["provider"], values["users"], values["env"], values["region"], values.get("team")):
        return
    users = owed(values, olds)
    if users:
        seconds = throttle.rate_of(values["provider"]).seconds(len(users))
        lasts = f"; the last one starts after {in_words(seconds)} or later" if seconds else ""
        maybe = ""
        if olds and has_unknowns(values.get("triggers")):
            maybe = ", if what triggers it changes"
        if "unsettled" in olds:
            maybe = ", unless the trigger whose answer was lost was accepted"
        tell(f"triggers historical pulls of {_people(len(users))} from {values['provider']}{maybe}{lasts}")
        try:
            session.require_settings(values)
        except JunctionError as problem:
            warn(f"these pulls cannot be triggered yet: {problem}")


def _settled(client: PullService, values: Values, olds: Values) -> Values:
    """Return the state as it is once an earlier trigger's operation was found, or was not."""
    open_ = olds.get("unsettled")
    if not open_:
        return olds
    users = open_["users"]
    found, others = begun_since(client, kind_of(values["provider"]), Before.of(open_["before"]), len(users))
    rest = {key: value for key, value in olds.items() if key != "unsettled"}
    if found is None:
        tell("the trigger whose answer was lost has started nothing" + (_STRANGERS if others else ""))
        return rest
    tell(f"the trigger whose answer was lost was accepted: {_progress(found)}")
    again = triggers_differ(open_, olds)
    had = {} if again else olds.get("users") or {}
    triggers = {"triggers": open_["triggers"]} if open_.get("triggers") is not None else {}
    done = {key: value for key, value in rest.items() if key != "triggers"}
    came = {"operation": found.plain(), "window_seconds": _window(values, len(users))}
    return {**done, **triggers, **came, "users": {**had, **dict.fromkeys(users, "")}}


def _done(values: Values, olds: Values) -> dict[str, Any]:
    """What state may say after a failure: that nothing new was triggered."""
    kept = {key: olds[key] for key in ("triggers",) if key in olds}
    before = {**values, "users": olds.get("users") or {}}
    shown = outputs(before, olds.get("operation"), olds.get("window_seconds"))
    return {key: value for key, value in shown.items() if key != "triggers"} | kept


def _waited(session: PullSession, values: Values, operation: Operation, ends: float) -> Operation:
    """Look at it until it ends or the time is up. It goes on at Junction whatever happens here."""
    while operation.running:
        left = ends - time.monotonic()
        if left <= 0:
            warn(f"the operation is still in progress after {values['wait']} s: {_progress(operation)}")
            return operation
        progress(_progress(operation))
        try:
            cancellation.wait(min(POLL_SECONDS, left))
            found = look_again(session.client(values), operation)
            if found is None:
                warn("not waiting any longer, as Junction lists the operation no more; what became of it is not known")
                return operation
            operation = found
        except CanceledError:
            warn("not waiting any longer, as Pulumi was told to stop; the operation goes on at Junction")
            return operation
        except JunctionError as problem:
            why = _nameless(problem)
            warn(f"not waiting any longer, as how far it is cannot be read; the operation goes on: {why}")
            return operation
    return operation


def _say_left(values: Values, olds: Values) -> None:
    gone = (olds.get("users") or {}).keys() - values["users"].keys()
    if gone:
        tell(f"{_people(len(gone))} left out: nothing is sent, and what was triggered for them goes on")


@contextmanager
def _naming_nobody() -> Iterator[None]:
    """Let a failure out without what the service says of users: who they are may be a secret, and nothing tells."""
    try:
        yield
    except PartialFailure:
        raise
    except JunctionError as problem:
        raise JunctionError(_nameless(problem)) from None


def _nameless(problem: JunctionError) -> str:
    return UUID.sub("…", str(problem))


def _progress(operation: Operation) -> str:
    return f"{operation.processed:,} of {operation.total:,} connections processed"


def _people(count: int) -> str:
    return f"{count:,} user{'' if count == 1 else 's'}"
