"""How long and how often one call may try, and how many at a time; apart from the loop, so that it imports no HTTP."""

from dataclasses import dataclass, replace

AT_A_TIME = 4
"""Requests of one client."""


@dataclass(frozen=True, slots=True)
class Patience:
    """What one call may take before it is given up."""

    budget: float = 60.0
    """Seconds, for all attempts and the waits between them."""

    attempts: int = 6
    """The first one included."""

    variable: str = ""
    """Where somebody can allow more seconds, if anywhere."""

    def within(self, most: "Patience") -> "Patience":
        """Return the same, but no longer and no more often than *most*."""
        return replace(self, budget=min(self.budget, most.budget), attempts=min(self.attempts, most.attempts))


PATIENCE_OF_PREVIEWS = Patience(budget=5.0, attempts=2)
"""A preview that cannot learn the limits goes on without them."""
