"""Every program in the documentation runs on the real engine, and prints what the page says it prints.

A ```python block is a whole program. A ```text block after it is what `pulumi` prints: its first line is the command,
the rest the output; without one it is a part of what `pulumi preview --diff` prints. A comment before the block tells
what came before, see `Scene`.
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
from tests.support.engine_connections import credentials
from tests.support.markdown import Fence, Page
from tests.support.moving import recipe
from tests.support.repository import ROOT, pages
from tests.support.shown import normalised

README = ROOT / "README.md"
STACK = "sandbox-us"
RESOURCES = ("TeamDataPullPreferences", "HistoricalPullTrigger", "ConnectionImport")
FILE = "oura.jsonl"
USERS = ("32c9ad4b-3def-5849-a832-581af7c153ff", "708387f8-f23a-523c-bb78-9e41a80bebeb")
PROJECT = "name: quickstart\nruntime: python\n"

Pulumi = Callable[..., processes.Finished]


class Example(NamedTuple):
    """A program, and what a page shows of it."""

    program: Fence
    shown: Fence | None

    def __str__(self) -> str:
        return (self.shown or self.program).place


def first_program() -> Fence:
    return next(fence for fence in Page(README).fences() if fence.language == "python")


def examples(file: Path) -> Iterator[Example]:
    """Each program, and each output with the program that it is of: the one above it, or the README's first."""
    program = None
    for fence in Page(file).fences():
        if fence.language == "python":
            program = fence
            yield Example(program, None)
        elif fence.language == "text":
            of_the_readme = fence.note.startswith("<!-- the program of the README;")
            of = first_program() if of_the_readme else program
            assert of is not None, f"{fence.place}: of which program is this?"
            yield Example(of, fence)


EXAMPLES = [example for page in pages("README.md", "docs/resources") for example in examples(page)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "quickstart"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text(PROJECT, encoding="utf-8")
    return folder


class Scene:
    """A program on the real engine with a pretend Junction, and what can happen before a command."""

    def __init__(self, main: Path, pulumi: Pulumi, junction: ThreadedEmulator) -> None:
        self.pulumi = pulumi
        self._main = main
        self._junction = junction
        self._steps: dict[str, Callable[..., object]] = {
            r"the program of the README": lambda: None,
            r"after `pulumi (up|refresh)`": lambda command: pulumi(command, "--yes", "--skip-preview"),
            r"with (.+)": self._change,
            r"without (\S+)": self._remove,
            r"(\w+) set to (\d+) at Junction for (.+)": self._set,
            r"another token of (\S+) in oura\.jsonl": self._token,
        }

    def program(self, text: str) -> None:
        self._main.write_text(text, encoding="utf-8")

    def play(self, step: str) -> None:
        """Do what a part of the comment says."""
        for pattern, action in self._steps.items():
            if match := re.fullmatch(pattern, step):
                action(*match.groups())
                return
        raise AssertionError(f"this test does not know how to do {step!r}")

    def _change(self, changes: str) -> None:
        """`with 365 for 180, garmn for garmin`."""
        for change in changes.split(", "):
            new, _, old = change.partition(" for ")
            self._rewrite(lambda line, old=old, new=new: line.replace(old, new), old)  # type: ignore[misc]

    def _remove(self, what: str) -> None:
        self._rewrite(lambda line: "", what)

    def _rewrite(self, edit: Callable[[str], str], where: str) -> None:
        """Edit the one line of the program that holds *where*."""
        lines = self._main.read_text(encoding="utf-8").splitlines(keepends=True)
        (number,) = [number for number, line in enumerate(lines) if where in line]
        lines[number] = edit(lines[number])
        self.program("".join(lines))

    def _set(self, slug: str, days: str, who: str) -> None:
        program = self._main.read_text(encoding="utf-8")
        teams = re.findall(r'"([^"]+)": "([0-9a-f-]{36})"', program)
        chosen = [team for label, team in teams if who in (label, "both teams")]
        assert chosen, f"no team called {who}"
        for team in chosen:
            self._junction.set("sandbox", "us", team, slug, int(days))

    def _token(self, user: str) -> None:
        write_connections(self._main.with_name(FILE), **{user: "another-token"})


def write_connections(file: Path, **tokens: str) -> None:
    """Those of two users, some with tokens of their own."""
    rows = [
        recipe(user, access_token=tokens.get(user, f"access-{user}"), refresh_token=f"refresh-{user}") for user in USERS
    ]
    credentials(file, *rows)


@pytest.fixture
def scene(project: Path, cli_folder: Path, pulumi_home: Path) -> Iterator[Scene]:
    state = project.with_name("state")
    state.mkdir()
    foreign = re.compile(r"(PULUMI|JUNCTION)_|.*_proxy$", re.IGNORECASE)
    write_connections(project / FILE)
    with ThreadedEmulator(users=20) as junction:
        env = {name: value for name, value in os.environ.items() if not foreign.match(name)} | {
            "PATH": os.pathsep.join([str(cli_folder), str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PULUMI_HOME": str(pulumi_home),
            "PULUMI_BACKEND_URL": state.as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "a passphrase",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "JUNCTION_MANAGEMENT_URL": junction.url,
            "JUNCTION_MANAGEMENT_KEY": junction.management_key,
            "JUNCTION_ORG_ID": junction.org_id,
            "JUNCTION_API_URL": junction.url,
            "JUNCTION_TEAM_API_KEY": junction.team_api_key,
        }

        def run(*arguments: str, fails: bool = False) -> processes.Finished:
            ended = processes.run([str(cli_folder / "pulumi"), *arguments], project, env)
            assert (ended.code != 0) is fails, f"pulumi {' '.join(arguments)}:\n{ended.text}"
            return ended

        run("stack", "init", STACK)
        yield Scene(project / "__main__.py", run, junction)


def test_the_readme_shows_a_program_and_its_preview() -> None:
    shown = [example.shown for example in EXAMPLES if example.shown]

    assert any(fence.text.startswith("$ pulumi preview --diff\n") for fence in shown)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_a_program_runs_and_prints_what_the_page_shows(example: Example, scene: Scene) -> None:
    scene.program(example.program.text)
    if example.shown is None:
        scene.pulumi("preview")
        return
    for step in filter(None, example.shown.note.strip().removeprefix("<!--").removesuffix("-->").split(";")):
        scene.play(step.strip())
    text = example.shown.text
    fails = "\nerror: " in text
    if text.startswith("$ pulumi "):
        command, _, output = text.partition("\n")
        assert normalised(output) == normalised(scene.pulumi(*command.split()[2:], fails=fails).text)
    else:
        shown, printed = normalised(text), normalised(scene.pulumi("preview", "--diff").text)
        assert shown in [printed[start : start + len(shown)] for start in range(len(printed))]


def test_the_readmes_first_program_is_the_quickstart() -> None:
    assert first_program().text == (ROOT / "examples" / "quickstart" / "__main__.py").read_text(encoding="utf-8")


def test_every_public_function_and_resource_is_in_a_program() -> None:
    programs = "\n".join(example.program.text for example in EXAMPLES)
    functions = [name for name in pulumi_junction.__all__ if not name.endswith(("Args", "ArgsDict", "_output"))]
    called = [name for name in functions if name.startswith(("get_", "list_", "export_")) or name in RESOURCES]

    assert [name for name in called if f"{name}(" not in programs] == []
