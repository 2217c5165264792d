"""What every change of data pull preferences has to keep."""

from pulumi_junction.policy import (
    EnforcementLevel,
    PolicyPack,
    allowed_providers,
    longest_days,
    no_lowering,
    no_resets,
    require_labels,
    require_protect,
)

PolicyPack(
    "junction",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[
        longest_days({"sandbox": 90, "production": 180}),
        allowed_providers({"eu": ["garmin", "oura", "withings"]}),
        require_labels(),
        no_lowering(["production"]),
        no_resets(["production"]),
        require_protect(["production"], enforcement_level=EnforcementLevel.ADVISORY),
    ],
)
