"""Waiting for something to come true, in place of sleeping for as long as it might take."""

import time
from collections.abc import Callable

SECONDS = 60.0
"""Far beyond what anything here takes; a bound, not a measurement."""


def until(condition: Callable[[], object], what: str, seconds: float = SECONDS) -> None:
    """Return once *condition* holds; after *seconds* the test fails, naming *what* did not happen."""
    __tracebackhide__ = True
    ends = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends:
            raise AssertionError(f"within {seconds:.0f} seconds: not {what}")
        time.sleep(0.01)
