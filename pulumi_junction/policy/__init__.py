"""Ready rules for a policy pack: what a preview of data pull preferences may hold. Needs the extra `policy`."""

import sys

try:
    from pulumi_policy import EnforcementLevel, PolicyPack
except ModuleNotFoundError as missing:
    if missing.name != "pulumi_policy":
        raise
    sys.exit("pulumi_junction.policy: policies need an extra: pip install 'pulumi-junction[policy]'")

from pulumi_junction.policy.compared import no_lowering, no_resets
from pulumi_junction.policy.declared import allowed_providers, longest_days, require_labels, require_protect

__all__ = [
    "EnforcementLevel",
    "PolicyPack",
    "allowed_providers",
    "longest_days",
    "no_lowering",
    "no_resets",
    "require_labels",
    "require_protect",
]
