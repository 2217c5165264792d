"""What no report may show: keys and tokens that a message, a policy or a traceback has let slip.

The engine masks what it knows to be secret. This is for the rest: free text that programs and services wrote.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from urllib.parse import quote

MASK = "<secret>"

_NAMES = re.compile(r"(KEY|KEY_ID|TOKEN|SECRET|PASS|PASSWORD|PASSPHRASE|CREDENTIALS)$", re.IGNORECASE)
_SHORTEST = 8
"""A shorter one could be part of any word."""

_KEYS = re.compile(
    r"""
      \b[ps]k_[A-Za-z0-9_-]{8,}                                         # Junction's team API keys
    | \bpul-[0-9a-f]{20,}                                               # Pulumi
    | \b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,})  # GitHub, GitLab
    | \bA(?:KIA|SIA)[0-9A-Z]{16}\b                                      # AWS
    | \beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*                                  # JSON web tokens
    | (?<=://)[^\s/@]+:[^\s/@]+(?=@)                                    # user:password@ in a URL
    | (?i:(?<=authorization:)|(?<=management-key:)|(?<=api-key:)|(?<=bearer))\s*[^\s,;'"]{6,}(?:\s+[^\s,;'"]{8,})?
    """,
    re.VERBOSE,
)


def hide(text: str, environ: Mapping[str, str]) -> str:
    """Mask the values of variables that are named like secrets, and what looks like a known kind of key."""
    for secret in _secrets(frozenset((name, value) for name, value in environ.items() if _NAMES.search(name))):
        text = text.replace(secret, MASK)
    return _KEYS.sub(MASK, text)


@cache
def _secrets(variables: frozenset[tuple[str, str]]) -> Sequence[str]:
    """Each value as it may be written, the longest first."""
    values = {stripped for _, value in variables if len(stripped := value.strip()) >= _SHORTEST}
    written = {spelt for one in values for spelt in (one, repr(one)[1:-1], json.dumps(one)[1:-1], quote(one, safe=""))}
    return sorted(written, key=len, reverse=True)
