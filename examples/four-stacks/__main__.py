"""Every team of the stack gets its preset: one resource a team, so that a reviewer reads changes team by team."""

from presets import teams_of_the_stack

from pulumi_junction import TeamDataPullPreferences

for name, team in teams_of_the_stack().items():
    TeamDataPullPreferences(name, team_ids={name: team.id}, providers=team.providers)
