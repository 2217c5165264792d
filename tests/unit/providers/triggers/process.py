"""A provider process of HistoricalPullTrigger in this process, and what a program declares of one."""

from collections.abc import Mapping
from typing import Any

from pulumi.dynamic import Config, ConfigureRequest

from pulumi_junction.providers.historical_pull_trigger import HistoricalPullTriggerProvider
from tests.unit.providers.process import Process

KEY = "sk_us_t3am-key"
A = "aaaa1111-1111-4111-8111-111111111111"
B = "bbbb2222-2222-4222-8222-222222222222"
C = "cccc3333-3333-4333-8333-333333333333"

TRIGGER_PATH = "/v2/link/bulk_trigger_historical_pull"


class TriggerProcess(Process):
    """What it learns is forgotten with it."""

    provider: Any

    def __init__(self, config: Mapping[str, str]) -> None:
        self.provider = HistoricalPullTriggerProvider()
        self.provider.configure(ConfigureRequest(Config(dict(config), "shop")))


def declared(*users: Any, **changed: Any) -> dict[str, Any]:
    """Inputs as a program hands them over; what is None reaches nobody."""
    given = {"provider": "oura", "users": list(users), "env": "sandbox", "region": "us", **changed}
    return {key: value for key, value in given.items() if value is not None}
