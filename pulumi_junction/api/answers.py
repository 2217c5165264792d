"""An answer's body as one of the documented shapes, or one line that says where it is none."""

from collections.abc import Callable
from typing import TypeVar

from pulumi_junction.api.settings import Setting
from pulumi_junction.errors import ApiResponseError

T = TypeVar("T")

Shape = Callable[[bytes], T]
"""Reads a body; raises a MisshapenError, which holds nothing of it."""


class MisshapenError(Exception):
    """The body is not of the documented shape; `where`, as a path, or "" where it is not even JSON of that kind."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def read(shape: Shape[T], body: bytes, url: Setting, hide: Callable[[str], str] = str) -> T:
    """Read an answer; anything else than documented is an ApiResponseError that says where, and repeats nothing."""
    try:
        return shape(body)
    except MisshapenError as problem:
        where = hide(problem.where)[:80]
    del body  # it does not go along with the error, for whoever captures local variables
    what = f"at {where}" if where else "it is no JSON of that shape"
    raise ApiResponseError(
        f"the answer is not what the API documents ({what}).",
        f"Check {url.variable}; if it is right, please report this to the authors of pulumi-junction.",
    )
