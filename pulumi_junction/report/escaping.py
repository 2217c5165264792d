"""Other people's text in Markdown: shown as it is, never acted upon."""

import re

from pulumi_junction.core.changes import LONGEST_LABEL

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#!|~$^]|^[-+=:]|(?<=^\d)[.)])")
_HTML = {"&": "&amp;", "\\<": "&lt;", "\\>": "&gt;"}
_ENTITIES = re.compile(r"&|\\[<>]")
_REFERENCES = re.compile(r"(?<=@)(?=\w)|(?<=#)(?=\d)|(?<=://)|(?<=[wW]{3}\.)|(?<=\b[gG][hH]-)(?=\d)")
_COMMITS = re.compile(r"\b([0-9a-f]{7})([0-9a-f]{33})\b")
_BREAK = "\N{ZERO WIDTH SPACE}"
_FENCE = re.compile(r"`{3,}")


def inline(text: str, longest: int = LONGEST_LABEL) -> str:
    """Write text into a line or a table cell: no markup, no HTML, no mention of people or issues, no link."""
    flat = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    cut = flat if len(flat) <= longest else flat[: longest - 3] + "..."
    broken = _COMMITS.sub(rf"\1{_BREAK}\2", _REFERENCES.sub(_BREAK, cut))
    return _ENTITIES.sub(lambda found: _HTML[found[0]], _MARKUP.sub(r"\\\1", broken))


def code(text: str) -> str:
    """Write text as code in a line: no table ends there, and no longer run of backticks ends it."""
    flat = " ".join(text.split()).replace("|", "\\|")
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", flat)), default=0) + 1)
    space = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{ticks}{space}{flat}{space}{ticks}"


def block(text: str, longest: int, language: str = "text") -> str:
    """Write text as a block of code, cut after so many characters."""
    shown = text if len(text) <= longest else f"{text[:longest]}\n... and {len(text) - longest} characters more"
    fence = "`" * max((len(run) + 1 for run in _FENCE.findall(shown)), default=3)
    return f"{fence}{language}\n{shown}\n{fence}"
