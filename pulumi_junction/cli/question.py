"""A question on a terminal, and what counts as an answer."""

import sys


def can_ask() -> bool:
    """Tell whether somebody reads a question and can answer it."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def answer(question: str) -> str:
    """Ask on stderr, as stdout may lead to a program. No answer at all is an empty one."""
    print(question, end=" ", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line.endswith("\n"):
        print(file=sys.stderr)
    return line.strip().lower()


def agreed(question: str) -> bool:
    """Any other answer than yes, and none at all, is no."""
    return answer(f"{question} [y/N]:") in ("y", "yes")
