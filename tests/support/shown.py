"""What a page shows of a command's output, and what was printed, made comparable."""

import re


def normalised(output: str) -> list[str]:
    """Without what differs from run to run: ids made by chance, durations, blanks at the ends of lines."""
    steady = re.sub(r"\[id=([\w/]+)/[0-9a-f]{8}\]", r"[id=\1/…]", output)
    steady = re.sub(r"\(\d+(\.\d+)?s\)", "(…s)", steady)
    return [line.rstrip() for line in steady.splitlines() if line.strip()]
