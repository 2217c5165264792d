"""What no report may show: keys and tokens that a message, a policy or a traceback has let slip.

The engine masks what it knows to be secret. This is for the rest: free text that programs and services wrote.
"""

import re
from collections.abc import Mapping
from functools import reduce

MASK = "<secret>"

_NAMES = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD|PASSPHRASE)$")
_SHORTEST = 8
"""A shorter one could be part of any word."""

_KEYS = re.compile(r"\b(?:[ps]k_[A-Za-z0-9_-]{8,}|pul-[0-9a-f]{20,}|gh[pousr]_[A-Za-z0-9]{20,})")
"""Junction's team API keys, Pulumi's and GitHub's tokens."""


def hide(text: str, environ: Mapping[str, str]) -> str:
    """Mask the values of variables that are named like secrets, and what looks like a known kind of key."""
    secrets = {value for name, value in environ.items() if _NAMES.search(name) and len(value) >= _SHORTEST}
    known = reduce(lambda shown, secret: shown.replace(secret, MASK), sorted(secrets, key=len, reverse=True), text)
    return _KEYS.sub(MASK, known)
