"""An HTML page taken apart by the standard library: its elements in order, and the text that it shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "br", "hr", "img", "input", "link", "source", "base"}
_BLOCKS = {"th", "td", "dt", "dd", "li", "p", "h1", "h2", "h3", "summary"}
_NOT_SHOWN = {"style", "script", "title"}


@dataclass
class Element:
    """One element."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    """The tags around it."""

    said: list[tuple[bool, str]]
    """All text of the page, and whether it is shown; from `first` to `last` it is this element's."""

    first: int
    last: int = 0

    @property
    def text(self) -> str:
        """The text of all that is in it."""
        own = self.tag in _NOT_SHOWN
        return "".join(text for shown, text in self.said[self.first : self.last] if shown or own)


@dataclass
class Page:
    """All elements, in the order in which they open."""

    elements: list[Element] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        """Those of some kinds."""
        return [one for one in self.elements if one.tag in tags]

    def one(self, tag: str) -> Element:
        """The only one of its kind."""
        (found,) = self.all(tag)
        return found

    def attributes(self, name: str) -> Iterator[str]:
        """Every value of an attribute."""
        return (one.attributes[name] for one in self.elements if name in one.attributes)

    def structure(self) -> list[tuple[str, ...]]:
        """What there is, but for text and values."""
        return [(one.tag, *sorted(one.attributes)) for one in self.elements]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[Element] = []
        self.said: list[tuple[bool, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"<{tag}> has an attribute twice: {attrs}"
        if tag in _BLOCKS:
            self.handle_data(" ")
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, tuple(one.tag for one in self.open), self.said, len(self.said))
        self.page.elements.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> ends nothing"
        assert self.open[-1].tag == tag, f"</{tag}> where <{self.open[-1].tag}> is open"
        self.open.pop().last = len(self.said)
        if tag in _BLOCKS:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        self.said.append((not {one.tag for one in self.open} & _NOT_SHOWN, data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def parse(html: str) -> Page:
    """Read a page; whatever is not closed, or closed out of order, is an error."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    assert not parser.open, f"not closed: {[one.tag for one in parser.open]}"
    return parser.page


def flat(text: str) -> str:
    """Text as a browser lays it out: white space is one space."""
    return " ".join(text.split())
