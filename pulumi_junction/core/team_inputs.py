"""What the normal forms of resources that use a team's API key have in common."""

from pulumi_junction.core import inputs
from pulumi_junction.core.catalogue import Catalogue
from pulumi_junction.core.describe import described
from pulumi_junction.core.identity import TEAM_API_KEYS_BEGIN
from pulumi_junction.core.throttle import TRIGGERABLE
from pulumi_junction.core.values import UNKNOWN, Problem

LONGEST_WAIT = 86_400
"""Seconds; longer than a day nobody keeps an update waiting."""


def text(path: str, value: object, what: str, problems: list[Problem]) -> object:
    """Take a text with something in it."""
    if value is UNKNOWN or (isinstance(value, str) and value.strip()):
        return value
    problems.append(Problem(path, f"must be {what}, not {described(value)}"))
    return None


def team(value: object, problems: list[Problem]) -> object:
    """Take a label; a key in its place would be stored in the clear."""
    what = "the label of one of the team API keys"
    if not (isinstance(value, str) and value.startswith(TEAM_API_KEYS_BEGIN)):
        return text("team", value, what, problems)
    problems.append(Problem("team", f"must be {what}, not a key"))
    return None


def wait(value: object, problems: list[Problem]) -> object:
    """Take whole seconds of a day at most."""
    if value is UNKNOWN:
        return value
    seconds = inputs.whole(value)
    if seconds is None or not 0 < seconds <= LONGEST_WAIT:
        problems.append(Problem("wait", f"must be whole seconds, 1 to {LONGEST_WAIT}, not {described(value)}"))
        return None
    return seconds


def judge(provider: object, catalogue: Catalogue) -> tuple[list[Problem], list[Problem]]:
    """Tell errors and warnings about the data provider. The enum is open: what is like no known one may pass."""
    if not isinstance(provider, str) or provider in TRIGGERABLE:
        return [], []
    known = catalogue.providers.get(provider)
    if known is not None and known.replaced_by is not None:
        return [Problem("provider", f"{provider} is retired; use {known.replaced_by}")], []
    near = None if known else catalogue.suggest_provider(provider)
    if near is not None:
        return [Problem("provider", f"{provider} is not a data provider that Junction lists; did you mean {near}?")], []
    reason = f"{provider} is not among those that the API's document lists; Junction has the last word"
    return [], [Problem("provider", reason)]
