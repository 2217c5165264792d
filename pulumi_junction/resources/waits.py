"""What a function shows while the program waits for an answer."""

from collections.abc import Callable
from contextlib import suppress

import pulumi


def shown_by(name: str) -> Callable[[str], None]:
    """Show lines of that function, gone afterwards: a minute without a word looks like a program that hangs."""

    def say(line: str) -> None:
        with suppress(Exception):  # a message never fails a program
            pulumi.log.info(f"{name}: {line}", ephemeral=True)

    return say
