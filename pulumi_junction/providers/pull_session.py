"""What one provider process knows of the Junction API: settings, and a client for each key, made when it is needed."""

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from pulumi_junction.api import settings
from pulumi_junction.api.key import Key
from pulumi_junction.api.team_keys import team_api_key
from pulumi_junction.providers import cancellation
from pulumi_junction.providers.bridge import progress

if TYPE_CHECKING:
    from pulumi_junction.api.junction import JunctionClient

Values: TypeAlias = Mapping[str, Any]


class PullSession:
    """Made once a process; thread-safe. Nothing is looked up before it is needed, so making one cannot fail."""

    def __init__(self, config: settings.Config, client: "Callable[..., JunctionClient] | None" = None) -> None:
        self.config = config
        self._make_client = client
        self._clients: dict[tuple[str, str, str | None], JunctionClient] = {}
        self._checked: set[str] = set()
        self._lock = threading.Lock()
        self._providers: dict[tuple[object, ...], threading.Lock] = {}

    def note_checked(self, urn: str) -> None:
        """Note that a resource was checked."""
        with self._lock:
            self._checked.add(urn)

    def note_read(self, urn: str) -> None:
        """Note that a resource was read: until it is checked again, a diff has its sides exchanged."""
        with self._lock:
            self._checked.discard(urn)

    def was_checked(self, urn: str) -> bool:
        """Tell whether a diff is one of the program."""
        with self._lock:
            return urn in self._checked

    def __reduce__(self) -> Any:
        raise TypeError("a session leads to a key and is not to be pickled")

    def client(self, values: Values) -> "JunctionClient":
        """Return the client of a place and team; raises a ConfigError while there is no usable key."""
        which = (values["env"], values["region"], values.get("team"))
        with self._lock:
            if which not in self._clients:
                self._clients[which] = self._new(*which)
            return self._clients[which]

    def turn(self, values: Values) -> threading.Lock:
        """Return what is to be held between looking at a data provider's operations and finding the new one.

        Of two triggers at the same time, each would take the other's operation for its own. What they share is the
        key: two labels may have the same one.
        """
        key = team_api_key(self.config, values.get("team"))
        which = (values["env"], values["region"], key, values["provider"])
        with self._lock:
            return self._providers.setdefault(which, threading.Lock())

    def require_settings(self, values: Values) -> None:
        """Raise the ConfigError that `client` would for want of a usable URL or key, without making one."""
        self._settings(values["env"], values["region"], values.get("team"))

    def _settings(self, env: str, region: str, team: str | None) -> tuple[str, Key]:
        return settings.junction_url(self.config, env, region), team_api_key(self.config, team)

    def _new(self, env: str, region: str, team: str | None) -> "JunctionClient":
        from pulumi_junction.api.junction import JunctionClient  # httpx and pydantic: not for a program that declares

        url, key = self._settings(env, region, team)
        make = self._make_client or JunctionClient
        return make(url, key, team=team, patience=settings.patience(self.config), say=progress, sleep=cancellation.wait)
