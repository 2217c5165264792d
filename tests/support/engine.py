"""The real engine in tests: a stack whose programs are functions of the test, and what came of each operation."""

import json
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from pulumi import automation as auto
from pulumi.automation import errors
from semver import VersionInfo

from tests.support import processes
from tests.support.engine_inline import InlineRun, Program
from tests.support.engine_results import Result, result

TOOLS = Path(__file__).parents[2] / "tools" / "pulumi-cli" / "bin"
"""Where `make setup` puts the CLI."""


def find_cli(path: str, ci: bool) -> Path:
    """Return the folder of the CLI; without one the test is skipped, but fails where CI runs it."""
    found = shutil.which("pulumi", path=path)
    if found is not None:
        return Path(found).parent
    missing = "no Pulumi CLI, which the tests on the real engine need; run `make setup`"
    if ci:
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)


class Command(auto.PulumiCommand):
    """The CLI as the Automation API calls it, but in a folder that is known, and bounded in time."""

    def __init__(self, folder: Path) -> None:
        """Take the CLI in *folder*, whatever PATH says; the original looks in PATH alone."""
        self.command = str(folder / "pulumi")
        self.log_to: Path | None = None
        """Where the engine writes its event log, instead of telling the Automation API its events."""

        self.version = VersionInfo.parse(processes.run([self.command, "version"], folder).stdout.strip().lstrip("v"))

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: Callable[[str], Any] | None = None,
        on_error: Callable[[str], Any] | None = None,
    ) -> auto.CommandResult:
        """Do as the original: no questions are asked, and a failure is a CommandError."""
        env = {**os.environ, **additional_env, "PULUMI_AUTOMATION_API": "true"}
        ended = processes.run([self.command, "--non-interactive", *self._logging(args)], cwd, env)
        if on_output:
            on_output(ended.stdout)
        if on_error:
            on_error(ended.stderr)
        answer = auto.CommandResult(stdout=ended.stdout, stderr=ended.stderr, code=ended.code)
        if ended.code != 0:
            raise errors.create_command_error(answer)
        return answer

    def _logging(self, args: list[str]) -> list[str]:
        if self.log_to is None or "--event-log" not in args:
            return args
        where = args.index("--event-log") + 1
        return [*args[:where], str(self.log_to), *args[where + 1 :]]


class QuickStack(auto.Stack):
    """After each operation the original starts the CLI three times more, for what the events have told already."""

    def __init__(self, name: str, workspace: auto.Workspace) -> None:
        """Take a stack that exists; the original would ask the CLI whether it does."""
        self.name = name
        self.workspace = workspace

    def __repr__(self) -> str:
        return f"QuickStack({self.name!r})"

    def outputs(self) -> dict[str, auto.OutputValue]:
        """Nothing; `Result.outputs` has them."""
        return {}

    def info(self, show_secrets: bool = True) -> auto.UpdateSummary:
        """Nothing; a `Result` has it."""
        now = datetime.now(timezone.utc)
        return auto.UpdateSummary("update", now, "", {}, {}, "")


