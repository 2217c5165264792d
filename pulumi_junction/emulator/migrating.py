"""The Junction API's `/v2/link/bulk_import`, `/v2/link/bulk_export` and `/v2/link/bulk_pause`."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from pulumi_junction.emulator import junction_wire as wire
from pulumi_junction.emulator.cursors import cursor_of, row_of
from pulumi_junction.emulator.guarded import AnEmulator
from pulumi_junction.emulator.junction import ATeam, JunctionRoute, over_in_time
from pulumi_junction.emulator.refusals import AsciiJSONResponse, refuse

PAGE = 100
"""Connections in a page where no option says how many: the document has no size to ask for."""

router = APIRouter(prefix="/v2/link", route_class=JunctionRoute)


@router.post(
    "/bulk_import",
    response_model=wire.BulkImportConnectionsResponse,
    responses={202: {"description": "Accepted", "model": None}},
)
async def import_(body: wire.BulkImportConnectionsBody, team: ATeam, emulator: AnEmulator, request: Request) -> Any:
    """Accept an operation; who was imported is told only to somebody who waits, of one that ends in time."""
    recipes = [(str(one.user_id), one.model_dump(exclude={"user_id"})) for one in body.connections]
    operation = emulator.migration.submit(team, body.provider, recipes)
    if not body.wait_for_completion or not await over_in_time(operation, emulator, request):
        return Response(status_code=202)
    imported, failed = emulator.migration.results(operation)
    return AsciiJSONResponse({"user_ids_imported": imported, "user_ids_failed": failed})


@router.post("/bulk_export", response_model=wire.BulkExportConnectionsResponse)
async def export(body: wire.BulkExportConnectionsBody, team: ATeam, emulator: AnEmulator) -> Response:
    """The tokens that connections have at the moment of the page, paused or not."""
    users = None if body.user_ids is None else [str(user) for user in body.user_ids]
    listed = f"connections:{body.provider}"
    try:
        after = row_of(body.next_token, listed, team) if body.next_token else 0
    except ValueError:
        refuse("body", "next_token", "Input is not a token of this list")
    found, more = emulator.migration.page(team, body.provider, users, after, emulator.options.page_size or PAGE)
    now = emulator.clock.now()
    following = cursor_of(listed, team, found[-1][0]) if more else None
    return AsciiJSONResponse({"data": [grant.recipe(now) for _, grant in found], "next_token": following})


@router.post("/bulk_pause")
async def pause(body: wire.BulkPauseConnectionsBody, team: ATeam, emulator: AnEmulator) -> Any:
    """No more refreshes, until a connection is imported anew."""
    emulator.migration.pause(team, body.provider, [str(user) for user in body.user_ids])
    return {}
