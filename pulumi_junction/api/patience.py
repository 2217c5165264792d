"""How long and how often one call may try; apart from the loop, so that it costs no import of HTTP."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds in all, and attempts in all, for one call."""

    budget: float = 60.0
    attempts: int = 6


PATIENCE_OF_PREVIEWS = Patience(budget=5.0, attempts=2)
"""A preview that cannot learn the limits goes on without them."""
