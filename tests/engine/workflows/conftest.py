"""The four stacks under our workflows, made once and copied for each test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.examples import Example
from tests.support.github_server import GitHubServer
from tests.support.workflow_scene import STACKS, Workflows, install

PASSPHRASE = "a passphrase"


@pytest.fixture(scope="session")
def workflow_template(tmp_path_factory: pytest.TempPathFactory, cli_folder: Path) -> Path:
    """A repository whose four stacks exist, with nothing in them."""
    folder = tmp_path_factory.mktemp("workflows")
    path = os.pathsep.join([str(cli_folder), os.environ["PATH"]])
    example = Example("four-stacks", folder, env={"PULUMI_CONFIG_PASSPHRASE": PASSPHRASE, "PATH": path})
    for stack in STACKS:
        example.pulumi(stack, "stack", "init")
    example.folder.rename(folder / "repository")
    install(folder / "repository")
    return folder


@pytest.fixture
def github() -> Iterator[GitHubServer]:
    """GitHub's API."""
    with GitHubServer() as server:
        yield server


@pytest.fixture
def workflows(
    emulator: ThreadedEmulator,
    github: GitHubServer,
    workflow_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Workflows:
    """Only the address of the pretend Junction comes from outside; a real repository has no need of it."""
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", PASSPHRASE)
    made = Workflows(tmp_path, workflow_template, emulator, github)
    for name in (*made.settings, "JUNCTION_ORG_ID", "JUNCTION_ENV", "JUNCTION_REGION"):
        monkeypatch.delenv(name, raising=False)
    return made
