"""`docs/policies.md` shows what the example's pack says of the program beside it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_policies import EXAMPLE, Pack
from tests.support.engine_programs import Program
from tests.support.markdown import Page
from tests.support.repository import ROOT

PAGE = Page(ROOT / "docs" / "policies.md")


def blocks(language: str) -> list[str]:
    return [fence.text for fence in PAGE.fences() if fence.language == language]


def running(text: str) -> Program:
    return lambda: exec(compile(text, PAGE.file, "exec"), {})


def policies(printed: str) -> str:
    """Take the block `Policies:` out of what Pulumi prints, without the place of this test's copy of the pack."""
    found = re.search(r"^Policies:\n(?: .*\n)+", printed, re.MULTILINE)
    assert found, printed
    return re.sub(r"\(local: .*\)", "(local: ../policy-pack)", found[0])


def test_the_page_shows_the_examples_pack() -> None:
    assert blocks("python")[0] == (EXAMPLE / "__main__.py").read_text(encoding="utf-8")


def test_the_page_shows_what_pulumi_prints_of_a_careless_change(
    emulator: ThreadedEmulator,
    new_stack: Callable[[str], EngineStack],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.delenv("JUNCTION_ENV")
    monkeypatch.delenv("JUNCTION_REGION")
    _, before, after, *_ = blocks("python")
    stack = new_stack("production-eu")
    stack.up(running(before))

    refused = stack.preview(running(after), fails=True, **Pack.example(tmp_path / "pack").options)

    assert policies(refused.text) == blocks("text")[0]


def test_every_message_that_the_page_explains_is_in_what_it_shows() -> None:
    shown, *messages = blocks("text")

    assert messages
    assert [message for message in messages if message.strip() not in shown] == []
