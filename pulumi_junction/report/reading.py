"""Text in, a Preview out: an event log (JSON lines) or the digest of `pulumi preview --json`."""

import json
from collections.abc import Iterator
from typing import Any

from pulumi_junction.errors import JunctionError
from pulumi_junction.report import event_log, preview_json
from pulumi_junction.report.preview import Preview

HOW = "Make one with `PULUMI_DEBUG_COMMANDS=true pulumi preview --refresh --run-program --diff --event-log FILE`."


class UnreadableError(JunctionError):
    """What was given is no preview."""


def read(text: str, where: str) -> Preview:
    """Tell the two forms apart and read one; raises UnreadableError, which names *where* it came from."""
    try:
        return _read(text, where)
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        raise UnreadableError(f"{where}: this is not as Pulumi writes it.", HOW) from None


def _read(text: str, where: str) -> Preview:
    try:
        whole = json.loads(text)
    except ValueError:
        whole = None
    if isinstance(whole, dict) and "sequence" not in whole:
        return _digest(whole, where)
    found = list(_lines(text, where))
    if not any(one.keys() & event_log.KINDS for one in found):
        raise UnreadableError(f"{where}: this is no event log and no preview digest of Pulumi.", HOW)
    _refuse(event_log.other_operation(found), where)
    return event_log.preview(found)


def _digest(whole: dict[str, Any], where: str) -> Preview:
    if "steps" not in whole and "diagnostics" not in whole:
        raise UnreadableError(f"{where}: this is no event log and no preview digest of Pulumi.", HOW)
    _refuse(preview_json.other_operation(whole), where)
    return preview_json.preview(whole)


def _refuse(other: str, where: str) -> None:
    if other:
        raise UnreadableError(f"{where}: this is of {other}.", HOW)


def _lines(text: str, where: str) -> Iterator[dict[str, Any]]:
    """One event a line; the last one may be cut off where a run was killed."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    for number, line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            if number == lines[-1][0] and number > 1:
                return
            raise UnreadableError(f"{where}:{number}: this is not JSON.", HOW) from None
        if not isinstance(event, dict):
            raise UnreadableError(f"{where}:{number}: this is no event of Pulumi.", HOW)
        yield event
