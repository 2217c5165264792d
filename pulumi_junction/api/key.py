"""The management key as a text that shows itself to nobody but the header that carries it."""

import urllib.parse
from typing import Any

_MASK = "<key>"
_SHORTEST = 8
"""A shorter one, as a test may have, could be part of any word."""


class Key(str):
    """Shown masked wherever somebody prints it, or captures the local variables of a failure; never stored."""

    __slots__ = ()

    def __new__(cls, text: str) -> "Key":
        """Return a key as it is: made of its own `str` it would be the mask."""
        return text if isinstance(text, cls) else super().__new__(cls, text)

    def hide(self, text: str) -> str:
        """Mask the key in what somebody else says."""
        if len(self) >= _SHORTEST:
            for one in (self[:], urllib.parse.quote(self[:], safe="")):
                text = text.replace(one, _MASK)
        return text

    def __repr__(self) -> str:
        return _MASK

    def __str__(self) -> str:
        return _MASK

    def __format__(self, spec: str) -> str:
        return format(_MASK, spec)

    def __reduce_ex__(self, protocol: object) -> Any:
        raise TypeError("a key is not to be pickled")
