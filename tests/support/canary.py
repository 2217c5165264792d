"""A key that sings wherever it turns up: searched for as it is, and in the forms that it could take on its way."""

import base64
import traceback
import urllib.parse
from collections.abc import Iterable, Iterator

KEY = "mg-canary+7Qx/93vK=ZpL0"
"""With characters that look different in a URL, in JSON and in HTML."""


def forms() -> Iterator[bytes]:
    """Itself, URL-encoded, hexadecimal, and base64 of any text around it."""
    plain = KEY.encode()
    yield plain
    yield urllib.parse.quote(KEY, safe="").encode()
    yield plain.hex().encode()
    for before in range(3):
        whole = b"x" * before + plain
        inner = slice((before * 8 + 5) // 6, len(whole) * 8 // 6)  # the characters that hold nothing but the key
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(whole)[inner]


FORMS = tuple(forms())


def sings(text: str | bytes) -> bool:
    """Tell whether the key is in there, in any form."""
    data = text.encode(errors="replace") if isinstance(text, str) else text
    return any(form in data for form in FORMS)


def singing(texts: Iterable[tuple[str, str | bytes]]) -> list[str]:
    """Name the texts that have it."""
    return [name for name, text in texts if sings(text)]


def crash_report(reason: BaseException, without: str = "") -> str:
    """All that a tool for crash reports can show: the whole chain, hidden parts too, with every local variable.

    *without* is the file of a test whose own variables hold the key.
    """
    seen: list[BaseException] = []
    _collect(reason, seen)
    return "\n".join(_shown(one, without) for one in seen)


def _collect(reason: BaseException | None, seen: list[BaseException]) -> None:
    if reason is None or any(one is reason for one in seen):
        return
    seen.append(reason)
    _collect(reason.__cause__, seen)
    _collect(reason.__context__, seen)


def _shown(reason: BaseException, without: str) -> str:
    report = traceback.TracebackException(type(reason), reason, reason.__traceback__, capture_locals=True)
    report.stack = traceback.StackSummary.from_list([frame for frame in report.stack if frame.filename != without])
    return "".join([*report.format(chain=False), repr(reason), repr(reason.args), repr(vars(reason))])
