"""Faults in words, such as `POST#2 503 retry-after=1`: one language for Python, the command and the endpoint."""

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import NoReturn
from urllib.parse import urlsplit

from pulumi_junction.emulator.reading import EXPORT, only_reads

LONGEST_SECONDS = 60

GRAMMAR = (
    "METHOD[PATH][#N[-[M]]] WHAT [after] [NAME=VALUE ...], such as 'POST#2 503 retry-after=1' or 'GET/v2/link 503', "
    "with GET, POST, DELETE or ANY and 400 to 599, cut, drip, drop, empty, empty-page, garble, hang, html, loop, "
    "redirect, shape, slow or stall"
)

_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "status": ("retry-after",),
    "cut": (),
    "drip": ("seconds",),
    "drop": (),
    "empty": (),
    "empty-page": (),
    "garble": (),
    "hang": ("seconds",),
    "html": ("status", "retry-after"),
    "loop": (),
    "redirect": ("to",),
    "shape": (),
    "slow": ("seconds",),
    "stall": ("seconds",),
}
"""What a fault can be (a number is a `status`), each with what may be said of it besides `times`."""

_OF_READING = ("empty-page", "loop")
_CARRIED_OUT = ("slow", *_OF_READING)
"""These show what the service really answers, so there is no before and after."""

# A misspelt one would count nothing, and nobody would notice.
_PATHS = (
    "/v1/org",
    "/v2/link/bulk_trigger_historical_pull",
    "/v2/link/bulk_import",
    EXPORT,
    "/v2/link/bulk_pause",
    "/v2/link/bulk_op",
    "/v2/introspect/historical_pull",
)

# Numbers of nine digits at most: Python refuses to read very long ones.
_HEAD = re.compile(r"(GET|POST|DELETE|ANY)(/[\w/-]*)?(?:#([1-9]\d{0,8})(-([1-9]\d{0,8})?)?)?", re.ASCII)
_STATUS = re.compile(r"[45]\d\d", re.ASCII)


class FaultSyntaxError(ValueError):
    """A text that is no fault; one line that shows how one is written."""


