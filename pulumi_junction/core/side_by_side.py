"""Doing the same to several items at a time."""

import contextvars
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

from pulumi_junction.errors import JunctionError

T = TypeVar("T")


def side_by_side(items: Sequence[T], work: Callable[[T], None], most: int) -> None:
    """Work on each of *items*, at most *most* at a time; returns when nothing goes on any more.

    After a failure nothing new begins, and what has begun is ended. Raises what failed first, and tells the others.
    """
    shared = _Shared(items, work)
    helpers = [_helper(shared.take_part) for _ in range(min(most, len(items)) - 1)]
    with suppress(RuntimeError):  # Python is ending and starts no more threads, but what has begun is to be finished
        for helper in helpers:
            helper.start()
    shared.take_part()
    for helper in helpers:
        if helper.ident is not None:
            helper.join()
    if shared.problems:
        raise _first_of(shared.problems)


class _Shared(Generic[T]):
    """What all threads take from."""

    def __init__(self, items: Sequence[T], work: Callable[[T], None]) -> None:
        self.problems: list[BaseException] = []
        self._rest = list(reversed(items))
        self._work = work
        self._lock = threading.Lock()

    def take_part(self) -> None:
        """Work until nothing is left. Never raises."""
        try:
            for item in iter(self._take, None):
                self._work(item[0])
        except BaseException as problem:
            self.problems.append(problem)

    def _take(self) -> tuple[T] | None:
        with self._lock:
            return (self._rest.pop(),) if self._rest and not self.problems else None


def _helper(work: Callable[[], None]) -> threading.Thread:
    """Make a thread that knows what its maker does, such as the call that is being served."""
    context = contextvars.copy_context()
    return threading.Thread(target=context.run, args=(work,), name="junction-helper", daemon=True)


def _first_of(problems: Sequence[BaseException]) -> BaseException:
    """Return the first one. What another tells may be known to nobody else, such as settings that were lost."""
    ours = [one for one in problems if isinstance(one, JunctionError)]
    bugs = [
        f"A bug in pulumi-junction: {type(one).__name__}." for one in problems if not isinstance(one, JunctionError)
    ]
    if not ours:
        return problems[0]
    ours[0].args = (" ".join(dict.fromkeys([*map(str, ours), *bugs])),)
    return ours[0]
