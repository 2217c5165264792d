"""A key as a text that shows itself to nobody but the header that carries it."""

import urllib.parse

from pulumi_junction.core.masked import Masked

_SHORTEST = 8
"""A shorter one, as a test may have, could be part of any word."""


class Key(Masked):
    """Never stored."""

    __slots__ = ()

    MASK = "<key>"

    def __new__(cls, text: str) -> "Key":
        """Return a key as it is."""
        return text if isinstance(text, cls) else str.__new__(cls, text)

    def hide(self, text: str) -> str:
        """Mask the key in what somebody else says."""
        if len(self) >= _SHORTEST:
            for one in (self.text, urllib.parse.quote(self.text, safe="")):
                text = text.replace(one, self.MASK)
        return text
