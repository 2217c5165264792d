"""Where previews come from: files, folders of files that are named after their stacks, standard input."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from pathlib import Path

from pulumi_junction.core import catalogue
from pulumi_junction.core.check import misspelt
from pulumi_junction.errors import JunctionError
from pulumi_junction.report.preview import Preview
from pulumi_junction.report.reading import HOW, UnreadableError, read

STDIN = "-"
_SUFFIXES = (".jsonl", ".json", ".ndjson")


def previews(labelled: Iterable[str], paths: Iterable[str], stdin: Callable[[], str]) -> dict[str, Preview]:
    """Read everything, by stack: `NAME=FILE` as labelled, other files after the stack that they speak of."""
    found: dict[str, Preview] = {}
    for name, where in (*map(_labelled, labelled), *_each(paths)):
        preview = read(_text(where, stdin), where)
        stack = name or preview.stack or Path(where).stem
        if stack in found:
            raise UnreadableError(f"{where}: stack {stack} was given twice.", "Name them with --stack NAME=FILE.")
        found[stack] = preview
    if not found:
        raise UnreadableError("no preview was given.", HOW)
    return found


def _labelled(text: str) -> tuple[str, str]:
    name, equals, where = text.partition("=")
    if not (name and equals and where):
        raise UnreadableError(f"--stack {text}: this is not NAME=FILE.", "For example --stack production-eu=eu.jsonl.")
    return name, where


def _each(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        if not Path(path).is_dir():
            yield "", path
            continue
        files = sorted(one for one in Path(path).iterdir() if one.suffix in _SUFFIXES and one.is_file())
        if not files:
            raise UnreadableError(f"{path}: there is no {' or '.join(_SUFFIXES)} file in this folder.", HOW)
        yield from ((one.stem, str(one)) for one in files)


def _text(where: str, stdin: Callable[[], str]) -> str:
    try:
        return stdin().removeprefix("\ufeff") if where == STDIN else Path(where).read_text(encoding="utf-8-sig")
    except AttributeError:
        raise UnreadableError("standard input is closed.", HOW) from None
    except OSError as problem:
        raise UnreadableError(f"{where}: it cannot be read ({problem.strerror}).", HOW) from None
    except ValueError:
        raise UnreadableError(f"{where}: this is not UTF-8 text.", HOW) from None


def counts_of_connections(given: Iterable[str], stacks: Container[str]) -> Mapping[str, Mapping[str, int]]:
    """Read `[STACK/]PROVIDER=N`, repeated: by stack, "" for every stack."""
    found: dict[str, dict[str, int]] = {}
    for text in given:
        where, _, number = text.partition("=")
        stack, _, slug = where.rpartition("/")
        if not (slug and number.isascii() and number.isdecimal()):
            raise JunctionError(f"--connections {text}: this is not [STACK/]PROVIDER=N.", "For example oura=320.")
        if stack and stack not in stacks:
            raise JunctionError(f"--connections {text}: there is no preview of a stack {stack}.")
        for problem in misspelt([slug], catalogue.load()):
            raise JunctionError(f"--connections {problem.reason}")
        found.setdefault(stack, {})[slug] = int(number)
    return found
