"""Markdown pages as tests look at them: code blocks, inline code, links, headings, tables."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.support.repository import ROOT

_PARSER = MarkdownIt("commonmark").enable("table")


class Fence(NamedTuple):
    """A fenced code block."""

    place: str
    """File and line, for messages."""

    language: str
    text: str
    note: str
    """The HTML comment right before it, which readers do not see; "" without one."""


class Span(NamedTuple):
    """Inline code, or the target of a link."""

    place: str
    text: str


class Page:
    """A Markdown file, or a section of one."""

    def __init__(self, file: Path, tokens: Sequence[Token] | None = None) -> None:
        self.file = file
        self._tokens = _PARSER.parse(file.read_text(encoding="utf-8")) if tokens is None else tokens

    def section(self, title: str) -> "Page":
        """What stands under the only heading of this text, sections below it included."""
        found = [index for index, heading in self._headings() if _plain(heading) == title]
        assert len(found) == 1, f"{self.file.name} needs one section named {title}, and has {len(found)}"
        (start,) = found
        level = self._tokens[start - 1].tag
        ends = (index for index, _ in self._headings() if index > start and self._tokens[index - 1].tag <= level)
        return Page(self.file, self._tokens[start : next(ends, len(self._tokens) + 1) - 1])

    def fences(self) -> Iterator[Fence]:
        """Code blocks in order."""
        note = ""
        for token in self._tokens:
            if token.type == "fence":
                yield Fence(self._place(token), token.info.partition(" ")[0], token.content, note)
            note = token.content if token.type == "html_block" else ""

    def code(self) -> Iterator[Span]:
        """Inline code in order."""
        for token in self._tokens:
            yield from (Span(self._place(token), text) for text in _code(token))

    def links(self) -> Iterator[Span]:
        """Targets of links and images in order."""
        for token in self._tokens:
            for child in token.children or ():
                if target := child.attrGet("href") or child.attrGet("src"):
                    yield Span(self._place(token), str(target))

    def headings(self, level: int) -> list[str]:
        """The texts of the headings of one level, in order."""
        return [_plain(heading) for index, heading in self._headings() if self._tokens[index - 1].tag == f"h{level}"]

    def anchors(self) -> set[str]:
        """What `#...` may say: the headings, as GitHub spells them."""
        found: set[str] = set()
        for _, heading in self._headings():
            slug = re.sub(r"[^\w\- ]", "", _plain(heading).lower()).replace(" ", "-")
            again = sum(name == slug or re.fullmatch(rf"{slug}-\d+", name) is not None for name in found)
            found.add(f"{slug}-{again}" if again else slug)
        return found

    def explained(self) -> set[str]:
        """The inline code in the first cells of tables."""
        rows = zip(self._tokens, self._tokens[1:], self._tokens[2:], strict=False)
        first = (cell for row, _, cell in rows if row.type == "tr_open")
        return {text for cell in first for text in _code(cell)}

    def _headings(self) -> Iterator[tuple[int, Token]]:
        """The inline token of each heading, and where it is."""
        for index, token in enumerate(self._tokens):
            if token.type == "heading_open":
                yield index + 1, self._tokens[index + 1]

    def _place(self, token: Token) -> str:
        line = token.map[0] + 1 if token.map else 0
        return f"{self.file.relative_to(ROOT)}:{line}"


def _code(token: Token) -> list[str]:
    return [child.content for child in token.children or () if child.type == "code_inline"]


def _plain(token: Token) -> str:
    return "".join(child.content for child in token.children or () if child.type in ("text", "code_inline"))
