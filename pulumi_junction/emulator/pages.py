"""Pages of teams, and the cursors between them."""

from base64 import b64decode, urlsafe_b64encode
from collections.abc import Sequence
from uuid import UUID

from pulumi_junction.emulator.store import World


def page(teams: Sequence[str], world: World, cursor: str | None, size: int) -> tuple[list[str], str | None]:
    """The next *size* of the sorted *teams*, and the cursor of the page after it, None at the end.

    A cursor names the last team shown, so teams that come and go between two pages neither repeat nor hide
    others. ValueError for a cursor that was not given out for this world.
    """
    after = _last_shown(cursor, world) if cursor else ""
    rest = [team for team in teams if team > after]
    shown = rest[:size]
    return shown, _cursor(shown[-1], world) if len(rest) > size else None


def _cursor(team: str, world: World) -> str:
    return urlsafe_b64encode("/".join((*world, team)).encode()).decode()


def _last_shown(cursor: str, world: World) -> str:
    team = b64decode(cursor, altchars=b"-_").decode().rpartition("/")[2]
    # Base64 has several spellings of one text, and room for half a team or another world.
    if cursor != _cursor(str(UUID(team)), world):
        raise ValueError("not a cursor of this list")
    return team
