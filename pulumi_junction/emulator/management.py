"""The management API: `/v1/org/{org_id}/team_data_pull_preferences/{env}/{region}`."""

from collections.abc import Collection
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, HTTPException, Query
from starlette.requests import Request
from starlette.responses import Response

from pulumi_junction.emulator import wire
from pulumi_junction.emulator.answers import team_answer
from pulumi_junction.emulator.guarded import AnEmulator, GuardedRoute
from pulumi_junction.emulator.pages import page
from pulumi_junction.emulator.refusals import has_key, refuse, unauthorized
from pulumi_junction.emulator.semantics import SEMANTICS, accepted
from pulumi_junction.emulator.state import Emulator
from pulumi_junction.emulator.store import World


class ManagementRoute(GuardedRoute):
    """Asks for the management key."""

    def refusal(self, request: Request, emulator: Emulator) -> Response | None:
        """401 without it."""
        return None if has_key(request, emulator.management_key) else unauthorized("management key")


async def place(org_id: wire.Id, env: wire.Env, region: wire.Region, emulator: AnEmulator) -> World:
    """The world that the path names."""
    # The document has no 404. One organisation lives here, and another must not look like an empty one.
    if str(org_id) != emulator.org_id:
        raise HTTPException(404, f"Organisation {org_id} does not exist.")
    return World(env, region)


AWorld = Annotated[World, Depends(place)]
Teams = Annotated[list[wire.Id], Query(alias="team_id", default_factory=list)]
Slugs = Annotated[list[wire.Provider], Query(alias="provider", default_factory=list)]

router = APIRouter(
    prefix="/v1/org/{org_id}/team_data_pull_preferences/{env}/{region}",
    route_class=ManagementRoute,
)


@router.post("")
async def upsert(
    world: AWorld, body: wire.UpsertTeamDataPullPreferencesBody, emulator: AnEmulator
) -> wire.TeamDataPullPreferencesResponse:
    """Set preferences of every team the body names; `Options.post` says what becomes of the others."""
    options = emulator.options
    sent = {str(slug): accepted(slug, wanted, options) for slug, wanted in body.providers.items()}
    teams = list(dict.fromkeys(str(team) for team in body.team_ids))
    emulator.pulls.advance()
    emulator.store.update(world, teams, lambda had: SEMANTICS[options.post](had, sent))
    return _answer(emulator, world, teams, sent if options.echo == "sent" else get_args(wire.Provider))


@router.get("")
async def read(
    world: AWorld,
    emulator: AnEmulator,
    asked: Teams,
    slugs: Slugs,
    next_cursor: str | None = None,
    limit: wire.Limit = 5,
) -> wire.TeamDataPullPreferencesResponse:
    """The teams asked for, else those that are known, page by page."""
    options = emulator.options
    teams = _listed(emulator, world, {str(team) for team in asked})
    try:
        shown, following = page(teams, world, next_cursor, min(limit, options.page_size or limit))
    except ValueError:
        refuse("query", "next_cursor", "Input is not a cursor of this list")
    return _answer(emulator, world, shown, slugs or get_args(wire.Provider), following)


@router.delete("")
async def reset(world: AWorld, emulator: AnEmulator, asked: Teams, slugs: Slugs) -> Any:
    """Back to the defaults. Both filters are optional, so a DELETE without them resets every team."""
    emulator.pulls.advance()
    emulator.store.reset(world, {str(team) for team in asked}, slugs)
    return {}


def _listed(emulator: Emulator, world: World, asked: Collection[str]) -> list[str]:
    """A team asked for by id that never set anything has the defaults, or is left out: `Options.unset`."""
    known = emulator.store.teams(world)
    if not asked:
        return known
    return sorted(asked) if emulator.options.unset == "defaults" else [team for team in known if team in asked]


def _answer(
    emulator: Emulator, world: World, teams: list[str], slugs: Collection[str], following: str | None = None
) -> wire.TeamDataPullPreferencesResponse:
    return wire.TeamDataPullPreferencesResponse(
        data_pull_preferences=[
            team_answer(team, emulator.store.get(world, team), slugs, emulator.options) for team in teams
        ],
        next_cursor=following,
    )
