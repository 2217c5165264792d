"""One pretend Junction: who it is, how it behaves, what has been set and what it was asked."""

import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from os import PathLike
from types import TracebackType
from typing import Any, get_args
from uuid import UUID

from pulumi_junction.emulator import wire
from pulumi_junction.emulator.clock import Clock
from pulumi_junction.emulator.connections import Connections
from pulumi_junction.emulator.defaults import DEMO_MANAGEMENT_KEY, DEMO_ORG_ID, DEMO_TEAM_ID, DEMO_TEAM_KEY
from pulumi_junction.emulator.journal import Journal, Request
from pulumi_junction.emulator.junction_wire import OAuthProvider
from pulumi_junction.emulator.migration import Migration
from pulumi_junction.emulator.options import Echo, Options, Post, Unset
from pulumi_junction.emulator.pulls import Pulls
from pulumi_junction.emulator.reading import only_reads
from pulumi_junction.emulator.seeding import CONNECTED_BEFORE, Seed, SeedError, demo_users, read_seed
from pulumi_junction.emulator.store import Preference, Preferences, Store, World
from pulumi_junction.emulator.teams import Team
from pulumi_junction.emulator.upcoming import Faults


class Emulator:
    """Without a socket; `app.create_app` serves it. Close it, or use it in a `with` statement."""

    def __init__(
        self,
        *,
        post: Post = "merge",
        unset: Unset = "defaults",
        page_size: int | None = None,
        latency_ms: int = 0,
        echo: Echo = "full",
        limits: Mapping[str, int] | None = None,
        clamps: Mapping[str, int] | None = None,
        fail: Sequence[str] = (),
        state: str | PathLike[str] | None = None,
        org_id: str | UUID = DEMO_ORG_ID,
        management_key: str = DEMO_MANAGEMENT_KEY,
        team_api_key: str = DEMO_TEAM_KEY,
        team_id: str | UUID = DEMO_TEAM_ID,
        team_env: str = "sandbox",
        team_region: str = "us",
        users: int = 0,
        seed: Any = None,
        time_scale: float = 1,
        pull_errors: Mapping[str, str] | None = None,
        op_statuses: Mapping[str, str] | None = None,
        import_failures: Collection[str] = (),
        link: bool = True,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`state` names a file that outlives this process; without it everything is kept in memory.

        One team, the demo team, is always there, with as many users as `users` says; `seed` brings more teams:
        `{"teams": [{"key": …, "team_id": …, "env": …, "region": …, "users": [{"user_id": …, "providers": […]}]}]}`.
        """
        for name, key in (("management", management_key), ("team API", team_api_key)):
            if not key:
                raise ValueError(f"an empty {name} key would let every request in")
        if users < 0:
            raise ValueError(f"there are no {users} users")
        self.org_id = str(UUID(str(org_id)))
        self.management_key = management_key
        self.team_api_key = team_api_key
        self.team = Team(*_world(team_env, team_region), _id(team_id))
        seeded = read_seed({"teams": []} if seed is None else seed)
        self._seeded = {one.key: one.team for one in seeded.teams}
        if team_api_key in self._seeded:
            raise SeedError("the demo team's key is that of a seeded team: give the demo team another one")
        self.options = Options(
            post=post,
            unset=unset,
            page_size=page_size,
            latency_ms=latency_ms,
            echo=echo,
            limits=dict(limits or {}),
            clamps=dict(clamps or {}),
            time_scale=time_scale,
            pull_errors=dict(pull_errors or {}),
            op_statuses=dict(op_statuses or {}),
            import_failures=set(import_failures),
            link=link,
        )
        self.faults = Faults()
        self.faults.add(*fail)
        self.journal = Journal()
        self.store = Store(state)
        self.clock = Clock(clock)
        self.connections = Connections(self.store)
        self.pulls = Pulls(self.store, self.options, self.clock)
        self.migration = Migration(self.store, self.options, self.clock)
        self._connect(users, seeded)

    def _connect(self, users: int, seeded: Seed) -> None:
        when = self.clock.now() - CONNECTED_BEFORE
        self.connections.add(self.team, demo_users(self.team, users), when)
        for one in seeded.teams:
            self.connections.add(one.team, one.connections(), when)
        self.pulls.connected(when)
        self.migration.advance()

    def __enter__(self) -> "Emulator":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the state file; what was recorded stays readable."""
        self.store.close()

    @property
    def team_id(self) -> str:
        """The demo team's, whose key is `team_api_key`."""
        return self.team.team_id

    @property
    def teams(self) -> dict[str, Team]:
        """By key: the demo team, and those that were seeded."""
        return {self.team_api_key: self.team, **self._seeded}

    @property
    def users(self) -> list[str]:
        """The ids of the demo team's users."""
        return self.connections.users(self.team)

    @property
    def operations(self) -> list[dict[str, Any]]:
        """The demo team's, newest first, each as an answer shows it now."""
        self.migration.advance()
        found, _ = self.pulls.operations.page(self.team, None, sys.maxsize - 1)
        return [one.shown(self.clock.now()) for one in found]

    def connection(
        self, user_id: str | UUID, provider: str, *, team_api_key: str | None = None
    ) -> dict[str, Any] | None:
        """What it has now: `user_id`, `provider`, its tokens as an export has them, and whether it is `paused`.

        Of the demo team, or of the one whose key is given.
        """
        team = self.teams[team_api_key or self.team_api_key]
        found, _ = self.migration.page(team, _known(OAuthProvider, provider), [_id(user_id)], 0, 1)
        return next((grant.shown(self.clock.now()) for _, grant in found), None)

    def connections_of(self, provider: str, *, team_api_key: str | None = None) -> Iterator[dict[str, Any]]:
        """All connections to a provider, each as `connection` has it, in the order of an export."""
        team = self.teams[team_api_key or self.team_api_key]
        return (grant.shown(self.clock.now()) for grant in self.migration.every(team, _known(OAuthProvider, provider)))

    def pass_time(self, seconds: float) -> None:
        """Put the emulator's clock forward; what would have happened by then has happened."""
        self.clock.put_forward(seconds)

    @property
    def requests(self) -> list[Request]:
        """All answered so far, in order of arrival."""
        return self.journal.snapshot()

    @property
    def writes(self) -> list[Request]:
        """Those that ask for a change, refused ones included; an export asks for none."""
        return [
            one for one in self.requests if one.method in ("POST", "DELETE") and not only_reads(one.method, one.path)
        ]

    def clear_requests(self) -> None:
        """Forget the requests, not what they set."""
        self.journal.clear()

    def fail(self, *texts: str) -> None:
        """Let something go wrong, from now on: `fail("POST#2 503 retry-after=1")`; `faults` has the language."""
        self.faults.add(*texts)

    def clear_faults(self) -> None:
        """Nothing more goes wrong."""
        self.faults.clear()

    def get(self, env: str, region: str, team_id: str | UUID) -> dict[str, dict[str, Any]]:
        """Only what is set, as `{"oura": {"default": 120, "resource_overrides": {"sleep": 180}}}`."""
        stored = self.store.get(_world(env, region), _id(team_id))
        return {slug: preference.short() for slug, preference in stored.items()}

    def set(
        self,
        env: str,
        region: str,
        team_id: str | UUID,
        provider: str,
        default: int,
        overrides: Mapping[str, int] | None = None,
    ) -> None:
        """A change made by hand: no request, no limit, and the provider's other overrides are gone."""
        preference = Preference(
            default, {_known(wire.Resource, name): days for name, days in (overrides or {}).items()}
        )
        changed: Preferences = {_known(wire.Provider, provider): preference}
        self.pulls.advance()
        self.store.update(_world(env, region), [_id(team_id)], lambda had: had | changed)

    def reset(self, env: str, region: str, team_id: str | UUID, provider: str) -> None:
        """A reset made by hand, of one provider of one team."""
        self.pulls.advance()
        self.store.reset(_world(env, region), [_id(team_id)], [_known(wire.Provider, provider)])


def _world(env: str, region: str) -> World:
    return World(_known(wire.Env, env), _known(wire.Region, region))


def _id(team_id: str | UUID) -> str:
    return str(UUID(str(team_id)))


def _known(names: Any, name: str) -> str:
    """Misspelt names are refused: they would set something no request can ever see."""
    if name not in get_args(names):
        raise ValueError(f"{name!r} is none of {', '.join(get_args(names))}")
    return name
