"""Team data pull preferences of sandbox-us, as Junction has them.

Only what differs from Junction's documented defaults; `pulumi up` sends nothing.
"""

from pulumi_junction import TeamDataPullPreferences

ORG_ID = "0a1b2c3d-0000-4000-8000-000000000001"
ENV = "sandbox"
REGION = "us"

TeamDataPullPreferences(
    "preferences-3aac8dd1",
    team_ids=[
        "3aac8dd1-6c37-4f2b-9d0e-5b1f0a7e2c41",
        "7c1e52b9-0d84-4a6f-8f13-c2e9d46ab705",
    ],
    providers={
        "oura": {
            "default": 365,
            "resource_overrides": {
                "sleep": 90,
            },
        },
        "strava": 30,
    },
    org_id=ORG_ID,
    env=ENV,
    region=REGION,
)

TeamDataPullPreferences(
    "preferences-e94d17c0",
    team_ids=[
        "e94d17c0-5b2a-4f68-8c3d-1a7f60b2d985",
    ],
    providers={
        "garmin": 45,
    },
    org_id=ORG_ID,
    env=ENV,
    region=REGION,
)
