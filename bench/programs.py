"""The programs that are compared: nothing, a trivial dynamic resource, ours with one team and with many."""

EMPTY = ""

TRIVIAL = """
from bench.trivial import Trivial
Trivial("it", {"providers": {"oura": {"default": 120}}, "teams": {"3aac0000-0000-4000-8000-000000000001": ""}})
"""

OURS = """
from pulumi_junction import TeamDataPullPreferences
TeamDataPullPreferences(
    "it",
    team_ids=[f"3aac0000-0000-4000-8000-{number:012d}" for number in range(TEAMS)],
    providers=dict.fromkeys(["oura", "garmin", "strava", "withings", "wahoo"], 120),
)
"""


def ours(teams: int) -> str:
    """Our resource with five data providers and this many teams."""
    return OURS.replace("TEAMS", str(teams))
