"""A text that shows itself to nobody but whoever asks for it: keys and tokens."""

from collections.abc import Mapping
from typing import Any


class Masked(str):
    """Shown masked wherever somebody prints it, or captures the local variables of a failure; never pickled.

    What makes another text of it (`+`, `join`, `encode`, `json.dumps`) has it in the clear.
    """

    __slots__ = ()

    MASK = "<hidden>"

    def __new__(cls, text: str) -> "Masked":
        """Return one as it is: made of its own `str` it would be the mask."""
        return text if isinstance(text, cls) else super().__new__(cls, text)

    def __repr__(self) -> str:
        return self.MASK

    def __str__(self) -> str:
        return self.MASK

    def __format__(self, spec: str) -> str:
        return format(self.MASK, spec)

    def __reduce_ex__(self, protocol: object) -> Any:
        raise TypeError("a secret is not to be pickled")

    def __getitem__(self, key: Any) -> str:
        """Mask a piece as well: some tools print the beginning of a long text."""
        return self.MASK

    @property
    def text(self) -> str:
        """What it is, in the clear."""
        return str.__getitem__(self, slice(None))


def masked(value: Any) -> Any:
    """Mask every text in a value, but for the names of members."""
    if isinstance(value, Mapping):
        return {key: masked(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [masked(one) for one in value]
    return Masked(value) if isinstance(value, str) else value