class EngineStack:
    """One stack in a `file://` backend of its own. An operation without a program runs the last one again.

    An operation that ends otherwise than expected fails the test and shows all that was printed.
    """

    def __init__(self, name: str, folder: Path, command: auto.PulumiCommand) -> None:
        self.name = name
        self.folder = folder
        self.automation = QuickStack(name, _workspace(folder, command))
        self._program: Program | None = None

    def preview(self, program: Program | None = None, *, fails: bool = False, **options: Any) -> Result:
        """`pulumi preview`."""
        return self._operate(self.automation.preview, fails, options, program)

    def up(self, program: Program | None = None, *, fails: bool = False, **options: Any) -> Result:
        """`pulumi up --yes --skip-preview`."""
        return self._operate(self.automation.up, fails, options, program)

    def refresh(self, *, fails: bool = False, **options: Any) -> Result:
        """`pulumi refresh --yes --skip-preview`; the last program runs only with `run_program=True`."""
        return self._operate(self.automation.refresh, fails, options)

    def preview_refresh(self, *, fails: bool = False, **options: Any) -> Result:
        """`pulumi refresh --preview-only`."""
        return self._operate(self.automation.preview_refresh, fails, options)

    def destroy(self, *, fails: bool = False, **options: Any) -> Result:
        """`pulumi destroy --yes --skip-preview`."""
        return self._operate(self.automation.destroy, fails, options)

    def log(self, program: Program | None = None, **options: Any) -> str:
        """The event log of a `pulumi preview`."""
        command = self.automation.workspace.pulumi_command
        assert isinstance(command, Command)
        command.log_to = self.folder / "events.jsonl"
        command.log_to.unlink(missing_ok=True)
        try:
            with suppress(RuntimeError):  # the Automation API, which has been told no events, misses the last one
                self.preview(program, **options)
            return command.log_to.read_text(encoding="utf-8")
        finally:
            command.log_to = None

    def command(self, *args: str) -> str:
        """Any other command of the CLI, such as `state unprotect`; returns what it prints."""
        ended: auto.CommandResult = self.automation.workspace.pulumi_command.run(
            [*args, "--stack", self.name], str(self.folder), {}
        )
        return ended.stdout + ended.stderr

    def config(self, **values: str) -> None:
        """Set configuration in the namespace `junction`, all of it as secrets."""
        for key, value in values.items():
            self.automation.set_config(f"junction:{key}", auto.ConfigValue(value, secret=True))

    def state(self) -> dict[str, Any]:
        """What the backend holds of the stack: its latest deployment."""
        text = (self.folder / ".pulumi" / "stacks" / "demo" / f"{self.name}.json").read_text(encoding="utf-8")
        latest: dict[str, Any] = json.loads(text)["checkpoint"]["latest"]
        return latest

    def resources(self) -> dict[str, dict[str, Any]]:
        """What the program's resources are in state, by name."""
        found = self.state().get("resources") or []
        own = (one for one in found if not one["type"].startswith("pulumi:"))
        return {one["urn"].rpartition("::")[2]: one for one in own}

    def written(self) -> str:
        """All that is kept of the stack, in state, history and backups."""
        files = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)

    def _operate(
        self,
        operation: Callable[..., object],
        fails: bool,
        options: Mapping[str, Any],
        program: Program | None = None,
    ) -> Result:
        __tracebackhide__ = True
        self._program = program or self._program
        events: list[auto.EngineEvent] = []
        said: dict[str, str] = {}
        run = InlineRun(self._program or _no_program)
        try:
            operation(
                program=run,
                on_event=events.append,
                on_output=lambda text: said.update(stdout=text),
                on_error=lambda text: said.update(stderr=text),
                color="never",
                **options,
            )
            ok = True
        except auto.CommandError:
            ok = False
        finally:
            run.end()
        ended = result(ok, said["stdout"], said["stderr"], events)
        if ok is fails:
            expected = "expected to fail, but ended well" if fails else "failed"
            raise AssertionError(f"{operation.__name__} {expected}:\n{ended.text}")
        return ended


def _no_program() -> None:
    """Takes the place of a program in operations that run none; without one the engine starts a language host."""


class NewStacks:
    """Makes stacks. `pulumi stack init` runs once for each name; each further stack is a copy of its result."""

    def __init__(self, folder: Path, command: auto.PulumiCommand) -> None:
        self._folder = folder
        self._command = command

    def make(self, name: str, folder: Path) -> EngineStack:
        """Make a stack with its backend in *folder*, which may hold others already."""
        template = self._folder / name
        if not template.exists():
            template.mkdir()
            _workspace(template, self._command).create_stack(name)
        shutil.copytree(template, folder, dirs_exist_ok=True)
        return EngineStack(name, folder, self._command)


def _workspace(folder: Path, command: auto.PulumiCommand) -> auto.LocalWorkspace:
    backend = auto.ProjectBackend(url=folder.as_uri())
    settings = auto.ProjectSettings(name="demo", runtime="python", backend=backend)
    return auto.LocalWorkspace(work_dir=str(folder), project_settings=settings, pulumi_command=command)
