"""What one provider process knows: settings, the client made from them at the first request, who declares what."""

import functools
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from pulumi_junction.api import settings
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.posting import PostSemantics
from pulumi_junction.providers import cancellation
from pulumi_junction.providers.bridge import progress
from pulumi_junction.providers.ownership import Ownership

if TYPE_CHECKING:
    from pulumi_junction.api.client import ManagementClient

Values: TypeAlias = Mapping[str, Any]
"""Inputs or outputs in the normal form."""


class Session:
    """Made once a process; thread-safe. Nothing is looked up before it is needed, so making one cannot fail."""

    def __init__(self, config: settings.Config, client: "Callable[..., ManagementClient] | None" = None) -> None:
        self.config = config
        self.ownership = Ownership()
        self.semantics = PostSemantics()
        self.limits_reachable = True
        """False once the service did not tell its limits: asked once in a process, not once a resource."""
        self._foretold: set[str] = set()
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
        from pulumi_junction.api.client import (
            ManagementClient,
        )  # httpx and pydantic: not for a program that only declares

        url, key = settings.management_url(self.config), settings.management_key(self.config)
        patience = settings.patience(self.config)
        make = self._make_client or ManagementClient
        return make(url, key, patience=patience, say=progress, sleep=cancellation.wait)

    def give_up_limits(self) -> bool:
        """Ask for limits no more in this process; tells whether it is the first time that this is said."""
        with self._lock:
            first, self.limits_reachable = self.limits_reachable, False
        return first

    def foretell(self, urn: str) -> None:
        """Note that what the service has was compared with what a resource declares, and said, when it was checked."""
        with self._lock:
            self._foretold.add(urn)

    def has_foretold(self, urn: str) -> bool:
        """Tell whether it need not be said again."""
        with self._lock:
            return urn in self._foretold

    def has_key(self) -> bool:
        """Tell whether requests could be made; never raises."""
        return settings.MANAGEMENT_KEY.find(self.config) is not None


def engine_config(req: Any) -> settings.Config:
    """Look settings up in the stack's configuration, as `configure` receives it; keys carry their namespace."""
    return lambda key: req.config.get(key)


def scope_of(values: Values) -> Scope:
    """Read the place off inputs or outputs."""
    return Scope(values["org_id"], values["env"], values["region"])
