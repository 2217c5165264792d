"""What a service may show, and what an export makes of it."""

from collections.abc import Mapping

from pulumi_junction.cli.export.model import Export, export
from pulumi_junction.core.catalogue import load
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.values import Days, LiveProvider

SCOPE = Scope("0a1b2c3d-0000-4000-8000-000000000001", "sandbox", "us")
ACME = "3aac0000-0000-4000-8000-00000000000a"
BETA = "7c1e0000-0000-4000-8000-00000000000b"
CURA = "9d2f0000-0000-4000-8000-00000000000c"


def live(days: int, limit: int | None = 365, **overrides: int) -> LiveProvider:
    return LiveProvider(Days(days, limit), {name: Days(one, limit) for name, one in overrides.items()})


def exported(teams: Mapping[str, Mapping[str, LiveProvider]]) -> Export:
    return export(SCOPE, teams, load())
