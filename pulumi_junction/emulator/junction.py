"""The Junction API: `/v2/link/bulk_trigger_historical_pull`, `/v2/link/bulk_op`, `/v2/introspect/historical_pull`."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from pulumi_junction.emulator import junction_wire as wire
from pulumi_junction.emulator.cursors import cursor_of, row_of
from pulumi_junction.emulator.exchange import connection_of
from pulumi_junction.emulator.guarded import AnEmulator, GuardedRoute
from pulumi_junction.emulator.introspection import records
from pulumi_junction.emulator.operations import Operation
from pulumi_junction.emulator.refusals import AsciiJSONResponse, forbidden, refuse, unauthorized
from pulumi_junction.emulator.state import Emulator
from pulumi_junction.emulator.teams import Team, team_of
from pulumi_junction.emulator.wire import Id, Limit

WAIT_SECONDS = 20.0
"""How long `wait_for_completion` holds a request, on the client's clock: it is not made shorter."""

_LOOK_AGAIN_SECONDS = 0.02

_LARGEST = 2**31


class JunctionRoute(GuardedRoute):
    """Asks for the key of a team."""

    def refusal(self, request: Request, emulator: Emulator) -> Response | None:
        """401 without a key, and 403 where link endpoints are not enabled, as the page says they are not at first."""
        request.state.team = team = team_of(request, emulator.teams)
        if not team:
            return unauthorized("team API key")
        return forbidden() if self.path.startswith("/v2/link/") and not emulator.options.link else None


async def asking(request: Request) -> Team:
    """The team whose key came along."""
    team: Team = request.state.team
    return team


ATeam = Annotated[Team, Depends(asking)]

router = APIRouter(prefix="/v2", route_class=JunctionRoute)


@router.post("/link/bulk_trigger_historical_pull", responses={202: {"description": "Accepted"}})
async def trigger(body: wire.BulkTriggerHistoricalPullBody, team: ATeam, emulator: AnEmulator, request: Request) -> Any:
    """Accept an operation; 200 only to somebody who waits, and for one that ends in time."""
    emulator.migration.advance()
    operation = emulator.pulls.trigger(team, body.provider, [str(user) for user in body.user_ids])
    if body.wait_for_completion and await over_in_time(operation, emulator, request):
        return {}
    return Response(status_code=202)


@router.get("/link/bulk_op", response_model=wire.BulkOpsResponse)
async def operations(
    team: ATeam, emulator: AnEmulator, next_cursor: str | None = None, page_size: wire.PageSize = 10
) -> Response:
    """Newest first. A page of none, which the document allows, is the last one."""
    emulator.migration.advance()
    size = min(page_size, emulator.options.page_size or page_size)
    before = _row("next_cursor", next_cursor, "operations", team)
    found, more = emulator.pulls.operations.page(team, before, size)
    now = emulator.clock.now()
    following = cursor_of("operations", team, found[-1].id) if found and more else None
    return AsciiJSONResponse({"data": [one.shown(now) for one in found], "next_cursor": following})


@router.get("/introspect/historical_pull", response_model=wire.UserHistoricalPullsResponse)
async def introspect(
    team: ATeam,
    emulator: AnEmulator,
    user_id: Id | None = None,
    provider: wire.Provider | wire.Lab | None = None,
    user_limit: Limit = 50,
    cursor: Annotated[str | None, Query(deprecated=True)] = None,
    next_cursor: str | None = None,
) -> Response:
    """Users are counted before anybody looks at their connections: a page may be short or empty, and not the last."""
    name = "next_cursor" if next_cursor else "cursor"
    after = _row(name, next_cursor or cursor, "users", team) or 0
    size = min(user_limit, emulator.options.page_size or user_limit, _LARGEST)
    if user_id:
        users, more = emulator.connections.one(team, str(user_id)), False
    else:
        users, more = emulator.connections.page(team, after, size)
    following = cursor_of("users", team, users[-1][0]) if more else None
    emulator.migration.advance()
    emulator.pulls.advance()
    data = records(emulator.store, team, users, provider, emulator.clock.now())
    return AsciiJSONResponse({"data": data, "next": following, "next_cursor": following})


def _row(name: str, cursor: str | None, listed: str, team: Team) -> int | None:
    try:
        return row_of(cursor, listed, team) if cursor else None
    except ValueError:
        refuse("query", name, "Input is not a cursor of this list")


async def over_in_time(operation: Operation, emulator: Emulator, request: Request) -> bool:
    """Not if the client gives up or the server stops before."""
    loop, connection = asyncio.get_running_loop(), connection_of(request.scope)
    ends = loop.time() + WAIT_SECONDS
    while not operation.over(emulator.clock.now()):
        stopping = connection is not None and connection.stopping.is_set()
        if stopping or loop.time() >= ends or await request.is_disconnected():
            return False
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    return True
