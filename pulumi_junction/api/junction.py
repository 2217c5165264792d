"""The Junction API: the connections of one team, in one environment and region."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from pulumi_junction.api import junction_wire as wire
from pulumi_junction.api.models import shape
from pulumi_junction.api.paging import Pages
from pulumi_junction.api.refused_rows import places
from pulumi_junction.api.retry import surely_refused
from pulumi_junction.api.transport import Client
from pulumi_junction.api.words import introspection, link
from pulumi_junction.core.connections import FIELDS, Connection
from pulumi_junction.core.pulls import HELD_BACK_SECONDS, Operation, UserPulls
from pulumi_junction.core.values import Slug
from pulumi_junction.errors import UnprocessableError

OPERATIONS_PER_PAGE = 50
"""The most that `page_size` takes."""

IMPORT_FIELDS = frozenset({"body", "provider", "connections", "wait_for_completion", *FIELDS})

USERS_PER_PAGE = 50
"""The default of `user_limit`; the document gives no most."""


class JunctionClient(Client):
    """Thread-safe."""

    def __init__(self, url: str, key: str, *, team: str | None = None, **options: Any) -> None:
        """*team* is the label of the key, where it has one: errors name it."""
        self.words = link(team)
        self._introspection = introspection(team)
        super().__init__(url, key, **options)

    def trigger_historical_pull(self, provider: Slug, user_ids: Sequence[str], wait: bool = False) -> bool:
        """POST `/v2/link/bulk_trigger_historical_pull`; with *wait* tells whether it was completed within 20 s.

        Sent again only where it was surely refused. After any other error nobody knows what became of it.
        """
        most = self.transport.patience
        patience = replace(most, budget=max(most.budget, HELD_BACK_SECONDS + 30.0)) if wait else most
        body = {"user_ids": list(user_ids), "provider": provider, "wait_for_completion": wait}
        answer = self.transport.send(
            "POST", "/v2/link/bulk_trigger_historical_pull", patience=patience, worth=surely_refused, json=body
        )
        return answer.status_code == 200

    def import_connections(self, provider: Slug, connections: Sequence[Connection]) -> wire.Imported | None:
        """POST `/v2/link/bulk_import` and wait for at most 20 s; None where the operation goes on.

        Sent again only where it was surely refused. After any other error nobody knows what became of it.
        """
        most = self.transport.patience
        body = {
            "provider": provider,
            "connections": [one.wire() for one in connections],
            "wait_for_completion": True,
        }
        try:
            answer = self.transport.send(
                "POST",
                "/v2/link/bulk_import",
                patience=replace(most, budget=max(most.budget, HELD_BACK_SECONDS + 30.0)),
                worth=surely_refused,
                telling=lambda answer: places(answer, IMPORT_FIELDS),
                json=body,
            )
        except UnprocessableError as problem:
            refused = _of_users(problem, connections)
        else:
            if answer.status_code != 200:
                return None
            return self.transport.parsed(shape(wire.BulkImported), answer).outcome()
        raise refused

    def export_connections(
        self, provider: Slug, user_ids: Sequence[str] | None = None, next_token: str | None = None
    ) -> Iterator[tuple[list[Connection], str | None]]:
        """POST `/v2/link/bulk_export`: page by page, each with the token of the next one. It changes nothing."""
        pages = Pages()
        body: dict[str, Any] = {"provider": provider} | ({} if user_ids is None else {"user_ids": list(user_ids)})
        while True:
            sent = body | ({"next_token": next_token} if next_token else {})
            page = self.transport.read(shape(wire.Exported), "POST", "/v2/link/bulk_export", json=sent)
            next_token = page.next_token
            yield [one.connection() for one in page.data], next_token
            if not pages.follow(next_token, bool(page.data)):
                return

    def pause_connections(self, provider: Slug, user_ids: Sequence[str]) -> None:
        """POST `/v2/link/bulk_pause`: Junction refreshes them no more. Pausing twice does what once does."""
        self.transport.send("POST", "/v2/link/bulk_pause", json={"provider": provider, "user_ids": list(user_ids)})

    def operations(self) -> Iterator[Operation]:
        """GET `/v2/link/bulk_op`, page by page, each once. In what order operations come is undocumented."""
        seen: set[tuple[str, Slug, object, int]] = set()
        pages = Pages()
        query: dict[str, Any] = {"page_size": OPERATIONS_PER_PAGE}
        cursor: str | None = None
        while True:
            page = self.transport.read(
                shape(wire.BulkOps),
                "GET",
                "/v2/link/bulk_op",
                params=query | ({"next_cursor": cursor} if cursor else {}),
            )
            before = len(seen)
            for operation in (one.operation() for one in page.data):
                key = (operation.type, operation.provider, operation.started_at, operation.total)
                if key not in seen:
                    seen.add(key)
                    yield operation
            cursor = page.next_cursor
            if not pages.follow(cursor, len(seen) > before):
                return

    def historical_pulls(
        self, user_id: str | None = None, provider: Slug | None = None, user_limit: int = USERS_PER_PAGE
    ) -> Iterator[UserPulls]:
        """GET `/v2/introspect/historical_pull`, page by page: as many users as there are are never held at once.

        `user_limit` is the most users of a page. A page may show fewer, or none, and not be the last. A user
        whom the page before has shown alike is no news, and not told again.
        """
        filters = {"user_id": user_id, "provider": provider, "user_limit": user_limit}
        query = {name: value for name, value in filters.items() if value is not None}
        pages = Pages()
        last: dict[UUID, wire.User] = {}
        cursor: str | None = None
        while True:
            page = self.transport.read(
                shape(wire.Users),
                "GET",
                "/v2/introspect/historical_pull",
                words=self._introspection,
                params=query | ({"next_cursor": cursor} if cursor else {}),
            )
            news = [user for user in page.data if last.get(user.user_id) != user]
            last = {user.user_id: user for user in page.data} or last
            yield from (user.pulls() for user in news)
            cursor = page.next_cursor
            if not pages.follow(cursor, bool(news)):
                return


def _of_users(problem: UnprocessableError, connections: Sequence[Connection]) -> UnprocessableError:
    """Name users in place of numbers of rows."""

    def named(found: "re.Match[str]") -> str:
        number = int(found[1])
        return f"connection of user {connections[number].user_id}" if number < len(connections) else found[0]

    what = re.sub(r"(?:body\.)?connections\.(\d{1,9})", named, problem.what)
    return UnprocessableError(what, problem.hint, status_code=problem.status_code, in_doubt=problem.in_doubt)
