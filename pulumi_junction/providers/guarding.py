"""The mass-change guard: an operation that touches more than was allowed stops before it writes."""

from collections.abc import Iterator

from pulumi_junction.api.settings import MAX_CHANGES, MAX_RESETS, whole_number
from pulumi_junction.core.values import Problem
from pulumi_junction.errors import JunctionError
from pulumi_junction.providers.session import Session


def guard(session: Session, setting: int, giving_up: int) -> Iterator[Problem]:
    """Compare counts of pairs (team x data provider) of one resource with `maxChanges` and `maxResets`."""
    counts = ((MAX_CHANGES, setting + giving_up, "change"), (MAX_RESETS, giving_up, "be reset or restored"))
    for limit, count, verb in counts:
        allowed = whole_number(limit, session.config)
        if allowed is not None and count > allowed:
            reason = f"{count} preferences (teams x data providers) would {verb}; the limit is {allowed}"
            yield Problem(limit.key, f"{reason}. To allow it, set {limit.variable}={count}")


def stop_if_larger(session: Session, setting: int, giving_up: int) -> None:
    """Raise what `guard` finds."""
    problems = list(guard(session, setting, giving_up))
    if problems:
        raise JunctionError("; ".join(map(str, problems)))