@dataclass(frozen=True)
class Fault:
    """One fault; requests are counted from 1, the next one of its method and path."""

    method: str
    what: str
    path: str = ""
    """The beginning of the paths that it is for."""

    first: int = 1
    last: int | None = None
    """None: for ever."""

    after: bool = False
    """The request is carried out before the fault: what gets lost is the answer."""

    options: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The text that `parse` makes this fault of."""
        words = [self.method + self.path + self._range(), self.what, *(["after"] if self.after else [])]
        return " ".join([*words, *(shlex.quote(f"{name}={value}") for name, value in self.options.items())])

    def _range(self) -> str:
        if self.last is None:
            return "" if self.first == 1 else f"#{self.first}-"
        return f"#{self.first}" if self.first == self.last else f"#{self.first}-{self.last}"

    def counts(self, method: str, path: str) -> bool:
        """Whether a request is one of those it counts."""
        return self.method in (method, "ANY") and path.startswith(self.path)

    def counted(self) -> "Fault | None":
        """What is left of it when one more request has been counted."""
        if self.last == 1:
            return None
        return replace(self, first=max(self.first - 1, 1), last=self.last and self.last - 1)

    def status(self, otherwise: int = 200) -> int:
        """Of the answer: what it is, or what was said of it."""
        return int(self.what) if _STATUS.fullmatch(self.what) else int(self.options.get("status", otherwise))

    def seconds(self, otherwise: float = LONGEST_SECONDS) -> float:
        """How long it takes."""
        return float(self.options.get("seconds", otherwise))


def parse(text: str) -> Fault:
    """`METHOD[PATH][#N[-[M]]] WHAT [after] [NAME=VALUE ...]`; without `#` every request of the method and path."""
    try:
        return _fault(text)
    except ValueError as wrong:
        shown = text if len(text) <= 60 else text[:57] + "..."
        raise FaultSyntaxError(f"{shown!r}: {wrong}; write {GRAMMAR}") from None


def _fault(text: str) -> Fault:
    head, what, *rest = [*shlex.split(text), "", ""]
    known = _HEAD.fullmatch(head) or _wrong(f"{head!r} is not METHOD[PATH][#N[-[M]]]")
    path = known[2] or ""
    if not any(one.startswith(path) or path.startswith(f"{one}/") for one in _PATHS):
        _wrong(f"{path!r} begins no path of the API")
    kind = "status" if _STATUS.fullmatch(what) else what
    if kind not in _OPTIONS or what == "status":
        _wrong(f"{what!r} is not a WHAT")
    words = [word for word in rest if word]
    after = _whether_after(words, known[1], kind)
    options = _options(words, kind)
    first, last = _counted_from(known, int(options.pop("times", 0)))
    if kind in _OF_READING and not only_reads(known[1], path):
        _wrong(f"{what} is for GET and POST{EXPORT}")
    return Fault(known[1], what, path, first, last, after, options)


def _whether_after(words: list[str], method: str, kind: str) -> bool:
    """Take the words `before` and `after` out of *words*."""
    said = [word for word in words if word in ("before", "after")]
    words[:] = [word for word in words if word not in said]
    if len(said) > 1:
        _wrong("before or after is said once")
    if said and (method == "GET" or kind in _CARRIED_OUT):
        _wrong(f"{said[0]} is for what can be lost of a POST or DELETE")
    return said == ["after"]


def _options(words: list[str], kind: str) -> dict[str, str]:
    options: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or name not in (*_OPTIONS[kind], "times") or name in options:
            _wrong(f"{word!r} says nothing of it")
        is_one, kinds = _VALUES[name]
        if not is_one(value):
            _wrong(f"{name} is {kinds}, not {value!r}")
        options[name] = value
    return options


def _counted_from(head: "re.Match[str]", times: int) -> tuple[int, int | None]:
    first, last = int(head[3] or 1), int(head[5]) if head[5] else None
    if times and head[4]:
        _wrong("times stands beside #N, not beside a range")
    if last is not None and last < first:
        _wrong(f"it would end at {last} before it begins at {first}")
    if head[4] or not (times or head[3]):
        return first, last
    return first, first + (times or 1) - 1


def _wrong(reason: str) -> NoReturn:
    raise ValueError(reason)


def _is_retry_after(value: str) -> bool:
    """Seconds, an HTTP date, or `date+SECONDS`, which becomes an HTTP date that far from the answer."""
    if re.fullmatch(r"(date[+-])?\d{1,9}", value, re.ASCII):
        return True
    try:
        return value.isascii() and value.isprintable() and bool(parsedate_to_datetime(value))
    except ValueError:
        return False


def _is_seconds(value: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}(\.\d{1,6})?", value, re.ASCII)) and 0 < float(value) <= LONGEST_SECONDS


def _is_loopback_url(value: str) -> bool:
    """No key may be sent to another machine, whatever a client makes of a redirect."""
    try:
        url = urlsplit(value)
        local = ip_address(url.hostname or "").is_loopback and bool(url.port)
    except ValueError:
        return False
    return local and value.isascii() and value.isprintable() and url.scheme in ("http", "https") and not url.query


_VALUES: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "retry-after": (_is_retry_after, "SECONDS, an HTTP date or date+SECONDS"),
    "seconds": (_is_seconds, f"more than 0 and at most {LONGEST_SECONDS}"),
    "status": (lambda value: value == "200" or bool(_STATUS.fullmatch(value)), "200 or 400 to 599"),
    "times": (lambda value: bool(re.fullmatch(r"[1-9]\d{0,8}", value, re.ASCII)), "a whole number from 1"),
    "to": (_is_loopback_url, "http://127.0.0.1:PORT"),
}
