"""Teams: a list, a mapping from labels, or outputs of either."""

import pulumi

from pulumi_junction import TeamDataPullPreferences, TeamIdsInput

ACME = "3aac0000-0000-4000-8000-000000000001"
BETA = "7c1e0000-0000-4000-8000-000000000002"

known = [ACME, BETA]
labelled = {"Acme Care": ACME, "Beta Labs": BETA}
later: pulumi.Output[str] = pulumi.Output.from_input(BETA)
annotated: TeamIdsInput = {"Acme Care": ACME, "Beta Labs": later}

TeamDataPullPreferences("list", team_ids=[ACME, BETA], providers={"oura": 30})
TeamDataPullPreferences("tuple", team_ids=(ACME, BETA), providers={"oura": 30})
TeamDataPullPreferences("variable", team_ids=known, providers={"oura": 30})
TeamDataPullPreferences("comprehension", team_ids=[team for team in known if team != BETA], providers={"oura": 30})
TeamDataPullPreferences("list-with-output", team_ids=[ACME, later], providers={"oura": 30})
TeamDataPullPreferences("list-of-outputs", team_ids=[later], providers={"oura": 30})
TeamDataPullPreferences("output-of-list", team_ids=pulumi.Output.from_input(known), providers={"oura": 30})
TeamDataPullPreferences("output-of-all", team_ids=pulumi.Output.all(later), providers={"oura": 30})

TeamDataPullPreferences("mapping", team_ids={"Acme Care": ACME, "Beta Labs": BETA}, providers={"oura": 30})
TeamDataPullPreferences("mapping-variable", team_ids=labelled, providers={"oura": 30})
TeamDataPullPreferences("mapping-with-output", team_ids={"Acme": ACME, "Beta": later}, providers={"oura": 30})
TeamDataPullPreferences("mapping-of-outputs", team_ids={"Beta": later}, providers={"oura": 30})
TeamDataPullPreferences("output-of-mapping", team_ids=pulumi.Output.from_input(labelled), providers={"oura": 30})
TeamDataPullPreferences("annotated", team_ids=annotated, providers={"oura": 30})

first = TeamDataPullPreferences("first", team_ids=labelled, providers={"oura": 30})
TeamDataPullPreferences("the-same-teams", team_ids=first.teams, providers={"garmin": 30})
TeamDataPullPreferences("applied", team_ids=first.teams.apply(lambda teams: sorted(teams)), providers={"strava": 30})
