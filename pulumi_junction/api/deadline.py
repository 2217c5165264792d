"""A time limit that holds whatever the work is stuck in, such as a look-up of names or headers that never end."""

import threading
from collections.abc import Callable
from concurrent import futures
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return or raise what *work* does; TimeoutError when it has not ended in time.

    It has a thread of its own, which is left behind when it is late: HTTPX limits the time for each read, and what it
    reads may come byte by byte for ever.
    """
    ended: futures.Future[T] = futures.Future()

    def run() -> None:
        try:
            ended.set_result(work())
        except BaseException as reason:
            ended.set_exception(reason)

    try:
        threading.Thread(target=run, name="junction-request", daemon=True).start()
    except RuntimeError:  # Python is ending and starts no more threads, but what has begun is to be finished
        return work()
    if not futures.wait([ended], seconds).done:
        raise TimeoutError
    return ended.result()
