"""More days of Oura for a team: set for connections to come, pulled again for users who are connected already."""

import pulumi

from pulumi_junction import HistoricalPullTrigger, TeamDataPullPreferences

config = pulumi.Config()
users: list[str] = config.require_object("users")

preferences = TeamDataPullPreferences(
    "wearables",
    team_ids={"Acme Care": config.require("team")},
    providers={"oura": config.require_int("days")},
)
backfill = HistoricalPullTrigger(
    "oura-backfill",
    provider="oura",
    user_ids=users,
    triggers=[preferences.effective["oura"]],  # other days at Junction: all of these users again
    opts=pulumi.ResourceOptions(depends_on=[preferences]),  # never before they are set
)
pulumi.export("operation", backfill.operation)
