"""`pulumi-junction show`: what is set at the service right now."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Console

from pulumi_junction.cli import options
from pulumi_junction.cli.answer import print_json
from pulumi_junction.cli.connection import reading
from pulumi_junction.cli.rows import Row, only_changed, rows
from pulumi_junction.cli.settings import CommandSettings
from pulumi_junction.cli.tables import console, lines, on_screen
from pulumi_junction.core.catalogue import load
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.values import Live, Team

_Changed = Annotated[bool, typer.Option("--changed", help="Only what is not surely Junction's default.")]

_HEADINGS = ("team", "provider", "resource", "days", "limit", "default", "changed")
_FOOTER = """\
resource default: every resource that has no row of its own
column default: Junction's documented days; - and ? where nothing is documented"""


def show(
    team: options.Teams = None,
    provider: options.Providers = None,
    changed: _Changed = False,
    org_id: options.OrgId = None,
    env: options.Env = None,
    region: options.Region = None,
    stack: options.Stack = None,
    as_json: options.AsJson = False,
) -> None:
    """Show live preferences: team, provider, resource, days, limit, default.

    All teams that Junction lists in one environment and region, or those that
    --team names. On a screen, teams with the same settings share a table;
    elsewhere each row is one whole line.
    """
    teams, slugs = options.chosen_teams(team), options.chosen_slugs(provider)
    given = CommandSettings(org_id, env, region, stack)
    with reading(given, "reading preferences") as reader:
        live = reader.read(teams, slugs)
    listed = list(rows(live, load()))
    listed = list(only_changed(listed)) if changed else listed
    missing = [one for one in teams if not live.get(one)]
    if as_json:
        print_json(document(given.scope(), live, listed, missing))
    elif on_screen():
        print_screen(listed, console())
    else:
        typer.echo("\n".join(lines(_HEADINGS, map(_cells, listed))))


def document(scope: Scope, live: Live, listed: Sequence[Row], missing: Sequence[Team]) -> dict[str, Any]:
    """Shape the answer to `--json`.

    `org_id`, `env`, `region`: strings. `teams`: UUIDs of all teams that were read, sorted. `not_shown`: UUIDs that were
    asked for and that the service says nothing of. `preferences`: objects as `Row.plain` makes them, sorted by team,
    data provider and resource, the provider's default first.
    """
    return {
        "org_id": scope.org_id,
        "env": scope.env,
        "region": scope.region,
        "teams": sorted(live),
        "not_shown": list(missing),
        "preferences": [row.plain() for row in listed],
    }


def print_screen(listed: Sequence[Row], screen: Console) -> None:
    """Put teams with the same settings above one table, so that 80 columns hold it."""
    if not listed:
        screen.print("Nothing to show.")
        return
    by_team: dict[Team, list[Row]] = {}
    for row in listed:
        by_team.setdefault(row.team, []).append(row)
    alike: dict[tuple[Row, ...], list[Team]] = {}
    for team, own in by_team.items():
        alike.setdefault(tuple(row._replace(team="") for row in own), []).append(team)
    for same, teams in alike.items():
        screen.print(*teams, sep="\n", style="bold", soft_wrap=True)
        heading, *cells = lines(_HEADINGS[1:], [_cells(row)[1:] for row in same], gap=1)
        screen.print(heading, style="bold", soft_wrap=True)
        for line, row in zip(cells, same, strict=True):
            screen.print(line, style="yellow" if row.changed else None, soft_wrap=True)
        screen.print()
    screen.print(_FOOTER)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.team,
        row.provider,
        row.resource,
        str(row.days),
        _or(row.limit, "-"),
        _or(row.default, "-"),
        {True: "yes", False: "no", None: "?"}[row.changed],
    )


def _or(number: int | None, nothing: str) -> str:
    return nothing if number is None else str(number)
