"""The faults that are still to come."""

import threading

from pulumi_junction.emulator.faults import Fault, parse


class Faults:
    """Those told and not used up, in the order told. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: list[Fault] = []

    def add(self, *texts: str) -> None:
        """All of them, or with a FaultSyntaxError none."""
        faults = [parse(text) for text in texts]
        with self._lock:
            self._left += faults

    def clear(self) -> None:
        """What has begun goes on; nothing more begins."""
        with self._lock:
            self._left = []

    def left(self) -> list[str]:
        """In words, counted from now."""
        with self._lock:
            return [str(fault) for fault in self._left]

    def take(self, method: str, path: str = "/") -> Fault | None:
        """Count a request, and what happens to it. Each fault counts it; of several, the one told first happens."""
        with self._lock:
            counting = [fault for fault in self._left if fault.counts(method, path)]
            after = [fault.counted() if fault.counts(method, path) else fault for fault in self._left]
            self._left = [fault for fault in after if fault]
        return next((fault for fault in counting if fault.first == 1), None)
