"""What a message may say of a resource whose arguments are secrets: no number, no team, no label."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pulumi_junction.core.identity import UUID
from pulumi_junction.errors import JunctionError
from pulumi_junction.providers.session import Values

_QUOTED_KEY = re.compile(r'\["[^"]*"\]')


def hidden(values: Values, also: object) -> Values:
    """Return the same as of a secret resource, where it is one or there is another reason."""
    return {**values, "secret": values.get("secret") or also}


def masked(text: str, values: Values) -> str:
    """Take numbers, teams and labels out of a text about a secret resource; any other stays as it is."""
    if not values.get("secret"):
        return text
    text = _QUOTED_KEY.sub('["…"]', UUID.sub("…", text))
    teams = values.get("teams")
    labels = {label for label in teams.values() if isinstance(label, str)} if isinstance(teams, Mapping) else set()
    for label in sorted(labels - {""}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(label)}(?!\w)", "…", text)
    return re.sub(r"\((\d{3})\)|\d+", lambda found: found[0] if found[1] else "…", text)  # (403) is no secret


@contextmanager
def masking(values: Values) -> Iterator[None]:
    """Let a failure of a secret resource out without what is secret in it."""
    try:
        yield
    except JunctionError as problem:
        if not values.get("secret"):
            raise
        raise JunctionError(masked(str(problem), values)) from None
