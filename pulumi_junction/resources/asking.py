"""The Junction API for functions that a program calls."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pulumi

from pulumi_junction.api import settings
from pulumi_junction.api.team_keys import team_api_key
from pulumi_junction.core import catalogue, inputs
from pulumi_junction.core.check import misspelt
from pulumi_junction.core.describe import described
from pulumi_junction.core.values import Problem
from pulumi_junction.errors import JunctionError
from pulumi_junction.resources import scope
from pulumi_junction.resources.waits import shown_by

if TYPE_CHECKING:
    from pulumi_junction.api.junction import JunctionClient


@contextmanager
def asking(
    name: str, team: str | None, env: str | None, region: str | None, problems: list[Problem]
) -> Iterator[tuple["JunctionClient", tuple[str, str]]]:
    """Open the connection to the team's API; whatever goes wrong ends the program with one line."""
    found_env, found_region = scope.resolve_team_place(
        name, env, region, allow_cross_environment=True, things="questions"
    )
    place = (str(inputs.env(found_env, problems)), str(inputs.region(found_region, problems)))
    if problems:
        raise pulumi.RunError(f"{name}: " + "; ".join(str(problem) for problem in problems))
    try:
        with _client(name, team, place) as client:
            yield client, place
    except JunctionError as problem:
        raise pulumi.RunError(f"{name}: {problem}") from None


@contextmanager
def _client(name: str, team: str | None, place: tuple[str, str]) -> Iterator["JunctionClient"]:
    from pulumi_junction.api.junction import JunctionClient  # httpx: only for a program that asks

    config = scope.stack_config
    url, key = settings.junction_url(config, *place), team_api_key(config, team)
    client = JunctionClient(url, key, team=team, patience=settings.patience(config), say=shown_by(name))
    try:
        yield client
    finally:
        client.close()


def misspelt_provider(provider: object) -> Iterator[Problem]:
    """Find a data provider that is nearly a known one."""
    if provider is None:
        return
    if not isinstance(provider, str) or not provider:
        yield Problem("provider", f"must be a data provider, e.g. oura, not {described(provider)}")
        return
    for problem in misspelt([provider], catalogue.load()):
        yield Problem("provider", problem.reason)
