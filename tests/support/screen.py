"""A standard output that says it is a terminal."""

import io


class Screen(io.StringIO):
    """Keeps what is written there."""

    def isatty(self) -> bool:
        return True
