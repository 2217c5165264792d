"""The programs that are compared; in each, every team has the same data providers, and one of these can change."""

import json

EMPTY = ""

SLUGS = ("oura", "garmin", "strava", "withings", "wahoo")

DAYS, OTHER_DAYS = 90, 365
"""Of the data provider that changes: neither is Junction's default, which would not be written."""

_OURS = """
from pulumi_junction import TeamDataPullPreferences
teams = {teams}
for first in range(0, len(teams), {per}):
    TeamDataPullPreferences(f"teams-{{first}}", team_ids=teams[first : first + {per}], providers={providers})
"""

_LABELLED = """
from pulumi_junction import TeamDataPullPreferences
TeamDataPullPreferences("teams", team_ids={{f"team {{n:05}}": team for n, team in enumerate({teams})}},
    providers={providers})
"""

_TRIVIAL = """
from bench.trivial import Trivial
Trivial("it", {{"providers": {providers}, "teams": dict.fromkeys({teams}, "")}})
"""

_HANDWRITTEN = """
from bench.handwritten import TeamPreference
for team in {teams}:
    TeamPreference(team, team, {providers})
"""

_COMMAND = r"""
import json, os
import pulumi
from pulumi_command import local
env, region, org = (os.environ[f"JUNCTION_{{name}}"] for name in ("ENV", "REGION", "ORG_ID"))
url = f'{{os.environ["JUNCTION_MANAGEMENT_URL"]}}/v1/org/{{org}}/team_data_pull_preferences/{{env}}/{{region}}'
curl = 'curl -sS --fail-with-body -o /dev/null -H "X-Management-Key: $JUNCTION_MANAGEMENT_KEY"'
providers = {{slug: {{"default": {{"historical_days_to_pull": days}}, "resource_overrides": {{}}}}
             for slug, days in {providers}.items()}}
query = "&".join(f"provider={{slug}}" for slug in providers)
for team in {teams}:
    body = json.dumps({{"team_ids": [team], "providers": providers}})
    local.Command(team, create=f"{{curl}} --json '{{body}}' {{url}}",
                  delete=f"{{curl}} -X DELETE '{{url}}?team_id={{team}}&{{query}}'")
"""


def team_ids(count: int) -> list[str]:
    """The same ids every time."""
    return [f"3aac0000-0000-4000-8000-{number:012d}" for number in range(count)]


def _teams(count: int) -> str:
    return f'[f"3aac0000-0000-4000-8000-{{number:012d}}" for number in range({count})]'


def _providers(slugs: int, days: int) -> str:
    return json.dumps({slug: days if slug == SLUGS[0] else 120 for slug in SLUGS[:slugs]})


def ours(teams: int, *, per: int = 0, slugs: int = 5, days: int = DAYS) -> str:
    """Our resource with so many teams, *per* in each one; all of them in one without it."""
    return _OURS.format(teams=_teams(teams), per=per or teams, providers=_providers(slugs, days))


def labelled(teams: int, *, days: int = DAYS) -> str:
    """One resource of ours whose teams have labels."""
    return _LABELLED.format(teams=_teams(teams), providers=_providers(5, days))


def trivial(teams: int) -> str:
    """A resource of the same shape that does nothing."""
    return _TRIVIAL.format(teams=_teams(teams), providers=_providers(5, DAYS))


def handwritten(teams: int, *, days: int = DAYS) -> str:
    """One hand-written resource for each team."""
    return _HANDWRITTEN.format(teams=_teams(teams), providers=_providers(5, days))


def command(teams: int, *, days: int = DAYS) -> str:
    """One `pulumi-command` resource for each team."""
    return _COMMAND.format(teams=_teams(teams), providers=_providers(5, days))
