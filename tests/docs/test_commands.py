"""Every command that a page tells people to type exists: make targets, `pulumi-junction`, config keys, variables."""

import itertools
import os
import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

from pulumi_junction.api.settings import SETTINGS
from pulumi_junction.cli.app import app
from tests.support import processes
from tests.support.markdown import Fence, Page
from tests.support.repository import ROOT, pages

WITHOUT_SERVICE = ("pulumi-junction catalogue", "pulumi-junction pulls estimate")
SHELLS = ("sh", "bash", "shell", "console")
CLI = typer.main.get_command(app)
"""What typer makes of the commands: `commands` and `params` as click has them."""


class Command(NamedTuple):
    """One command of a page, in words."""

    place: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.place} {' '.join(self.words)}"


def commands() -> Iterator[Command]:
    """Those in shell blocks, and those in the text that begin like a command."""
    for page in map(Page, pages()):
        for fence in page.fences():
            if fence.language in SHELLS:
                yield from split(fence.place, typed(fence.language, fence.text))
            elif fence.language == "text" and fence.text.startswith("$ "):
                yield from split(fence.place, fence.text[2:].partition("\n")[0])
        for span in page.code():
            if re.match(r"(make|pulumi-junction|pulumi config set|export) \S", span.text) and "…" not in span.text:
                yield from split(span.place, span.text)


def typed(language: str, text: str) -> str:
    """A ```console block has prompts, and output between them."""
    if language != "console":
        return text
    return "\n".join(line[2:] for line in text.replace("\\\n", " ").splitlines() if line.startswith("$ "))


def split(place: str, text: str) -> Iterator[Command]:
    """At the ends of lines, `&&`, `|` and `;`, but not within quotation marks; comments are left out."""
    text = re.sub(r"(^|\s)# .*$", "", text.replace("\\\n", " "), flags=re.MULTILINE)
    lexer = shlex.shlex(text, posix=True, punctuation_chars="&|;\n")
    lexer.whitespace = " \t"
    lexer.commenters = ""
    lexer.whitespace_split = True
    words: list[str] = []
    for word in [*lexer, ";"]:
        if not set(word) <= set("&|;\n"):
            words.append(word)
        elif words:
            yield Command(place, tuple(words))
            words = []


COMMANDS = list(commands())


def of(*start: str) -> list[Command]:
    return [command for command in COMMANDS if without_variables(command.words)[: len(start)] == start]


def without_variables(words: Sequence[str]) -> tuple[str, ...]:
    """`CI=true make check` is `make check`."""
    first = next((index for index, word in enumerate(words) if not re.match(r"\w+=", word)), len(words))
    return tuple(words[first:])


def shown_outputs() -> Iterator[tuple[Fence, Fence]]:
    """Commands that end by themselves, with the output that the page shows of them."""
    for page in map(Page, pages("docs")):
        for block, after in itertools.pairwise(page.fences()):
            if block.text.startswith(WITHOUT_SERVICE) and after.language == "text":
                yield block, after


def test_every_kind_of_command_was_found() -> None:
    kinds = [("make", "demo"), ("make", "test"), ("pulumi-junction", "catalogue"), ("pulumi", "config", "set")]

    assert [kind for kind in kinds if not of(*kind)] == []


@pytest.mark.parametrize("command", of("make"), ids=str)
def test_a_make_target_exists(command: Command) -> None:
    known = re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    targets = [word for word in without_variables(command.words)[1:] if not re.match(r"-|\w+=", word)]

    assert set(targets) <= set(known)


@pytest.mark.parametrize("command", of("pulumi-junction"), ids=str)
def test_a_command_and_its_options_exist(command: Command) -> None:
    _, *words = without_variables(command.words)
    options = [word.partition("=")[0] for word in words if re.match(r"-.", word) and word != "--help"]
    named = CLI
    for word in words:
        known = vars(named).get("commands")
        if known is None or word.startswith("-"):
            break
        assert word in known
        named = known[word]

    assert set(options) <= {name for param in named.params for name in param.opts}


@pytest.mark.parametrize("command", of("pulumi", "config", "set"), ids=str)
def test_a_configuration_key_exists_and_secrets_are_set_as_such(command: Command) -> None:
    words = without_variables(command.words)[3:]
    keys = [word for word in words if ":" in word and "/" not in word]
    known = {setting.key: setting for setting in SETTINGS}

    assert [key for key in keys if key not in known] == []
    assert len(keys) == 1
    assert ("--secret" in words) == known[keys[0]].secret


@pytest.mark.parametrize("command", [one for one in COMMANDS if "JUNCTION_" in str(one)], ids=str)
def test_a_variable_exists(command: Command) -> None:
    known = {setting.variable for setting in SETTINGS}

    assert set(re.findall(r"\bJUNCTION_[A-Z_]+", " ".join(command.words))) <= known


@pytest.mark.parametrize(("block", "shown"), [pytest.param(*pair, id=pair[0].place) for pair in shown_outputs()])
def test_a_command_prints_what_the_page_shows(block: Fence, shown: Fence, tmp_path: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

    printed = processes.run(["sh", "-c", block.text], tmp_path, {**os.environ, "PATH": path})

    assert printed == processes.Finished(0, shown.text, "")
