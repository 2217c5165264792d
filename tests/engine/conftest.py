"""The engine and a pretend Junction for each test; nothing of the developer's own settings gets in."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import TOOLS, Command, EngineStack, NewStacks, find_cli
from tests.support.engine_cli import Project
from tests.support.engine_inline import own_connections
from tests.support.engine_programs import ACME
from tests.support.engine_scene import Scene

_FOREIGN = ("JUNCTION_", "PULUMI_")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(scope="session")
def pulumi_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The CLI's own folder: plugins, logs, credentials. Its logs are large, so it does not stay."""
    home = tmp_path_factory.mktemp("pulumi-home")
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def cli_folder() -> Path:
    """Where the CLI is: what `make setup` has built or found, else what is on PATH."""
    path = os.pathsep.join([str(TOOLS), os.environ.get("PATH", "")])
    return find_cli(path, ci=os.environ.get("CI") == "true")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, cli_folder: Path, pulumi_home: Path) -> None:
    """What the CLI, the provider and the programs of a test see."""
    for name in list(os.environ):
        if name.startswith(_FOREIGN) or name.lower() in _PROXIES:
            monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", os.pathsep.join([str(cli_folder), str(Path(sys.executable).parent), os.environ["PATH"]]))
    monkeypatch.setenv("PULUMI_HOME", str(pulumi_home))
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "a passphrase")
    monkeypatch.setenv("PULUMI_SKIP_UPDATE_CHECK", "true")
    monkeypatch.setenv("PULUMI_PYTHON_CMD", sys.executable)
    # Language hosts before 3.25x overlook the pulumi-plugin.json of an editable install; test_wheel.py does without.
    monkeypatch.setenv("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "true")


@pytest.fixture(scope="session", autouse=True)
def connections() -> None:
    """Hundreds of engines come and go in one process of tests, and the ports of some come round again."""
    own_connections()


@pytest.fixture(scope="session")
def command(cli_folder: Path) -> Command:
    """The CLI, for the Automation API."""
    return Command(cli_folder)


@pytest.fixture(scope="session")
def new_stacks(tmp_path_factory: pytest.TempPathFactory, command: Command) -> NewStacks:
    """Makes stacks quickly."""
    return NewStacks(tmp_path_factory.mktemp("templates"), command)


@pytest.fixture
def emulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadedEmulator]:
    """A pretend Junction behind a socket, and the variables that point there."""
    with ThreadedEmulator() as junction:
        monkeypatch.setenv("JUNCTION_MANAGEMENT_URL", junction.url)
        monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", junction.management_key)
        monkeypatch.setenv("JUNCTION_ORG_ID", junction.org_id)
        monkeypatch.setenv("JUNCTION_ENV", "production")
        monkeypatch.setenv("JUNCTION_REGION", "us")
        yield junction


@pytest.fixture
def pulls(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadedEmulator]:
    """A pretend Junction where the team ACME has users, and the variables that point there."""
    with ThreadedEmulator(users=8, team_id=ACME, team_env="production") as junction:
        monkeypatch.setenv("JUNCTION_MANAGEMENT_URL", junction.url)
        monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", junction.management_key)
        monkeypatch.setenv("JUNCTION_API_URL", junction.url)
        monkeypatch.setenv("JUNCTION_TEAM_API_KEY", junction.team_api_key)
        monkeypatch.setenv("JUNCTION_ORG_ID", junction.org_id)
        monkeypatch.setenv("JUNCTION_ENV", "production")
        monkeypatch.setenv("JUNCTION_REGION", "us")
        yield junction


@pytest.fixture
def pulls_stack(pulls: ThreadedEmulator, new_stack: Callable[[str], EngineStack]) -> EngineStack:
    """A stack named `dev` beside it."""
    return new_stack("dev")


@pytest.fixture
def new_stack(tmp_path: Path, new_stacks: NewStacks) -> Callable[[str], EngineStack]:
    """Make stacks by name, all in the test's own backend."""
    return lambda name: new_stacks.make(name, tmp_path / "state")


@pytest.fixture
def stack(emulator: ThreadedEmulator, new_stack: Callable[[str], EngineStack]) -> EngineStack:
    """A stack named `dev`, which says nothing of a place."""
    return new_stack("dev")


@pytest.fixture
def scene(emulator: ThreadedEmulator, tmp_path: Path) -> Scene:
    """A project whose runs can be interrupted and killed: between two requests, so that they come one by one."""
    project = Project(tmp_path)
    project.env["JUNCTION_PARALLEL_REQUESTS"] = "1"
    project.pulumi("stack", "init", "dev")
    return Scene(project, emulator)
