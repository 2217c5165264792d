"""What one provider process knows: settings, the client made from them at the first request, who declares what."""

import functools
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from pulumi_junction.api import settings
from pulumi_junction.core.changes import ForTeams
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.posting import PostSemantics
from pulumi_junction.core.values import Live
from pulumi_junction.providers import cancellation
from pulumi_junction.providers.bridge import progress
from pulumi_junction.providers.ownership import Ownership

if TYPE_CHECKING:
    from pulumi_junction.api.management import ManagementClient

Values: TypeAlias = Mapping[str, Any]
"""Inputs or outputs in the normal form."""


class Session:
    """Made once a process; thread-safe. Nothing is looked up before it is needed, so making one cannot fail."""

    def __init__(self, config: settings.Config, client: "Callable[..., ManagementClient] | None" = None) -> None:
        self.config = config
        self.ownership = Ownership()
        self.semantics = PostSemantics()
        self.has_secrets = False
        """True once a resource of this run has secret arguments."""

        self.limits_reachable = True
        """False once the service did not tell its limits: asked once in a process, not once a resource."""
        self._announced: dict[str, ForTeams] = {}
        self._checked: dict[str, Live] = {}
        self._read: dict[tuple[str, Scope], Live] = {}
        self._make_client = client
        self._lock = threading.Lock()

    def __reduce__(self) -> Any:
        raise TypeError("a session leads to a key and is not to be pickled")

    @property
    def client(self) -> "ManagementClient":
        """The client; raises a ConfigError while there is no usable key."""
        with self._lock:
            return self._client

    @functools.cached_property
    def _client(self) -> "ManagementClient":
        from pulumi_junction.api.management import (
            ManagementClient,
        )  # httpx: not for a program that only declares

        url, key = settings.management_url(self.config), settings.management_key(self.config)
        patience = settings.patience(self.config)
        make = self._make_client or ManagementClient
        at_a_time = settings.at_a_time(self.config)
        return make(url, key, patience=patience, at_a_time=at_a_time, say=progress, sleep=cancellation.wait)

    def give_up_limits(self) -> bool:
        """Ask for limits no more in this process; tells whether it is the first time that this is said."""
        with self._lock:
            first, self.limits_reachable = self.limits_reachable, False
        return first

    def announce(self, urn: str, overwritten: ForTeams) -> None:
        """Note what was shown, when a resource was checked, of the settings that it overwrites."""
        with self._lock:
            self._announced[urn] = overwritten

    def not_announced(self, urn: str, overwritten: ForTeams) -> ForTeams:
        """Return what was not shown then: the check could not look, or somebody has set it since."""
        with self._lock:
            shown = self._announced.get(urn, {})
        return {change: teams for change, teams in overwritten.items() if not set(teams) <= set(shown.get(change, ()))}

    def note_checked(self, urn: str, live: Live) -> None:
        """Note that a resource was checked, and what the service had then, as far as that was asked."""
        with self._lock:
            self._checked[urn] = live

    def note_read(self, urn: str, scope: Scope, live: Live) -> None:
        """Note that a resource was read: until it is checked again, a diff has its sides exchanged."""
        with self._lock:
            self._checked.pop(urn, None)
            self._read[urn, scope] = live

    def take_read(self, urn: str, scope: Scope) -> Live:
        """Return what a refresh has read a moment ago, team by team; once, as it grows old."""
        with self._lock:
            return self._read.pop((urn, scope), {})

    def note_write(self) -> None:
        """Note that something is about to be written: what was read before counts no more."""
        with self._lock:
            self._read.clear()

    def checked(self, urn: str) -> Live | None:
        """Return what the service had when a resource was checked; None where a diff is not one of the program."""
        with self._lock:
            return self._checked.get(urn)

    def has_key(self) -> bool:
        """Tell whether requests could be made; never raises."""
        return settings.MANAGEMENT_KEY.find(self.config) is not None


def engine_config(req: Any) -> settings.Config:
    """Look settings up in the stack's configuration, as `configure` receives it; keys carry their namespace."""
    return lambda key: req.config.get(key)


def scope_of(values: Values) -> Scope:
    """Read the place off inputs or outputs."""
    return Scope(values["org_id"], values["env"], values["region"])
