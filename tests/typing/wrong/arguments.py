"""What a program may get wrong about the resource's own arguments."""

import pulumi

from pulumi_junction import TeamDataPullPreferences

TEAMS = ["3aac0000-0000-4000-8000-000000000001"]
number: pulumi.Output[int] = pulumi.Output.from_input(30)

TeamDataPullPreferences("misspelt", team_id=TEAMS, providers={"oura": 30})  # error
TeamDataPullPreferences("misspelt", team_ids=TEAMS, provider={"oura": 30})  # error
TeamDataPullPreferences("misspelt", team_ids=TEAMS, providers={"oura": 30}, enviroment="sandbox")  # error
TeamDataPullPreferences("no providers", team_ids=TEAMS)  # error
TeamDataPullPreferences("no teams", providers={"oura": 30})  # error
TeamDataPullPreferences("by position", TEAMS, {"oura": 30})  # error

TeamDataPullPreferences("a number for teams", team_ids=3, providers={"oura": 30})  # error
TeamDataPullPreferences("a number for a team", team_ids=[3], providers={"oura": 30})  # error
TeamDataPullPreferences("a number for a labelled team", team_ids={"Acme Care": 3}, providers={"oura": 30})  # error
TeamDataPullPreferences("a set", team_ids=set(TEAMS), providers={"oura": 30})  # error
TeamDataPullPreferences("an output of a number", team_ids=[number], providers={"oura": 30})  # error
TeamDataPullPreferences("a list of names", team_ids=TEAMS, providers=["oura"])  # error

TeamDataPullPreferences("a number for env", team_ids=TEAMS, providers={"oura": 30}, env=3)  # error
TeamDataPullPreferences("a number for region", team_ids=TEAMS, providers={"oura": 30}, region=number)  # error
TeamDataPullPreferences("a number for org_id", team_ids=TEAMS, providers={"oura": 30}, org_id=3)  # error
TeamDataPullPreferences("text for lenient", team_ids=TEAMS, providers={"oura": 30}, lenient="yes")  # error
