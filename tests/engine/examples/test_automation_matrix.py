"""`examples/automation-matrix`: four previews, one report; applied as previewed, sandbox first, or not at all."""

import shutil
import sys
from itertools import groupby
from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.engine.examples.test_four_stacks import NORDKAP, STACKS, settings
from tests.support.engine_running import Running
from tests.support.examples import UP, Example

ORDER = ["sandbox-us", "sandbox-eu", "production-us", "production-eu"]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the stacks are made once, for copies."""
    return tmp_path_factory.mktemp("template")


class Matrix:
    """The two examples side by side, and the stacks in their backend."""

    def __init__(self, folder: Path, template: Path) -> None:
        made = template / "state"
        if not made.exists():
            example = Example("four-stacks", template)
            for stack in ORDER:
                example.pulumi(stack, "stack", "init")
        self.stacks = Example("four-stacks", folder)
        shutil.copytree(made, folder / "state", dirs_exist_ok=True)
        for file in template.glob("four-stacks/Pulumi.*.yaml"):
            shutil.copy(file, self.stacks.folder)
        self.matrix = Example("automation-matrix", folder)

    @property
    def report(self) -> str:
        return (self.matrix.folder / "reviewed" / "report.md").read_text(encoding="utf-8")

    def deploy(self, what: str, fails: bool = False) -> str:
        """What `deploy.py` says; a traceback is never an answer."""
        said = self.matrix.run(sys.executable, "deploy.py", what, fails=fails).text
        assert "Traceback" not in said
        return said

    def start(self, what: str) -> Running:
        return Running([sys.executable, "deploy.py", what], self.matrix.folder, self.matrix.env)


@pytest.fixture
def matrix(junction: ThreadedEmulator, tmp_path: Path, template: Path) -> Matrix:
    return Matrix(tmp_path, template)


def committed(example: Example) -> str:
    """Make its folder a git checkout, and say of what."""
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    example.run("git", "init", "--quiet")
    example.run("git", "add", ".")
    example.run("git", *identity, "commit", "--quiet", "--message", "Four stacks")
    return example.run("git", "rev-parse", "HEAD").stdout.strip()


def places_of_writes(junction: ThreadedEmulator) -> list[str]:
    """Stacks in the order in which they were written."""
    asked = ("-".join(request.path.split("/")[-2:]) for request in junction.writes)
    return [place for place, _ in groupby(asked)]


def test_four_previews_make_one_report_and_are_applied_sandbox_first(
    matrix: Matrix, junction: ThreadedEmulator
) -> None:
    commit = committed(matrix.stacks)
    said = matrix.deploy("preview")
    assert {f"{stack}: resources: {len(STACKS[stack])} to create" for stack in ORDER} <= {*said.splitlines()}
    assert all(stack in matrix.report for stack in ORDER)
    assert f"commit `{commit}`" in matrix.report
    assert "in 4 of 4 stacks" in matrix.report
    assert junction.writes == []

    said = matrix.deploy("apply")
    assert {f"{stack}: resources: {len(STACKS[stack])} created" for stack in ORDER} <= {*said.splitlines()}
    assert places_of_writes(junction) == ORDER
    assert {stack: settings(junction, stack) for stack in STACKS} == STACKS

    junction.clear_requests()
    assert matrix.deploy("preview").count("nothing to do") == 4
    assert junction.writes == []


def test_it_stops_at_the_first_stack_that_is_not_as_it_was_previewed_and_says_what_was_not_applied(
    matrix: Matrix, junction: ThreadedEmulator
) -> None:
    matrix.deploy("preview")
    junction.set("sandbox", "eu", NORDKAP, "garmin", 5)  # the plan alone would let it pass: garmin is set anyway

    said = matrix.deploy("apply", fails=True)

    assert "deploy: sandbox-eu: pulumi-junction: the plan is no longer the one that was reviewed" in said
    assert "deploy: not applied: production-us, production-eu\n" in said
    assert places_of_writes(junction) == ["sandbox-us"]
    assert settings(junction, "sandbox-us") == STACKS["sandbox-us"]


def test_previews_that_fail_are_said_in_one_line_each_and_nothing_is_applied(
    matrix: Matrix, junction: ThreadedEmulator
) -> None:
    matrix.stacks.edit("Pulumi.production-eu.yaml", "preset: clinic", "preset: clinc")
    matrix.stacks.pulumi("sandbox-eu", "stack", "rm", "--yes", "--preserve-config")

    said = matrix.deploy("preview", fails=True)

    reason = (
        "production-eu: Pulumi.production-eu.yaml: four-stacks:teams.nordkap-health.preset 'clinc' is not a preset;"
    )
    assert f"deploy: {reason}" in said
    assert "deploy: sandbox-eu: no stack named 'sandbox-eu' found\n" in said
    assert "-:--:--" not in said
    assert "'clinc' is not a preset" in matrix.report
    assert "deploy: sandbox-eu: there is no plan;" in matrix.deploy("apply", fails=True)
    assert junction.writes == []


def test_ctrl_c_lets_the_stack_under_way_end_in_order_and_begins_no_other(
    matrix: Matrix, junction: ThreadedEmulator
) -> None:
    matrix.deploy("preview")
    with matrix.start("apply") as run:
        run.until(lambda: junction.writes, "it applies the first one")
        run.interrupt(heard="waiting for what has begun")
        ended = run.end()

    assert ended.code == 130
    assert "Not begun: sandbox-eu, production-us, production-eu" in ended.text
    assert "Traceback" not in ended.text
    assert places_of_writes(junction) == ["sandbox-us"]
    matrix.stacks.pulumi("sandbox-us", *UP)  # its lock is free
    assert settings(junction, "sandbox-us") == STACKS["sandbox-us"]


@pytest.mark.parametrize(
    ("arguments", "path", "says"),
    [
        (["--project", "nowhere"], None, "deploy: nowhere: there is no Pulumi.yaml in it; name the project's folder"),
        ([], "", "deploy: pulumi is not installed; README.md says what this needs"),
    ],
    ids=["no project", "no pulumi"],
)
def test_what_is_missing_is_said_in_one_line(arguments: list[str], path: str | None, says: str, tmp_path: Path) -> None:
    Example("four-stacks", tmp_path)
    example = Example("automation-matrix", tmp_path, env=None if path is None else {"PATH": path})

    ended = example.run(sys.executable, "deploy.py", "preview", *arguments, fails=True)

    assert (ended.code, ended.stderr.count("\n")) == (1, 1)
    assert ended.stderr.startswith(says)
