"""Every program in the documentation runs on the real engine, and prints what the page says it prints.

A ```python block is a whole program. A ```text block after it is what `pulumi` prints: its first line is the command,
the rest the output. A comment before the block tells what came before the command, see `BEFORE`.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import pulumi_junction
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support import processes
from tests.support.markdown import Fence, Page
from tests.support.repository import ROOT, pages

README = ROOT / "README.md"
BEFORE = re.compile(r"<!-- after `pulumi up`, with (\S+) in the program above changed to (\S+) -->\s*")
STACK = "sandbox-us"
PROJECT = "name: quickstart\nruntime: python\n"

Pulumi = Callable[..., processes.Finished]


class Example(NamedTuple):
    """A program, and what a page shows of it."""

    program: Fence
    shown: Fence | None

    def __str__(self) -> str:
        return (self.shown or self.program).place


def examples(file: Path) -> Iterator[Example]:
    """Each program with each output that follows it; the README alone shows outputs of the programs above them."""
    fences = list(Page(file).fences())
    for index, program in enumerate(fences):
        if program.language != "python":
            continue
        after = fences[index + 1 :]
        end = next((place for place, fence in enumerate(after) if fence.language == "python"), len(after))
        shown = [fence for fence in after[:end] if fence.language == "text" and file == README]
        yield from [Example(program, fence) for fence in shown] or [Example(program, None)]


EXAMPLES = [example for page in pages("README.md", "docs/resources") for example in examples(page)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "quickstart"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text(PROJECT, encoding="utf-8")
    return folder


@pytest.fixture
def pulumi(project: Path, cli_folder: Path, pulumi_home: Path) -> Iterator[Pulumi]:
    """Run the CLI in the project, with a pretend Junction; it must end well."""
    state = project.with_name("state")
    state.mkdir()
    foreign = re.compile(r"(PULUMI|JUNCTION)_|.*_proxy$", re.IGNORECASE)
    with ThreadedEmulator() as junction:
        env = {name: value for name, value in os.environ.items() if not foreign.match(name)} | {
            "PATH": os.pathsep.join([str(cli_folder), str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PULUMI_HOME": str(pulumi_home),
            "PULUMI_BACKEND_URL": state.as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "a passphrase",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_SKIP_CONFIRMATIONS": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "JUNCTION_MANAGEMENT_URL": junction.url,
            "JUNCTION_MANAGEMENT_KEY": junction.management_key,
            "JUNCTION_ORG_ID": junction.org_id,
        }

        def run(*arguments: str) -> processes.Finished:
            ended = processes.run([str(cli_folder / "pulumi"), *arguments], project, env)
            assert ended.code == 0, f"pulumi {' '.join(arguments)}:\n{ended.text}"
            return ended

        run("stack", "init", STACK)
        yield run


def test_the_readme_shows_a_program_and_its_preview() -> None:
    shown = [example.shown for example in EXAMPLES if example.shown]

    assert any(fence.text.startswith("$ pulumi preview --diff\n") for fence in shown)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_a_program_runs_and_prints_what_the_page_shows(example: Example, project: Path, pulumi: Pulumi) -> None:
    program = example.program.text
    main = project / "__main__.py"
    main.write_text(program, encoding="utf-8")
    if example.shown is None:
        pulumi("preview")
        return
    if example.shown.note:
        before = BEFORE.fullmatch(example.shown.note)
        assert before, f"{example}: this test does not know how to get there: {example.shown.note}"
        pulumi("up", "--skip-preview")
        assert program.count(before[1]) == 1
        main.write_text(program.replace(before[1], before[2]), encoding="utf-8")
    command, _, output = example.shown.text.partition("\n")
    assert command.startswith("$ pulumi "), f"{example}: the first line is the command"

    printed = pulumi(*command.split()[2:])

    assert normalised(output) == normalised(printed.text)


def normalised(output: str) -> list[str]:
    """Without what differs from run to run: ids made by chance, durations, blanks at the ends of lines."""
    steady = re.sub(r"\[id=(\w+)/(\w+)/[0-9a-f]{8}\]", r"[id=\1/\2/…]", output)
    steady = re.sub(r"\(\d+(\.\d+)?s\)", "(…s)", steady)
    return [line.rstrip() for line in steady.splitlines() if line.strip()]


def test_the_readmes_first_program_is_the_quickstart() -> None:
    first = next(example.program for example in examples(README))

    assert first.text == (ROOT / "examples" / "quickstart" / "__main__.py").read_text(encoding="utf-8")


def test_every_public_function_and_resource_is_in_a_program() -> None:
    programs = "\n".join(example.program.text for example in EXAMPLES)
    functions = [name for name in pulumi_junction.__all__ if not name.endswith(("Args", "ArgsDict", "_output"))]
    called = [name for name in functions if name.startswith("get_") or name == "TeamDataPullPreferences"]

    assert [name for name in called if f"{name}(" not in programs] == []
