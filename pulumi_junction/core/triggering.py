"""Starting a bulk trigger once, and telling whose pulls are to be triggered."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from pulumi_junction.core.pulls import TRIGGER, Operation
from pulumi_junction.core.settling import Kind, Operations, Say, Sleep, look, once
from pulumi_junction.core.values import Slug


class PullService(Operations, Protocol):
    """What starting and watching needs of the service. Each request may raise a JunctionError."""

    def trigger_historical_pull(self, provider: Slug, user_ids: Sequence[str]) -> object:
        """Send one POST."""


def kind_of(provider: Slug) -> Kind:
    """Return the operations of triggers of one data provider."""
    return Kind(TRIGGER, provider, "trigger")


def triggers_of(service: Operations, provider: Slug) -> Iterator[Operation]:
    """Yield the trigger operations of one data provider."""
    return kind_of(provider).of(service)


def triggers_differ(values: Mapping[str, Any], olds: Mapping[str, Any]) -> bool:
    """Tell whether all users are owed; no triggers and an empty list are the same."""
    return bool((values.get("triggers") or []) != (olds.get("triggers") or []))


def owed(values: Mapping[str, Any], olds: Mapping[str, Any]) -> list[str]:
    """Tell whose pulls are to be triggered: all users where `triggers` has changed, else those that are new."""
    before = {} if triggers_differ(values, olds) else olds.get("users") or {}
    return sorted(user for user in values["users"] if user not in before)


def trigger(service: PullService, provider: Slug, users: Sequence[str], *, sleep: Sleep, say: Say) -> Operation | None:
    """Trigger pulls of these users; returns the operation, or None where it was accepted but none is listed.

    Raises an UnsettledError where nobody knows, any other JunctionError where it was surely not accepted.
    """
    kind = kind_of(provider)
    _, operation = once(
        service,
        kind,
        look(service, kind),
        len(users),
        lambda: service.trigger_historical_pull(provider, users),
        sleep=sleep,
        say=say,
    )
    return operation
