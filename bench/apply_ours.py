"""`python -m bench.apply_ours TEAMS`: what the provider does in an `up`, without the engine; prints its seconds.

Settings come from the environment, as in an `up`. What a plugin loads when it starts is loaded before the clock runs;
what it loads for its first request is not.
"""

import sys
import time
from types import SimpleNamespace
from typing import Any, cast

from bench.programs import SLUGS, team_ids
from pulumi_junction.providers.team_data_pull_preferences import TeamDataPullPreferencesProvider


def main() -> None:
    """Create a resource of so many teams."""
    props: dict[str, Any] = {
        "org_id": "0a1b2c3d-0000-4000-8000-000000000001",
        "env": "sandbox",
        "region": "us",
        "teams": dict.fromkeys(team_ids(int(sys.argv[1])), ""),
        "providers": {slug: {"default": 120} for slug in SLUGS},
    }
    provider = TeamDataPullPreferencesProvider()
    provider.configure(cast(Any, SimpleNamespace(config=SimpleNamespace(get=lambda key: None))))
    start = time.perf_counter()
    provider.create(props)
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main()
