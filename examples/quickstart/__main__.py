"""How many days of history Junction pulls when a user of these teams connects a wearable."""

from pulumi_junction import TeamDataPullPreferences

TeamDataPullPreferences(
    "wearables",
    team_ids={  # a label of yours for each team's id
        "Acme Care": "3aac8dd1-6c37-4f2b-9d0e-5b1f0a7e2c41",
        "Beta Labs": "7c1e52b9-0d84-4a6f-8f13-c2e9d46ab705",
    },
    providers={  # days; what you leave out keeps Junction's default
        "oura": {"default": 180, "resource_overrides": {"sleep": 90}},
        "garmin": 120,
        "strava": 30,
    },
)
