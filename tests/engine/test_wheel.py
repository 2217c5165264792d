"""The built wheel: what it holds, and that no run with it looks for a plugin to download."""

import json
import os
import shutil
import socket
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support import processes
from tests.support.engine_cli import Project
from tests.support.engine_programs import ACME

ROOT = Path(__file__).parents[2]
PROGRAM = f"""
from pulumi_junction import TeamDataPullPreferences

TeamDataPullPreferences("research", team_ids=["{ACME}"], providers={{"oura": 120}})
"""
DOWNLOAD = ("installPlugin(", "full plugin download url", "pulumi-resource-junction")
"""What the engine's log says of a plugin that it tries to download."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built offline from a copy of what git would give, so that no other worker is disturbed."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "pulumi_junction", source / "pulumi_junction", ignore=shutil.ignore_patterns("__pycache__"))
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(source / "dist"), str(source)]
    built = processes.run(build, source)
    assert built.code == 0, built.text
    (wheel,) = (source / "dist").glob("*.whl")
    return wheel


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:
    """A virtual environment with the wheel, and with the dependencies of this one."""
    ours = Path(sysconfig.get_path("purelib"))
    borrowed = tmp_path / "dependencies"
    borrowed.mkdir()
    for entry in ours.iterdir():
        if "pulumi_junction" not in entry.name and entry.suffix != ".pth":
            (borrowed / entry.name).symlink_to(entry)
    venv = tmp_path / "venv"
    assert processes.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], tmp_path).code == 0
    (site,) = venv.glob("lib/python*/site-packages")
    (site / "borrowed.pth").write_text(f"{borrowed}\n", encoding="utf-8")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(venv / "bin" / "python"),
        "install",
        "--disable-pip-version-check",
    ]
    done = processes.run([*pip, "--no-deps", "--no-index", "--no-compile", str(wheel)], tmp_path)
    assert done.code == 0, done.text
    return site / "pulumi_junction"


@pytest.fixture
def project(installed: Path, emulator: ThreadedEmulator, tmp_path: Path) -> Project:
    """A project that runs in that environment, in which the look-up of plugins is not turned off."""
    project = Project(tmp_path)
    project.runtime_in(installed.parents[3])
    project.program(PROGRAM)
    del project.env["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"]
    del project.env["PULUMI_PYTHON_CMD"]
    with socket.create_server(("127.0.0.1", 0)) as closing:
        nowhere = f"http://127.0.0.1:{closing.getsockname()[1]}"
    # Whatever is looked for outside of this machine is not found, at once.
    project.env |= {"HTTPS_PROXY": nowhere, "HTTP_PROXY": nowhere, "NO_PROXY": "127.0.0.1,localhost"}
    project.pulumi("stack", "init", "dev")
    return project


def test_the_wheel_says_that_there_is_no_plugin(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        said = json.loads(archive.read("pulumi_junction/pulumi-plugin.json"))

    assert said == {"resource": False, "name": "junction"}


def test_the_wheel_holds_everything_that_runs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    assert {"pulumi_junction/py.typed", "pulumi_junction/core/catalogue.toml"} <= names
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "pulumi_junction").rglob("*.py")}
    assert modules <= names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"pulumi_junction"}


def test_a_preview_with_the_wheel_looks_for_no_plugin(
    project: Project, installed: Path, emulator: ThreadedEmulator
) -> None:
    preview = project.pulumi("preview", "-v=9", "--logtostderr")

    assert "research create" in preview.stdout
    assert [line for line in preview.stderr.splitlines() if any(mark in line for mark in DOWNLOAD)] == []
    assert len(emulator.requests) == 1, "the provider ran"


def test_without_the_file_a_plugin_would_be_looked_for(project: Project, installed: Path) -> None:
    """The reason for the file, and the proof that the test above can fail."""
    (installed / "pulumi-plugin.json").unlink()

    preview = project.pulumi("preview", "-v=9", "--logtostderr")

    assert [mark for mark in DOWNLOAD if mark not in preview.stderr] == []


def test_a_program_with_the_wheel_uses_the_wheel(project: Project, installed: Path) -> None:
    project.program("import pulumi, pulumi_junction\npulumi.export('file', pulumi_junction.__file__)\n" + PROGRAM)

    preview = project.pulumi("preview")

    assert os.fspath(installed / "__init__.py") in preview.stdout
